import fc from "fast-check";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openCache, type EmbeddingCache } from "../../src/store/cache.js";
import type { RecipeIdentity } from "../../src/store/recipe-identity.js";
import { dim, identity, makeRows, origin } from "./cached-rows.js";

const root = mkdtempSync(join(tmpdir(), "cache-"));
const opened: EmbeddingCache[] = [];
afterAll(async () => {
  for (const cache of opened) await cache.close();
  rmSync(root, { recursive: true });
});

let folders = 0;
const newDir = () => join(root, String(folders++));
function openAt(dir: string, options = {}): EmbeddingCache {
  const cache = openCache(dir, options);
  opened.push(cache);
  return cache;
}
async function reopened(cache: EmbeddingCache, dir: string): Promise<EmbeddingCache> {
  opened.splice(opened.indexOf(cache), 1);
  await cache.close();
  return openAt(dir);
}

/** Reads into memory filled with NaN, so that a row that was not filled shows. */
function readRows(cache: EmbeddingCache, digests: Uint8Array, id = identity) {
  const recipe = cache.recipe(id);
  const into = new Float32Array((digests.length / 32) * dim).fill(NaN);
  return { found: recipe.read(digests, into), into, recipe };
}

function expectRows(cache: EmbeddingCache, seed: string, from: number, to: number) {
  const { digests, vectors } = makeRows(seed, from, to);
  const { found, into } = readRows(cache, digests);
  expect(found.every((flag) => flag === 1)).toBe(true);
  expect(Buffer.compare(Buffer.from(into.buffer), Buffer.from(vectors.buffer))).toBe(0);
}

test("gives back what was put in, in any order and with repeats, also when opened again", async () => {
  const dir = newDir();
  let cache = openAt(dir);
  const { digests, vectors } = makeRows("a", 0, 3000);
  cache.recipe(identity).append(digests, vectors, origin);
  cache = await reopened(cache, dir);
  expectRows(cache, "a", 0, 3000);
  fc.assert(
    fc.property(fc.array(fc.nat(4000), { minLength: 1, maxLength: 200 }), (rows) => {
      const asked = Buffer.concat(rows.map((row) => makeRows("a", row, row + 1).digests));
      const { found, into, recipe } = readRows(cache, asked);
      expect([...found]).toEqual(rows.map((row) => (row < 3000 ? 1 : 0)));
      expect([...recipe.lookup(asked)]).toEqual([...found]);
      rows.forEach((row, at) => expect(into[at * dim]).toBe(row < 3000 ? row + 1e6 : NaN));
    }),
    { numRuns: 30 },
  );
});

test("batches of any size, from any number of handles, are all there; small ones share blocks", async () => {
  const dir = newDir();
  let cache = openAt(dir);
  const sizes = [1, 2, 3, 250, 10, 64, 64, 64, 64, 64, 2000, 1, 1, 1024, 255, 256];
  const handles = [cache.recipe(identity), cache.recipe(identity)];
  let row = 0;
  for (const [batch, size] of sizes.entries()) {
    const { digests, vectors } = makeRows("b", row, row + size);
    handles[batch % 2].append(digests, vectors, origin);
    // The caller's buffers are his again.
    digests.fill(0);
    vectors.fill(0);
    row += size;
  }
  expect(cache.list()[0].rows).toBe(row);
  expect(cache.verify()).toMatchObject({ rows: row, corrupt: [] });
  cache = await reopened(cache, dir);
  expectRows(cache, "b", 0, row);
});

test("600 batches of one make three blocks", () => {
  const cache = openAt(newDir());
  const recipe = cache.recipe(identity);
  for (let row = 0; row < 600; row++) {
    const { digests, vectors } = makeRows("c", row, row + 1);
    recipe.append(digests, vectors, origin);
  }
  expect(cache.list()[0].blocks).toBe(3);
  expectRows(cache, "c", 0, 600);
});

test.each<[string, Partial<RecipeIdentity>]>([
  ["model", { model: "sha256:ab" }],
  ["pixel recipe", { pixels: { width: 112, mean: [0, 0, 1], channels: "BGR" } }],
  ["channel order", { pixels: { width: 112, mean: [0, 0, 0], channels: "RGB" } }],
  ["view", { view: "mirrored" }],
  ["output", { output: "quality" }],
])("another %s misses", (_, change) => {
  const cache = openAt(newDir());
  const { digests, vectors } = makeRows("d", 0, 10);
  cache.recipe(identity).append(digests, vectors, origin);
  const other = readRows(cache, digests, { ...identity, ...change });
  expect([...other.found]).toEqual(Array(10).fill(0));
  expect(other.recipe.dim).toBe(null);
  expect(other.into.every(Number.isNaN)).toBe(true);
});

test("another name of the model, or fields in another order, hit", () => {
  const cache = openAt(newDir());
  const { digests, vectors } = makeRows("d", 0, 10);
  cache.recipe(identity).append(digests, vectors, origin);
  const same = { ...identity, modelName: "renamed", pixels: { channels: "BGR", mean: [0, 0, 0], width: 112 } };
  expect([...readRows(cache, digests, same).found]).toEqual(Array(10).fill(1));
});

test("tells what made the vectors", () => {
  const recipe = openAt(newDir()).recipe(identity);
  const add = (from: number, to: number, provider: string) => {
    const { digests, vectors } = makeRows("e", from, to);
    recipe.append(digests, vectors, { provider, runtime: "onnxruntime 1" });
  };
  add(0, 5, "cpu");
  add(5, 30, "cuda");
  add(30, 31, "cpu");
  expect(recipe.origins()).toEqual([
    { provider: "cuda", runtime: "onnxruntime 1", rows: 25 },
    { provider: "cpu", runtime: "onnxruntime 1", rows: 6 },
  ]);
});

test("rows of another length than the recipe's are refused", () => {
  const recipe = openAt(newDir()).recipe(identity);
  const { digests, vectors } = makeRows("f", 0, 4);
  recipe.append(digests, vectors, origin);
  expect(() => recipe.append(digests, new Float32Array(12), origin)).toThrow(
    "first: gave 3 values an image, the cache holds 8",
  );
});

/** Changes one bit of the cache's file where `bytes` lie in it; not the last place, which a freed page may hold. */
function flip(dir: string, bytes: Uint8Array): void {
  const path = join(dir, "data.mdb");
  const file = readFileSync(path);
  let places = 0;
  for (let at = file.indexOf(bytes); at >= 0; at = file.indexOf(bytes, at + 1)) {
    file[at + 5] ^= 4;
    places++;
  }
  expect(places).toBeGreaterThan(0);
  writeFileSync(path, file);
}

async function damaged(what: "vectors" | "head") {
  const dir = newDir();
  const cache = openAt(dir);
  const recipe = cache.recipe(identity);
  for (const [from, to] of [
    [0, 300],
    [300, 600],
  ]) {
    const { digests, vectors } = makeRows("g", from, to);
    recipe.append(digests, vectors, origin);
  }
  opened.splice(opened.indexOf(cache), 1);
  await cache.close();
  const { digests, vectors } = makeRows("g", 100, 101);
  flip(dir, what === "head" ? digests : Buffer.from(vectors.buffer));
  return openAt(dir);
}

test("a flipped bit in the vectors: found by verify, a miss with a warning, mended by embedding anew", async () => {
  const cache = await damaged("vectors");
  expect(cache.verify().corrupt).toMatchObject([{ block: 0, rows: 300, what: "the vectors' checksum is wrong" }]);
  const { digests } = makeRows("g", 0, 600);
  const { found, into, recipe } = readRows(cache, digests);
  expect([...found]).toEqual([...Array(300).fill(0), ...Array(300).fill(1)]);
  expect(into.subarray(0, 300 * dim).every(Number.isNaN)).toBe(true);
  expect(recipe.warnings).toHaveLength(1);
  expect(recipe.warnings[0]).toMatch(/block 0 of first: damaged or removed; its 300 images count as not cached/);

  const again = makeRows("g", 0, 300);
  recipe.append(again.digests, again.vectors, origin);
  expectRows(cache, "g", 0, 600);
  expect(cache.prune({ corrupt: true })).toEqual({ blocks: 1, rows: 300 });
  expect(cache.verify()).toMatchObject({ blocks: 2, rows: 600, corrupt: [] });
  expectRows(cache, "g", 0, 600);
});

test("a flipped bit in a digest: the block's images count as not cached", async () => {
  const cache = await damaged("head");
  expect(cache.verify().corrupt).toMatchObject([{ block: 0, rows: 0, what: "the head's checksum is wrong" }]);
  const { found, recipe } = readRows(cache, makeRows("g", 0, 600).digests);
  expect([...found]).toEqual([...Array(300).fill(0), ...Array(300).fill(1)]);
  expect(recipe.warnings[0]).toMatch(/block 0 of first: its head is damaged/);
});

function twoRecipes() {
  const dir = newDir();
  const cache = openAt(dir);
  const { digests, vectors } = makeRows("h", 0, 20);
  cache.recipe(identity).append(digests, vectors, origin);
  cache
    .recipe({ ...identity, modelName: "second", view: "mirrored" })
    .append(digests.subarray(0, 320), vectors.subarray(0, 10 * dim), origin);
  return { dir, cache, digests, vectors };
}

test("list, info and prune", () => {
  const { cache, dir, digests } = twoRecipes();
  const [first, second] = cache.list();
  expect([first, second]).toMatchObject([
    { ...identity, dim, rows: 20, blocks: 1 },
    { modelName: "second", view: "mirrored", rows: 10 },
  ]);
  expect(cache.info()).toMatchObject({ dir, recipes: 2, rows: 30, files: 0 });
  expect(() => cache.prune({})).toThrow("say what to drop");
  expect(() => cache.prune({ recipe: "zz" })).toThrow(
    `recipe "zz": 0 in the cache, expected one of: ${first.digest.slice(0, 12)} (first)`,
  );
  expect(() => cache.prune({ recipe: "" })).toThrow('recipe "": 2 in the cache');
  expect(cache.prune({ olderThanDays: 1 })).toEqual({ blocks: 0, rows: 0 });
  expect(cache.prune({ recipe: first.digest.slice(0, 8) })).toEqual({ blocks: 1, rows: 20 });
  expect(cache.list().map(({ modelName }) => modelName)).toEqual(["second"]);
  expect(readRows(cache, digests).found.every((flag) => flag === 0)).toBe(true);
  expect(cache.prune({ olderThanDays: 0 })).toEqual({ blocks: 1, rows: 10 });
  expect(cache.list()).toEqual([]);
});

test("room of what was dropped is used again", () => {
  const { cache } = twoRecipes();
  const { digests, vectors } = makeRows("i", 0, 20_000);
  const sizes = [0, 1, 2, 3].map(() => {
    cache.recipe(identity).append(digests, vectors, origin);
    cache.prune({ all: true });
    return cache.info().bytes;
  });
  expect(sizes[3]).toBeLessThan(2.5 * sizes[0]);
});

test("merge adds what is missing, once, and leaves damage out", async () => {
  const { cache: source, dir, digests, vectors } = twoRecipes();
  const target = openAt(newDir());
  target.recipe(identity).append(digests.subarray(0, 5 * 32), vectors.subarray(0, 5 * dim), origin);
  opened.splice(opened.indexOf(source), 1);
  await source.close();
  expect(await target.merge(dir)).toEqual({ recipes: 2, rows: 25, skipped: [] });
  expect(await target.merge(dir)).toEqual({ recipes: 2, rows: 0, skipped: [] });
  expectRows(target, "h", 0, 20);
  expect(target.list().map(({ rows }) => rows)).toEqual([20, 10]);
  await expect(target.merge(join(root, "nowhere"))).rejects.toThrow("no cache here");
});

test("export gives every vector, named by the digest where no path is known", () => {
  const { cache, digests, vectors } = twoRecipes();
  const { matrix, names } = cache.exportRecipe(cache.list()[0].digest);
  expect([matrix.count, matrix.dim]).toEqual([20, dim]);
  expect(names).toEqual(Array.from({ length: 20 }, (_, row) => digests.toString("hex", row * 32, row * 32 + 32)));
  expect([...matrix.values]).toEqual([...vectors]);
});

test("opened for reading it reads and refuses to write", async () => {
  const { cache, dir, digests, vectors } = twoRecipes();
  opened.splice(opened.indexOf(cache), 1);
  await cache.close();
  const reader = openAt(dir, { readOnly: true });
  expectRows(reader, "h", 0, 20);
  expect(() => reader.recipe(identity).append(digests, vectors, origin)).toThrow(
    `${dir}: the cache was opened for reading only`,
  );
});

test("what is no cache is one clear line", async () => {
  const file = join(root, "a-file");
  writeFileSync(file, "");
  expect(() => openCache(file)).toThrow(`${file}: is a file`);
  expect(() => openCache(join(file, "below"))).toThrow(file);
  expect(() => openCache(join(root, "missing"), { readOnly: true })).toThrow("no cache here");
  const photos = join(root, "photos");
  mkdirSync(photos);
  writeFileSync(join(photos, "1.jpg"), "");
  expect(() => openCache(photos)).toThrow(`${photos}: holds other files and no cache`);
  const garbage = join(root, "garbage");
  mkdirSync(garbage);
  writeFileSync(join(garbage, "data.mdb"), Buffer.alloc(20_000, "x"));
  expect(() => openCache(garbage)).toThrow(`${join(garbage, "data.mdb")}: no LMDB file, or damaged`);
});

test("a cache file that was cut short is refused, whose mapping would end the process", async () => {
  const dir = newDir();
  const cache = openAt(dir);
  const { digests, vectors } = makeRows("j", 0, 60_000);
  cache.recipe(identity).append(digests, vectors, origin);
  opened.splice(opened.indexOf(cache), 1);
  await cache.close();
  const path = join(dir, "data.mdb");
  const { size } = statSync(path);
  truncateSync(path, 2_000_000);
  expect(() => openCache(dir)).toThrow(`${path}: cut short: 2000000 bytes, expected ${size}`);
  truncateSync(path, 5000);
  expect(() => openCache(dir)).toThrow(`${path}: cut short: 5000 bytes`);
  truncateSync(path, 100);
  expect(() => openCache(dir)).toThrow(`${path}: no LMDB file, or damaged`);
  truncateSync(path, 0);
  expect(openAt(dir).list()).toEqual([]);
});

test("a newer version's cache, and another program's LMDB file, are told apart and refused", async () => {
  const { open } = await import("lmdb");
  const make = async (mark: string | null) => {
    const dir = newDir();
    const env = open({ path: dir, encoding: "binary" });
    await env.put(mark === null ? "other" : "format", Buffer.from(mark ?? "x"));
    await env.close();
    return dir;
  };
  const newer = await make(JSON.stringify({ name: "magface-eval embedding cache", format: 2 }));
  expect(() => openCache(newer)).toThrow(`${newer}: a cache of format 2, this version reads 1`);
  const foreign = await make(null);
  expect(() => openCache(foreign)).toThrow(`${foreign}: an LMDB file of another program`);
});
