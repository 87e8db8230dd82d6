// Ways a picture gets worse, in plain double arithmetic: the same bytes on every machine. None changes its input.
import type { Pixels } from "./pixels.js";
import type { Stream } from "./random.js";

const copyOf = ({ width, height, data }: Pixels): Pixels => ({ width, height, data: data.slice() });

/** Unrounded values of a picture while it is worked on. */
interface Values {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

const valuesOf = ({ width, height, data }: Pixels): Values => ({ width, height, data: new Float64Array(data) });
const rounded = ({ width, height, data }: Values): Pixels => ({ width, height, data: new Uint8ClampedArray(data) });

/**
 * Gaussian blur of `sigma` pixels, edges repeated, cut at three sigma; rounded once, at the end. From 4 pixels on it is done on
 * the picture shrunk to half its size, which is within about one grey level of the whole sum and several times faster.
 */
export function blur(image: Pixels, sigma: number): Pixels {
  if (sigma === 0) return copyOf(image);
  if (sigma < 4) return rounded(blurWhole(valuesOf(image), sigma));
  const { width, height } = image;
  const small = resample(valuesOf(image), Math.round(width / 2), Math.round(height / 2), areaWeights);
  // Means over two pixels and linear interpolation blur too: by variances of 1/4 and 2/3.
  return rounded(resample(blurWhole(small, Math.sqrt(sigma * sigma - 11 / 12) / 2), width, height, linearWeights));
}

function blurWhole(image: Values, sigma: number): Values {
  const half = halfKernel(sigma);
  return blurDown(blurAcross(image, half), half);
}

/** Weights of the middle and of each place to one side of it; all of both sides add up to 1. */
function halfKernel(sigma: number): Float64Array {
  const radius = Math.ceil(3 * sigma);
  const half = Float64Array.from({ length: radius + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
  const sum = half.reduce((total, weight) => total + 2 * weight, -half[0]);
  return half.map((weight) => weight / sum);
}

/** Blurs rows. Each is laid between its repeated ends first, so that no step asks where the edge is. */
function blurAcross({ width, height, data }: Values, half: Float64Array): Values {
  const [row, margin] = [width * 3, (half.length - 1) * 3];
  const padded = new Float64Array(row + 2 * margin);
  const sums = new Float64Array(row);
  const out = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    const start = y * row;
    padded.set(data.subarray(start, start + row), margin);
    for (let i = 0; i < margin; i++) {
      padded[i] = data[start + (i % 3)];
      padded[margin + row + i] = data[start + row - 3 + (i % 3)];
    }
    for (let i = 0; i < row; i++) sums[i] = half[0] * padded[margin + i];
    for (let k = 1; k < half.length; k++) addScaled(sums, half[k], padded, margin - 3 * k, margin + 3 * k);
    out.set(sums, start);
  }
  return { width, height, data: out };
}

/** Blurs columns, a whole row of them at a time. */
function blurDown({ width, height, data }: Values, half: Float64Array): Values {
  const row = width * 3;
  const sums = new Float64Array(row);
  const out = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) sums[i] = half[0] * data[y * row + i];
    for (let k = 1; k < half.length; k++)
      addScaled(sums, half[k], data, Math.max(y - k, 0) * row, Math.min(y + k, height - 1) * row);
    out.set(sums, y * row);
  }
  return { width, height, data: out };
}

/** Adds `weight` times two stretches of `from`. */
function addScaled(sums: Float64Array, weight: number, from: Float64Array, one: number, other: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += weight * (from[one + i] + from[other + i]);
}

/** Adds noise of standard deviation `sd` grey levels to each channel: the sum of four random bytes, which is near normal. */
export function addNoise(image: Pixels, sd: number, draw: Stream): Pixels {
  const out = copyOf(image);
  const { data } = out;
  const unit = sd / Math.sqrt((4 * (256 * 256 - 1)) / 12);
  // Marsaglia's xorshift128, seeded by the stream: several times faster here than asking the stream for every word.
  let [x, y, z, w] = [draw.bits(), draw.bits(), draw.bits(), draw.bits() | 1];
  for (let i = 0; i < data.length; i++) {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    const bytes = (w & 255) + ((w >>> 8) & 255) + ((w >>> 16) & 255) + (w >>> 24);
    data[i] = data[i] + (bytes - 510) * unit;
  }
  return out;
}

/** Pulls all values towards a grey level: share 1 changes nothing, 0 leaves plain grey. */
export function flatten(image: Pixels, share: number, level: number): Pixels {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => level + (value - level) * share);
  const out = copyOf(image);
  for (let i = 0; i < out.data.length; i++) out.data[i] = table[out.data[i]];
  return out;
}

/** Shrinks to `side` x `side` by the mean over each cell's area, and enlarges again by linear interpolation. */
export function lowerResolution(image: Pixels, side: number): Pixels {
  const small = resample(valuesOf(image), side, side, areaWeights);
  return rounded(resample(small, image.width, image.height, linearWeights));
}

/** Cell i takes `weights[starts[i] .. starts[i + 1] - 1]` times the cells from `firsts[i]` on. */
interface Weights {
  readonly firsts: Int32Array;
  readonly starts: Int32Array;
  readonly weights: Float64Array;
}

function weightsOf(rows: readonly { readonly first: number; readonly weights: readonly number[] }[]): Weights {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i] + row.weights.length;
  return {
    firsts: Int32Array.from(rows, ({ first }) => first),
    starts,
    weights: Float64Array.from(rows.flatMap(({ weights }) => weights)),
  };
}

/** What each of `to` cells takes from `from` cells: the share of each that it covers. */
function areaWeights(from: number, to: number): Weights {
  const step = from / to;
  const rows = Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * step, (i + 1) * step];
    const first = Math.floor(start + 1e-9);
    const weights: number[] = [];
    for (let k = first; k < Math.min(Math.ceil(end - 1e-9), from); k++)
      weights.push((Math.min(end, k + 1) - Math.max(start, k)) / step);
    return { first, weights };
  });
  return weightsOf(rows);
}

/** Linear interpolation between pixel centres, edges repeated. */
function linearWeights(from: number, to: number): Weights {
  const rows = Array.from({ length: to }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(place), from - 2);
    return { first, weights: [1 - (place - first), place - first] };
  });
  return weightsOf(rows);
}

type Weigh = (from: number, to: number) => Weights;

const resample = ({ width, height, data }: Values, toWidth: number, toHeight: number, weigh: Weigh): Values => {
  const down = resampleDown(data, width * 3, weigh(height, toHeight));
  return { width: toWidth, height: toHeight, data: resampleAcross(down, width, toHeight, weigh(width, toWidth)) };
};

/** Resamples columns: sums whole rows of `row` values. */
function resampleDown(data: Float64Array, row: number, { firsts, starts, weights }: Weights): Float64Array {
  const sums = new Float64Array(row);
  const out = new Float64Array(firsts.length * row);
  for (let y = 0; y < firsts.length; y++) {
    sums.fill(0);
    for (let k = starts[y], at = firsts[y] * row; k < starts[y + 1]; k++, at += row) {
      const weight = weights[k];
      for (let i = 0; i < row; i++) sums[i] += weight * data[at + i];
    }
    out.set(sums, y * row);
  }
  return out;
}

function resampleAcross(data: Float64Array, width: number, height: number, columns: Weights): Float64Array {
  const { firsts, starts, weights } = columns;
  const out = new Float64Array(firsts.length * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < firsts.length; x++, to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = starts[x], at = (y * width + firsts[x]) * 3; k < starts[x + 1]; k++, at += 3) {
        red += weights[k] * data[at];
        green += weights[k] * data[at + 1];
        blue += weights[k] * data[at + 2];
      }
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
    }
  }
  return out;
}

/** Covers a share of the picture's area, near its middle, by a plain disc or box of drawn place, form and colour. */
export function cover(image: Pixels, share: number, draw: Stream): Pixels {
  const out = copyOf(image);
  const { width, height } = image;
  const round = draw.chance(0.5);
  const longer = Math.sqrt(draw.between(0.6, 1.7));
  const side = Math.sqrt((share * width * height) / (round ? Math.PI / 4 : 1));
  const [halfX, halfY] = [(side * longer) / 2, side / longer / 2];
  const [middleX, middleY] = [width * draw.between(0.3, 0.7), height * draw.between(0.3, 0.8)];
  const [red, green, blue] = [draw.below(256), draw.below(256), draw.below(256)];
  for (let y = 0, at = 0; y < height; y++) {
    const v = (y + 0.5 - middleY) / halfY;
    const reach = Math.abs(v) > 1 ? -1 : round ? halfX * Math.sqrt(1 - v * v) : halfX;
    for (let x = 0; x < width; x++, at += 3) {
      if (Math.abs(x + 0.5 - middleX) > reach) continue;
      out.data[at] = red;
      out.data[at + 1] = green;
      out.data[at + 2] = blue;
    }
  }
  return out;
}
