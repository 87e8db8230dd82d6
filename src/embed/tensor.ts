import type { Pixels } from "./pixels.js";
import type { PixelRecipe, View } from "./recipe.js";

/** Numbers that one view of one image takes in the network's input. */
export const valuesPerView = ({ width, height }: PixelRecipe): number => 3 * width * height;

/**
 * Writes one view of an image into the network's input.
 *
 * value = (pixel - mean) / scale with both steps rounded to float32, as numpy and PyTorch do on float32 arrays, so that
 * the digits are theirs: x/255 is ToTensor(), (x - 127.5) / 127.5 is InsightFace's. With `whiten` mean and deviation
 * are those of the image over all channels in double, the value rounded once, as FaceNet's prewhiten.
 *
 * @param pixels width x height of the recipe
 * @param out takes {@link valuesPerView} numbers from `at` on
 */
export function fillTensor(pixels: Pixels, recipe: PixelRecipe, view: View, out: Float32Array, at: number): void {
  const tables = recipe.whiten ? whiteningTables(pixels.data) : linearTables(recipe);
  const planar = recipe.layout === "NCHW";
  const area = pixels.width * pixels.height;
  for (let fed = 0; fed < 3; fed++) {
    const from = recipe.channels === "RGB" ? fed : 2 - fed;
    const [start, step] = planar ? [at + fed * area, 1] : [at + fed, 3];
    fillChannel(pixels, from, tables[fed], view === "mirrored", out, start, step);
  }
}

function fillChannel(
  { width, height, data }: Pixels,
  channel: number,
  table: Float32Array,
  mirrored: boolean,
  out: Float32Array,
  start: number,
  step: number,
): void {
  const stride = mirrored ? -3 : 3;
  for (let y = 0, to = start; y < height; y++) {
    let from = (y * width + (mirrored ? width - 1 : 0)) * 3 + channel;
    for (let x = 0; x < width; x++, from += stride, to += step) out[to] = table[data[from]];
  }
}

const remembered = new WeakMap<PixelRecipe, Float32Array[]>();

/** Value of each of the 256 levels in each channel as fed. */
function linearTables(recipe: PixelRecipe): Float32Array[] {
  let tables = remembered.get(recipe);
  if (tables === undefined) {
    const { fround } = Math;
    tables = recipe.mean.map((mean, c) =>
      Float32Array.from({ length: 256 }, (_, level) => fround(level - fround(mean)) / fround(recipe.scale[c])),
    );
    remembered.set(recipe, tables);
  }
  return tables;
}

function whiteningTables(data: Uint8Array): Float32Array[] {
  let sum = 0;
  let squares = 0;
  for (const level of data) {
    sum += level;
    squares += level * level;
  }
  const count = data.length;
  const mean = sum / count;
  const deviation = Math.sqrt((squares * count - sum * sum) / (count * count));
  const factor = 1 / Math.max(deviation, 1 / Math.sqrt(count));
  const table = Float32Array.from({ length: 256 }, (_, level) => (level - mean) * factor);
  return [table, table, table];
}
