// The recogniser's weights as the package ships them: one file of numbers, one manifest that tells how they lie in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folder of the installed package. */
export const packageFolder = dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json"));

const product = (shape) => shape.reduce((a, b) => a * b, 1);

/** Bytes q that stand for q * scale + min, rounded to float32. */
const dequantised = (bytes, { scale, min }) => Float32Array.from(bytes, (q) => q * scale + min);

/** A copy, for the file's numbers need not lie at multiples of four. */
const floats = (bytes) => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/**
 * All tensors of one of the package's models.
 *
 * @param {string} model file name without its ending
 * @returns {Map<string, { shape: number[], values: Float32Array }>} by name; filters lie height, width, in, out
 */
export function readWeights(model) {
  const file = (ending) => readFileSync(join(packageFolder, "model", `${model}${ending}`));
  const bytes = file(".bin");
  const tensors = new Map();
  let at = 0;
  for (const { name, shape, dtype, quantization } of JSON.parse(file("-weights_manifest.json"))[0].weights) {
    const stored = quantization?.dtype ?? dtype;
    if (stored !== "uint8" && stored !== "float32")
      throw new Error(`${model}: ${name} is stored as ${stored}, expected uint8 or float32`);
    const end = at + product(shape) * (stored === "uint8" ? 1 : 4);
    const piece = bytes.subarray(at, end);
    tensors.set(name, { shape, values: stored === "uint8" ? dequantised(piece, quantization) : floats(piece) });
    at = end;
  }
  if (at !== bytes.length) throw new Error(`${model}: the manifest tells of ${at} bytes, the file has ${bytes.length}`);
  return tensors;
}
