// A writer that can be killed: node cache-writer.mjs CACHE_MODULE DIR SEED ROWS
// Appends rows 0 .. ROWS - 1 of a seed in batches of uneven size and prints how many are acknowledged after each.
// The rows are those of cached-rows.ts, which plain Node can't import.
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";

const [module, dir, seed, rows] = process.argv.slice(2);
const { openCache } = await import(module);
const dim = 8;
const cache = openCache(dir);
const recipe = cache.recipe({
  model: "sha256:aa",
  modelName: "first",
  pixels: { width: 112, mean: [0, 0, 0], channels: "BGR" },
  view: "plain",
  output: "embedding",
});
const sizes = [1, 7, 64, 3, 300, 32, 1500];
for (let from = 0, batch = 0; from < Number(rows); batch++) {
  const to = Math.min(Number(rows), from + sizes[batch % sizes.length]);
  const digests = Buffer.alloc((to - from) * 32);
  const vectors = new Float32Array((to - from) * dim);
  for (let row = from; row < to; row++) {
    createHash("sha256")
      .update(`${seed}:${row}`)
      .digest()
      .copy(digests, (row - from) * 32);
    for (let column = 0; column < dim; column++) {
      vectors[(row - from) * dim + column] = row + column / 16 + seed.length * 1e6;
    }
  }
  recipe.append(digests, vectors, { provider: "cpu", runtime: "onnxruntime 1" });
  from = to;
  writeSync(1, `${to}\n`);
}
await cache.close();
