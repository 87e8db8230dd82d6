import { roundEven } from "./fixed-point.js";
import { newPixels, type Pixels } from "./pixels.js";

/** Where along a line each output sample reads: the neighbour before, the one after, and their weights of 2048. */
interface Taps {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly weightBefore: Int32Array;
  readonly weightAfter: Int32Array;
}

/**
 * The whole image scaled to width x height, sides independently: the bytes of OpenCV 4.6's
 * resize(image, (width, height)) with its default INTER_LINEAR.
 *
 * Bilinear between pixel centres, no smoothing before making smaller, edges repeated, in fixed point; exactly half
 * the size on both sides is the mean of each 2 x 2, which is what OpenCV does there.
 */
export function resizeBilinear(image: Pixels, width: number, height: number): Pixels {
  if (image.width === 2 * width && image.height === 2 * height) return halved(image);
  const columns = tapsOf(image.width, width, true);
  const rows = tapsOf(image.height, height, false);
  const out = newPixels(width, height);
  for (let y = 0, to = 0; y < height; y++) {
    const upper = rowSums(image, rows.before[y], columns);
    const lower = rowSums(image, rows.after[y], columns);
    const [wu, wl] = [rows.weightBefore[y], rows.weightAfter[y]];
    for (let i = 0; i < upper.length; i++)
      out.data[to++] = (((wu * (upper[i] >> 4)) >> 16) + ((wl * (lower[i] >> 4)) >> 16) + 2) >> 2;
  }
  return out;
}

function halved({ width, data }: Pixels, stride = width * 3): Pixels {
  const out = newPixels(width / 2, data.length / stride / 2);
  for (let y = 0, to = 0; y < out.height; y++)
    for (let x = 0; x < out.width; x++)
      for (let c = 0, at = 2 * y * stride + 6 * x; c < 3; c++, at++)
        out.data[to++] = (data[at] + data[at + 3] + data[at + stride] + data[at + stride + 3] + 2) >> 2;
  return out;
}

/**
 * @param whole beyond the outermost centres the edge alone counts, weight 2048; false = the edge counts twice with the
 * weights of the place. That sums to the same but rounds otherwise: OpenCV does the first across and the second down
 */
function tapsOf(from: number, to: number, whole: boolean): Taps {
  const scale = from / to;
  const taps = {
    before: new Int32Array(to),
    after: new Int32Array(to),
    weightBefore: new Int32Array(to),
    weightAfter: new Int32Array(to),
  };
  const last = from - 1;
  for (let i = 0; i < to; i++) {
    const place = Math.fround((i + 0.5) * scale - 0.5);
    const floor = Math.floor(place);
    const part = whole && (floor < 0 || floor >= last) ? 0 : Math.fround(place - floor);
    taps.before[i] = Math.min(Math.max(floor, 0), last);
    taps.after[i] = Math.min(Math.max(floor + 1, 0), last);
    taps.weightBefore[i] = roundEven(Math.fround(1 - part) * 2048);
    taps.weightAfter[i] = roundEven(part * 2048);
  }
  return taps;
}

/** One row of the image at the output's columns, times 2048. */
function rowSums({ width, data }: Pixels, row: number, { before, after, weightBefore, weightAfter }: Taps): Int32Array {
  const sums = new Int32Array(before.length * 3);
  const start = row * width * 3;
  for (let x = 0, to = 0; x < before.length; x++)
    for (let c = 0; c < 3; c++)
      sums[to++] = data[start + before[x] * 3 + c] * weightBefore[x] + data[start + after[x] * 3 + c] * weightAfter[x];
  return sums;
}
