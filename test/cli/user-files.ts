// Small files as a user has them: features with pairs, and a model with its card, pictures and pairs.
import { draws, linearModel } from "../onnx-models.js";
import type { Files } from "./command.js";

const rows = 40;
const dim = 8;

/** Name of a feature's row. */
export const rowName = (row: number): string => `person${row >> 1}/${row % 2}.jpg`;

/** Forty rows of eight numbers; the rows of one person differ a little, the people much. */
export function featureRows(): number[][] {
  const draw = draws(3);
  const people = Array.from({ length: rows / 2 }, () => Array.from({ length: dim }, draw));
  return Array.from({ length: rows }, (_, row) => people[row >> 1].map((value) => value * 20 + draw() * 6));
}

/** MagFace's feature list. */
export const featureList = (values: readonly (readonly number[])[] = featureRows()): string =>
  values.map((row, i) => `${rowName(i)} ${row.join(" ")}\n`).join("");

/** Pairs of rows: twenty of one person, twenty of two. */
export const rowPairs = Array.from({ length: rows }, (_, i) => {
  const person = i >> 1;
  return i % 2 === 0 ? [2 * person, 2 * person + 1, 1] : [2 * person, (2 * person + 3) % rows, 0];
});

/** The pairs as `name name 0|1`. */
export const pairList = (pairs: readonly (readonly number[])[] = rowPairs): string =>
  pairs.map(([left, right, same]) => `${rowName(left)} ${rowName(right)} ${same}\n`).join("");

/** Features and pairs that are sound. */
export const soundFeatures: Files = { "feat.list": featureList(), "pairs.txt": pairList() };

/** The model of `soundPictures`. */
export const smallModel = linearModel({ height: 8, width: 8 });

/** A card for it: 8 x 8 pixels as they are. */
export const smallCard = { width: 8, height: 8, channels: "RGB", mean: 0, scale: 1 };

/** A binary PPM of 8 x 8 pixels that no other number gives. */
export function picture(number: number, side = 8): Uint8Array {
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => (i * 53 + number * 89 + ((i * number) % 31)) % 256,
  );
  return Buffer.concat([Buffer.from(`P6\n${side} ${side}\n255\n`), pixels]);
}

export const pictureNames = Array.from({ length: 8 }, (_, i) => `${i}.ppm`);

/** Pairs of neighbours, in turn of one person and of two. */
export const picturePairs =
  "a,b,same\n" + pictureNames.map((name, i) => `${name},${pictureNames[(i + 1) % 8]},${i % 2}\n`).join("");

/** A model, its card, eight pictures and pairs of them, all sound. */
export const soundPictures: Files = {
  "m.onnx": smallModel,
  "small.json": JSON.stringify(smallCard),
  "pairs.csv": picturePairs,
  ...Object.fromEntries(pictureNames.map((name, i) => [`faces/${name}`, picture(i)])),
};
