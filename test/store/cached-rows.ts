// Rows whose image and vector follow from a seed and a number, so that any process can tell whether a cache holds the right ones.
import { createHash } from "node:crypto";
import type { RecipeIdentity } from "../../src/store/recipe-identity.js";

export const dim = 8;
export const origin = { provider: "cpu", runtime: "onnxruntime 1" };

export const identity: RecipeIdentity = {
  model: "sha256:aa",
  modelName: "first",
  pixels: { width: 112, mean: [0, 0, 0], channels: "BGR" },
  view: "plain",
  output: "embedding",
};

/** Rows from .. to - 1 of a seed: image digests, and vectors that hold the row's number and the seed's length. */
export function makeRows(seed: string, from: number, to: number) {
  const digests = Buffer.alloc((to - from) * 32);
  const vectors = new Float32Array((to - from) * dim);
  for (let row = from; row < to; row++) {
    createHash("sha256")
      .update(`${seed}:${row}`)
      .digest()
      .copy(digests, (row - from) * 32);
    for (let column = 0; column < dim; column++)
      vectors[(row - from) * dim + column] = row + column / 16 + seed.length * 1e6;
  }
  return { digests, vectors };
}
