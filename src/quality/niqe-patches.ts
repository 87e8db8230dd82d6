import { fitAggd, meanOf, scaleFactor } from "./aggd.js";
import { partOf, type Grey } from "./grey.js";
import { halfBySmoothing } from "./half-size.js";
import { localContrast } from "./local-contrast.js";

/** What NIQE sees in one square of an image. */
export interface Patch {
  /** 18 numbers at full size, 18 at half. Some are NaN where the patch is flat. */
  readonly features: Float64Array;
  /** Mean local deviation, 0..127.5: how much there is to see. */
  readonly sharpness: number;
}

/**
 * An image's patches side by side from the top left corner, row after row; what is left over to the right and below counts
 * for nothing, not even as neighbour of what does.
 *
 * @param size of a patch, even; both sides of the image are as long at least
 */
export function niqePatches(image: Grey, size: number): Patch[] {
  const [columns, rows] = [Math.floor(image.width / size), Math.floor(image.height / size)];
  const whole = partOf(image, 0, 0, columns * size, rows * size);
  const contrast = localContrast(whole);
  const deviation = { ...whole, values: contrast.deviation };
  const halfContrast = localContrast(halfBySmoothing(whole)).normalised;
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const patch = (of: Grey, side: number): Grey => partOf(of, x * side, y * side, side, side);
    const atSize = featuresOf(patch(contrast.normalised, size));
    const atHalf = featuresOf(patch(halfContrast, size / 2));
    const { values } = patch(deviation, size);
    const sharpness = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { features: Float64Array.from([...atSize, ...atHalf]), sharpness };
  });
}

/** Left, above, above left and above right: columns, rows. */
const directions = [
  [-1, 0],
  [0, -1],
  [-1, -1],
  [1, -1],
] as const;

/** Shape and mean scale of local contrast; shape, mean and both scales of its products with neighbours. */
function featuresOf(contrast: Grey): number[] {
  const fit = fitAggd(contrast.values);
  const pairs = directions.flatMap(([along, down]) => {
    const pair = fitAggd(neighbourProducts(contrast, along, down));
    return [pair.shape, meanOf(pair), pair.left * scaleFactor(pair), pair.right * scaleFactor(pair)];
  });
  return [fit.shape, ((fit.left + fit.right) / 2) * scaleFactor(fit), ...pairs];
}

/** Beyond an edge the neighbour is the one at the opposite edge of the patch, as in the authors' code. */
function neighbourProducts({ width, height, values }: Grey, along: number, down: number): Float64Array {
  return values.map((value, i) => {
    const x = ((i % width) + along + width) % width;
    const y = (Math.floor(i / width) + down + height) % height;
    return value * values[y * width + x];
  });
}
