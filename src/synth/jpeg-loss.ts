// What JPEG loses, without its file: 4:2:0 colour, 8x8 DCT, rounding by the standard's tables at a quality.
import type { Pixels } from "./pixels.js";

/** Example tables of ITU-T T.81, annex K.1, row after row. */
const brightnessTable = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const colourTable = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99,
];

/** Scales a table to a quality of 1..100 as libjpeg does. */
function scaled(table: readonly number[], quality: number): number[] {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return table.map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
}

/** A channel padded to whole blocks by repeating its edge. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * The picture as it would come back from a JPEG file of this quality.
 *
 * @param quality 1..100, as cjpeg counts; need not be whole
 */
export function loseByJpeg(image: Pixels, quality: number): Pixels {
  const { width, height } = image;
  const [brightness, blue, red] = toPlanes(image);
  roundBlocks(brightness, scaled(brightnessTable, quality));
  roundBlocks(blue, scaled(colourTable, quality));
  roundBlocks(red, scaled(colourTable, quality));
  const out = new Uint8ClampedArray(image.data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const half = (y >> 1) * blue.width + (x >> 1);
      const grey = brightness.values[y * brightness.width + x] + 128;
      const cb = blue.values[half];
      const cr = red.values[half];
      out[at] = grey + 1.402 * cr;
      out[at + 1] = grey - 0.344136 * cb - 0.714136 * cr;
      out[at + 2] = grey + 1.772 * cb;
    }
  }
  return { width, height, data: out };
}

const wholeBlocks = (length: number): number => Math.ceil(length / 16) * 16;

/** Brightness (less 128) at full size and the two colour differences at half size, by JFIF's constants. */
function toPlanes({ width, height, data }: Pixels): [Plane, Plane, Plane] {
  const [wide, high] = [wholeBlocks(width), wholeBlocks(height)];
  const plane = (w: number, h: number): Plane => ({ width: w, height: h, values: new Float32Array(w * h) });
  const planes: [Plane, Plane, Plane] = [plane(wide, high), plane(wide / 2, high / 2), plane(wide / 2, high / 2)];
  const [brightness, blue, red] = planes.map(({ values }) => values);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3;
      const r = data[at];
      const g = data[at + 1];
      const b = data[at + 2];
      const half = (y >> 1) * (wide >> 1) + (x >> 1);
      brightness[y * wide + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      blue[half] += (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4;
      red[half] += (0.5 * r - 0.418688 * g - 0.081312 * b) / 4;
    }
  }
  return planes;
}

function roundBlocks({ width, height, values }: Plane, steps: readonly number[]): void {
  const block = new Float64Array(64);
  const divisors = Float64Array.from(steps);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const corner = top * width + left;
      for (let i = 0; i < 64; i++) block[i] = values[corner + (i >> 3) * width + (i & 7)];
      transform(block);
      for (let i = 0; i < 64; i++) block[i] = Math.round(block[i] / divisors[i]) * divisors[i];
      invert(block);
      for (let i = 0; i < 64; i++) values[corner + (i >> 3) * width + (i & 7)] = block[i];
    }
  }
}

// The orthonormal DCT of length 8 is even in its even rows and odd in its odd ones, so half of its products are enough.
const wave = (turns: number): number => Math.cos((turns * Math.PI) / 16) / 2;
const [c1, c2, c3, c4, c5, c6, c7] = [1, 2, 3, 4, 5, 6, 7].map(wave);

const halfway = new Float64Array(64);

/** The two-dimensional transform of a block, in place. */
function transform(block: Float64Array): void {
  forwards(block, halfway);
  forwards(halfway, block);
}

function invert(block: Float64Array): void {
  backwards(block, halfway);
  backwards(halfway, block);
}

/** Transforms each row and writes it as a column. */
function forwards(from: Float64Array, to: Float64Array): void {
  for (let row = 0; row < 8; row++) {
    const at = row * 8;
    const s0 = from[at] + from[at + 7];
    const s1 = from[at + 1] + from[at + 6];
    const s2 = from[at + 2] + from[at + 5];
    const s3 = from[at + 3] + from[at + 4];
    const d0 = from[at] - from[at + 7];
    const d1 = from[at + 1] - from[at + 6];
    const d2 = from[at + 2] - from[at + 5];
    const d3 = from[at + 3] - from[at + 4];
    to[row] = c4 * (s0 + s1 + s2 + s3);
    to[8 + row] = c1 * d0 + c3 * d1 + c5 * d2 + c7 * d3;
    to[16 + row] = c2 * (s0 - s3) + c6 * (s1 - s2);
    to[24 + row] = c3 * d0 - c7 * d1 - c1 * d2 - c5 * d3;
    to[32 + row] = c4 * (s0 - s1 - s2 + s3);
    to[40 + row] = c5 * d0 - c1 * d1 + c7 * d2 + c3 * d3;
    to[48 + row] = c6 * (s0 - s3) - c2 * (s1 - s2);
    to[56 + row] = c7 * d0 - c5 * d1 + c3 * d2 - c1 * d3;
  }
}

/** The inverse of each row, written as a column. */
function backwards(from: Float64Array, to: Float64Array): void {
  for (let row = 0; row < 8; row++) {
    const at = row * 8;
    const low = c4 * (from[at] + from[at + 4]);
    const high = c4 * (from[at] - from[at + 4]);
    const outer = c2 * from[at + 2] + c6 * from[at + 6];
    const inner = c6 * from[at + 2] - c2 * from[at + 6];
    const x1 = from[at + 1];
    const x3 = from[at + 3];
    const x5 = from[at + 5];
    const x7 = from[at + 7];
    const o0 = c1 * x1 + c3 * x3 + c5 * x5 + c7 * x7;
    const o1 = c3 * x1 - c7 * x3 - c1 * x5 - c5 * x7;
    const o2 = c5 * x1 - c1 * x3 + c7 * x5 + c3 * x7;
    const o3 = c7 * x1 - c5 * x3 + c3 * x5 - c1 * x7;
    to[row] = low + outer + o0;
    to[8 + row] = high + inner + o1;
    to[16 + row] = high - inner + o2;
    to[24 + row] = low - outer + o3;
    to[32 + row] = low - outer - o3;
    to[40 + row] = high - inner - o2;
    to[48 + row] = high + inner - o1;
    to[56 + row] = low + outer - o0;
  }
}
