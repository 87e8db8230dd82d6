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

/** Row u, column x of the orthonormal DCT of length 8. */
const basis = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.sqrt(1 / 8) : 0.5);
});

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
      const [grey, cb, cr] = [brightness.values[y * brightness.width + x] + 128, blue.values[half], red.values[half]];
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
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3;
      const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
      const half = (y >> 1) * (wide / 2) + (x >> 1);
      planes[0].values[y * wide + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      planes[1].values[half] += (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4;
      planes[2].values[half] += (0.5 * r - 0.418688 * g - 0.081312 * b) / 4;
    }
  }
  return planes;
}

function roundBlocks({ width, height, values }: Plane, steps: readonly number[]): void {
  const block = new Float64Array(64);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) block[i] = values[(top + (i >> 3)) * width + left + (i & 7)];
      transform(block, basis);
      for (let i = 0; i < 64; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      transform(block, turnedBasis);
      for (let i = 0; i < 64; i++) values[(top + (i >> 3)) * width + left + (i & 7)] = block[i];
    }
  }
}

/** The same turned over: the inverse transform. */
const turnedBasis = Float64Array.from({ length: 64 }, (_, i) => basis[(i & 7) * 8 + (i >> 3)]);

const halfway = new Float64Array(64);

/** Multiplies a block by a basis from both sides, in place: rows, then columns. */
function transform(block: Float64Array, by: Float64Array): void {
  pass(block, halfway, by);
  pass(halfway, block, by);
}

/** Transforms each row and writes it as a column. */
function pass(from: Float64Array, to: Float64Array, by: Float64Array): void {
  for (let row = 0; row < 64; row += 8) {
    for (let u = 0; u < 64; u += 8) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += from[row + x] * by[u + x];
      to[u + (row >> 3)] = sum;
    }
  }
}
