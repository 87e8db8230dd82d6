import { mean } from "../math/sum.js";
import { partOf, type Grey } from "./grey.js";
import { localContrast } from "./local-contrast.js";

/** Side of a block, and length of the stretches of its edges, in pixels. */
const side = 16;
const stretch = 6;

/** Variance of local contrast above which a block is looked at, and deviation below which a stretch of its edge is flat. */
const activity = 0.1;
const flatness = 0.1;

/**
 * PIQE of an image, 0 to 100. LOWER is better.
 *
 * Of the 16 x 16 blocks whose local contrast varies (variance v above 0.1), one with a flat stretch of six pixels along an
 * edge counts 1 - v (blocking, blur), one like white noise counts v, one that is both counts 1, others 0; the score is
 * 100 (sum + 1) / (blocks + 1), so that an image with nothing to look at has 100. Sides that are no multiples of 16 are
 * mirrored to the right and below. Nothing is clamped: a block with v above 1 could lead out of 0..100, and none has been seen.
 *
 * Source: N. Venkatanath, D. Praneeth, M. Chandrasekhar Bh, S. S. Channappayya, S. S. Medasani, "Blind image quality evaluation
 * using perception based features", NCC 2015; thresholds and the columns that `isNoisy` compares as in MATLAB's `piqe`
 * (which repeats the edge instead of mirroring) and its ports to Python (which stretch the image to 255 first; this does not).
 *
 * @param image 0..255, of any size but none
 */
export function piqe(image: Grey): number {
  const { normalised } = localContrast(mirrored(image));
  let [active, distortion] = [0, 0];
  for (let top = 0; top < normalised.height; top += side) {
    for (let left = 0; left < normalised.width; left += side) {
      const block = partOf(normalised, left, top, side, side).values;
      const variance = varianceOf(block);
      if (!(variance > activity)) continue;
      active++;
      if (hasFlatEdge(block)) distortion += 1 - variance;
      if (isNoisy(block, variance)) distortion += variance;
    }
  }
  return (100 * (distortion + 1)) / (active + 1);
}

/** The image with its sides made up to multiples of the block's by what lies before the edge, backwards. */
function mirrored(image: Grey): Grey {
  const [width, height] = [image.width, image.height].map((size) => Math.ceil(size / side) * side);
  if (width === image.width && height === image.height) return image;
  const across = Array.from({ length: width }, (_, x) => mirroredPlace(x, image.width));
  const down = Array.from({ length: height }, (_, y) => mirroredPlace(y, image.height));
  const values = down.flatMap((y) => across.map((x) => image.values[y * image.width + x]));
  return { width, height, values: Float64Array.from(values) };
}

/** Forwards, backwards, forwards and so on; the edge's pixel stands twice. */
function mirroredPlace(place: number, size: number): number {
  const within = place % (2 * size);
  return within < size ? within : 2 * size - 1 - within;
}

const column = (block: Float64Array, x: number): Float64Array =>
  Float64Array.from({ length: side }, (_, y) => block[y * side + x]);

/** Sample variance, n - 1 in the denominator. */
function varianceOf(values: Float64Array): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum / (values.length - 1);
}

/** Noticeable distortion criterion. */
function hasFlatEdge(block: Float64Array): boolean {
  const edges = [block.subarray(0, side), block.subarray(-side), column(block, 0), column(block, side - 1)];
  return edges.some((edge) => {
    for (let start = 0; start + stretch <= side; start++)
      if (varianceOf(edge.subarray(start, start + stretch)) < flatness ** 2) return true;
    return false;
  });
}

/**
 * Noise criterion: the block's deviation is above 2 beta, where beta tells how unlike that deviation and the ratio of the
 * deviations of its two middle columns and of the rest are.
 *
 * "The rest" lacks the 8th column and the 10th, and has the 9th, which is a middle column too: so has it in MATLAB's `piqe`
 * and its ports, which take out the 8th first and then count anew. Scores of the field come from these.
 */
function isNoisy(block: Float64Array, variance: number): boolean {
  const deviation = Math.sqrt(variance);
  const middle = Float64Array.of(...column(block, 7), ...column(block, 8));
  const rest = block.filter((_, i) => i % side !== 7 && i % side !== 9);
  const ratio = Math.sqrt(varianceOf(middle)) / Math.sqrt(varianceOf(rest));
  const known = Number.isNaN(ratio) ? 0 : ratio;
  return deviation > (2 * Math.abs(deviation - known)) / Math.max(deviation, known);
}
