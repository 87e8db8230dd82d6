// Ways a picture gets worse, in plain double arithmetic: the same bytes on every machine. None changes its input.
import type { Pixels } from "./pixels.js";
import type { Stream } from "./random.js";

const copyOf = ({ width, height, data }: Pixels): Pixels => ({ width, height, data: data.slice() });

/** Gaussian blur of `sigma` pixels, edges repeated, cut at three sigma; rounded once, at the end. */
export function blur(image: Pixels, sigma: number): Pixels {
  const radius = Math.ceil(3 * sigma);
  if (radius === 0) return copyOf(image);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i] /= sum;
  const { width, height } = image;
  const across = new Float32Array(image.data.length);
  const down = new Float32Array(image.data.length);
  for (let y = 0; y < height; y++) blurRow(image.data, across, kernel, width, y * width * 3, 3);
  for (let x = 0; x < width; x++) blurRow(across, down, kernel, height, x * 3, width * 3);
  return { width, height, data: Uint8ClampedArray.from(down) };
}

/** Convolves one row or column of `count` pixels that starts at `start` and steps by `stride`, all three channels. */
function blurRow(
  from: Uint8ClampedArray | Float32Array,
  to: Float32Array,
  kernel: Float64Array,
  count: number,
  start: number,
  stride: number,
): void {
  const radius = (kernel.length - 1) / 2;
  const last = count - 1;
  for (let i = 0; i < count; i++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = -radius; k <= radius; k++) {
      const place = i + k;
      const at = start + (place < 0 ? 0 : place > last ? last : place) * stride;
      const weight = kernel[k + radius];
      red += weight * from[at];
      green += weight * from[at + 1];
      blue += weight * from[at + 2];
    }
    const at = start + i * stride;
    to[at] = red;
    to[at + 1] = green;
    to[at + 2] = blue;
  }
}

/** Adds noise of standard deviation `sd` grey levels to each channel: the sum of four random bytes, which is near normal. */
export function addNoise(image: Pixels, sd: number, draw: Stream): Pixels {
  const out = copyOf(image);
  const unit = sd / Math.sqrt((4 * (256 * 256 - 1)) / 12);
  for (let i = 0; i < out.data.length; i++) {
    const word = draw.bits();
    const bytes = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    out.data[i] = out.data[i] + (bytes - 510) * unit;
  }
  return out;
}

/** Pulls all values towards a grey level: share 1 changes nothing, 0 leaves plain grey. */
export function flatten(image: Pixels, share: number, level: number): Pixels {
  const out = copyOf(image);
  for (let i = 0; i < out.data.length; i++) out.data[i] = level + (out.data[i] - level) * share;
  return out;
}

/** Shrinks to `side` x `side` by the mean over each cell's area, and enlarges again by linear interpolation. */
export function lowerResolution(image: Pixels, side: number): Pixels {
  const { width, height } = image;
  const small = resample(image.data, width, height, side, side, areaWeights);
  const large = resample(small, side, side, width, height, linearWeights);
  return { width, height, data: Uint8ClampedArray.from(large) };
}

type Weights = readonly (readonly [index: number, weight: number])[];

/** What each of `to` cells takes from `from` cells: the share of each that it covers. */
function areaWeights(from: number, to: number): Weights[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * step, (i + 1) * step];
    const parts: [number, number][] = [];
    for (let k = Math.floor(start); k < Math.min(Math.ceil(end), from); k++) {
      const covered = Math.min(end, k + 1) - Math.max(start, k);
      if (covered > 1e-9) parts.push([k, covered / step]);
    }
    return parts;
  });
}

/** Linear interpolation between pixel centres, edges repeated. */
function linearWeights(from: number, to: number): Weights[] {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const index = Math.min(Math.floor(place), from - 2);
    return [
      [index, 1 - (place - index)],
      [index + 1, place - index],
    ];
  });
}

function resample(
  data: Uint8ClampedArray | Float32Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
  weigh: (from: number, to: number) => Weights[],
): Float32Array {
  const columns = weigh(width, toWidth);
  const rows = weigh(height, toHeight);
  const across = new Float32Array(toWidth * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) gather(data, across, columns[x], y * width * 3, 3, (y * toWidth + x) * 3);
  }
  const out = new Float32Array(toWidth * toHeight * 3);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) gather(across, out, rows[y], x * 3, toWidth * 3, (y * toWidth + x) * 3);
  }
  return out;
}

function gather(
  from: Uint8ClampedArray | Float32Array,
  to: Float32Array,
  weights: Weights,
  start: number,
  stride: number,
  at: number,
): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i][1];
    const place = start + weights[i][0] * stride;
    to[at] += weight * from[place];
    to[at + 1] += weight * from[place + 1];
    to[at + 2] += weight * from[place + 2];
  }
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
  const colour = [draw.below(256), draw.below(256), draw.below(256)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x + 0.5 - middleX) / halfX, (y + 0.5 - middleY) / halfY];
      const inside = round ? u * u + v * v <= 1 : Math.max(Math.abs(u), Math.abs(v)) <= 1;
      if (inside) out.data.set(colour, (y * width + x) * 3);
    }
  }
  return out;
}
