// The embedding cache and the feature list reader, each beside the plainest way to move the same bytes on the same disk.
// Arguments: rows (default 469,375, IJB-C's faces), folder on the disk to be measured, a feature list to read.
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCache } from "#product/store/cache.js";
import { readFeatures } from "#product/store/feature-file.js";
import { batches, dim, makeDigests, makeVectors, report, timed } from "./store-rows.js";

const rows = Number(process.argv[2] ?? 469_375);
const dir = mkdtempSync(join(process.argv[3] ?? tmpdir(), "bench-store-"));
const identity = { model: "sha256:00", modelName: "bench", pixels: { width: 112 }, view: "plain", output: "embedding" };
const origin = { provider: "cpu", runtime: "none" };

/** Writes and reads the same bytes as one plain file; the measure for the cache. */
async function plainFile(vectors: Float32Array): Promise<{ write: number; read: number }> {
  const path = join(dir, "plain");
  const bytes = Buffer.from(vectors.buffer);
  const write = await timed(() => {
    const file = openSync(path, "w");
    for (const [from, to] of batches(rows)) {
      writeSync(file, bytes.subarray(from * dim * 4, to * dim * 4));
      fdatasyncSync(file);
    }
    closeSync(file);
  });
  report("plain file, synced each batch: write", write);
  const read = await timed(() => {
    const into = Buffer.from(new Float32Array(rows * dim).buffer);
    const file = openSync(path, "r");
    for (const [from, to] of batches(rows)) readSync(file, into, from * dim * 4, (to - from) * dim * 4, null);
    closeSync(file);
  });
  report("plain file: read into fresh memory", read);
  rmSync(path);
  return { write: write.wall, read: read.wall };
}

function shuffled(digests: Buffer): Buffer {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1, state = 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return Buffer.concat(Array.from(order, (row) => digests.subarray(row * 32, row * 32 + 32)));
}

async function cacheOf(count: number): Promise<void> {
  const digests = makeDigests(count);
  const vectors = makeVectors(count);
  const plain = await plainFile(vectors);
  const cache = openCache(join(dir, "cache"));
  const recipe = cache.recipe(identity);
  const write = await timed(() => {
    for (const [from, to] of batches(count)) {
      recipe.append(digests.subarray(from * 32, to * 32), vectors.subarray(from * dim, to * dim), origin);
    }
  });
  report("cache: write", write, plain.write);
  console.log(
    `cache: ${(cache.info().bytes / 1e6).toFixed(0)} MB, vectors alone ${(vectors.byteLength / 1e6).toFixed(0)} MB`,
  );
  await cache.close();
  const piece = 8192;
  const streamed = await timed(async () => {
    const reader = openCache(join(dir, "cache"));
    const recipe = reader.recipe(identity);
    const into = new Float32Array(Math.min(piece, count) * dim);
    let found = 0;
    for (let from = 0; from < count; from += piece) {
      const flags = recipe.read(digests.subarray(from * 32, Math.min(count, from + piece) * 32), into);
      found += flags.reduce((sum, flag) => sum + flag, 0);
    }
    await reader.close();
    return found === count;
  });
  if (!streamed.value) throw new Error("rows are missing");
  report(`cache: open and read, list order, ${piece} rows at a time into the same memory`, streamed, plain.read);
  for (const [what, asked] of [
    ["list order", digests],
    ["shuffled", shuffled(digests)],
  ] as const) {
    const read = await timed(async () => {
      const reader = openCache(join(dir, "cache"));
      const into = new Float32Array(count * dim);
      const found = reader.recipe(identity).read(asked, into);
      await reader.close();
      return found.every((flag) => flag === 1);
    });
    if (!read.value) throw new Error("rows are missing");
    report(`cache: open and read, ${what}`, read, plain.read);
  }
}

async function warmImages(count: number): Promise<void> {
  const images = join(dir, "images");
  mkdirSync(images);
  const refs = Array.from({ length: count }, (_, i) => ({ name: `${i}`, path: join(images, `${i}.jpg`) }));
  for (const { path } of refs) writeFileSync(path, Buffer.alloc(4000, path));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const cache = openCache(join(dir, "cache"));
  const reading = await timed(() => refs.forEach(({ path }) => readFileSync(path)));
  report(`${count} images: read only`, reading);
  report(`${count} images: digest, first time`, await timed(() => cache.digestImages(refs)), reading.wall);
  for (let again = 0; again < 3; again++) {
    report(`${count} images: digest, unchanged`, await timed(() => cache.digestImages(refs)), reading.wall);
  }
  await cache.close();
}

async function warmRecipe(count: number): Promise<void> {
  const small = { ...identity, model: "sha256:01" };
  const digests = makeDigests(count);
  const cache = openCache(join(dir, "small"));
  cache.recipe(small).append(digests, makeVectors(count), origin);
  await cache.close();
  for (let again = 0; again < 3; again++) {
    const read = await timed(async () => {
      const reader = openCache(join(dir, "small"));
      reader.recipe(small).read(digests, new Float32Array(count * dim));
      await reader.close();
    });
    report(`${count} embeddings: open and read`, read);
  }
}

async function featureList(path: string): Promise<void> {
  const plain = await timed(() => readFileSync(path));
  report("feature list: read the bytes only", plain);
  for (const threads of [1, 2, 2]) {
    report(`feature list: read, ${threads} threads`, await timed(() => readFeatures(path, { threads })), plain.wall);
  }
}

try {
  console.log(
    `${rows} x ${dim} in ${dir}, file system type 0x${statfsSync(dir).type.toString(16)}, Node ${process.version}`,
  );
  await warmRecipe(12_000);
  await warmImages(12_000);
  if (process.argv[4] !== undefined) await featureList(process.argv[4]);
  await cacheOf(rows);
} finally {
  rmSync(dir, { recursive: true });
}
