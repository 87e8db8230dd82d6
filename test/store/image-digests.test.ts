import { createHash } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openCache, type EmbeddingCache } from "../../src/store/cache.js";
import type { ImageRef } from "../../src/types.js";
import { identity } from "./cached-rows.js";

const root = mkdtempSync(join(tmpdir(), "digests-"));
let cache: EmbeddingCache;
let dir: string;
let folders = 0;
beforeEach(async () => {
  await cache?.close();
  dir = join(root, String(folders++));
  mkdirSync(dir);
  cache = openCache(join(dir, "cache"));
});
afterAll(async () => {
  await cache.close();
  rmSync(root, { recursive: true });
});

const hash = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
const put = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(dir, name), bytes);
  return join(dir, name);
};
const whole = (path: string): ImageRef => ({ name: path, path });
async function digests(refs: ImageRef[], options = {}) {
  const answer = await cache.digestImages(refs, options);
  return refs.map(
    (_, i) => answer.failures[i] ?? Buffer.from(answer.digests.subarray(i * 32, i * 32 + 32)).toString("hex"),
  );
}
/** Longer than the two seconds for which a change may go unnoticed by the file's times. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2100));
const remembered = () => cache.info().files;

test("digests files, stretches of a file, and bytes, each as sha256sum would", async () => {
  const a = put("a.jpg", "first");
  const pack = put("faces.bin", "0123456789");
  const refs: ImageRef[] = [
    whole(a),
    { name: "1", path: pack, start: 2, end: 5 },
    { name: "2", path: pack, start: 0, end: 2 },
    { name: "3", path: "nowhere", bytes: Buffer.from("in memory") },
    whole(a),
  ];
  const expected = [hash("first"), hash("234"), hash("01"), hash("in memory"), hash("first")];
  expect(await digests(refs)).toEqual(expected);
  expect(await digests(refs)).toEqual(expected);
});

test("what can't be read is a failure with its reason, and the others are digested", async () => {
  const good = put("good.jpg", "x");
  const pack = put("faces.bin", "0123456789");
  const refs: ImageRef[] = [
    whole(join(dir, "missing.jpg")),
    whole(good),
    whole(dir),
    { name: "past", path: pack, start: 8, end: 12 },
    { name: "in", path: pack, start: 8, end: 10 },
    { name: "gone", path: join(dir, "gone.bin"), start: 0, end: 1 },
  ];
  expect(await digests(refs)).toEqual([
    "no such file or folder",
    hash("x"),
    "is a folder, expected a file",
    "the file ends before the image does",
    hash("89"),
    "no such file or folder",
  ]);
});

test("a file that just changed is not remembered: its times can't tell the next change", async () => {
  const path = put("new.jpg", "one");
  await digests([whole(path)]);
  expect(remembered()).toBe(0);
});

test("a changed file misses, even with its size and modification time put back", async () => {
  const path = put("a.jpg", "one");
  const pack = put("b.bin", "0123456789");
  const refs = [whole(path), { name: "s", path: pack, start: 1, end: 4 }];
  await settle();
  expect(await digests(refs)).toEqual([hash("one"), hash("123")]);
  expect(remembered()).toBe(2);
  for (const [file, text] of [
    [path, "two"],
    [pack, "abcdefghij"],
  ]) {
    const { atime, mtime } = statSync(file);
    writeFileSync(file, text);
    utimesSync(file, atime, mtime);
    expect(statSync(file).mtimeMs).toBeCloseTo(mtime.getTime(), 0);
  }
  expect(await digests(refs)).toEqual([hash("two"), hash("bcd")]);
});

test("an unchanged file is not read again; another file under its name is", async () => {
  const path = put("a.jpg", "old");
  const link = join(dir, "link.jpg");
  symlinkSync(path, link);
  await settle();
  expect(await digests([whole(path), whole(link)])).toEqual([hash("old"), hash("old")]);
  // Proof that it is not read: the record's digest is changed, and that is what comes back.
  const file = join(dir, "cache", "data.mdb");
  await cache.close();
  const bytes = readFileSync(file);
  const digest = Buffer.from(hash("old"), "hex");
  for (let at = bytes.indexOf(digest); at >= 0; at = bytes.indexOf(digest, at + 1)) bytes[at] ^= 255;
  writeFileSync(file, bytes);
  cache = openCache(join(dir, "cache"));
  const changed = Buffer.from(digest);
  changed[0] ^= 255;
  expect(await digests([whole(path)])).toEqual([changed.toString("hex")]);
  renameSync(put("b.jpg", "new"), path);
  expect(await digests([whole(path), whole(link)])).toEqual([hash("new"), hash("new")]);
});

test("the same bytes in two data sets are one image", async () => {
  const [a, b] = [put("a.jpg", "same"), put("b.jpg", "same")];
  const recipe = cache.recipe(identity);
  const { digests: first } = await cache.digestImages([whole(a)]);
  recipe.append(first, Float32Array.of(1, 2), { provider: "cpu", runtime: "r" });
  const { digests: second } = await cache.digestImages([whole(b)]);
  expect([...recipe.lookup(second)]).toEqual([1]);
  appendFileSync(b, "!");
  expect([...recipe.lookup((await cache.digestImages([whole(b)])).digests)]).toEqual([0]);
});

test("1,500 files, read by threads, keep their order; an export then names them", async () => {
  const paths = Array.from({ length: 1500 }, (_, i) => put(`${String(i).padStart(4, "0")}.jpg`, `image ${i % 1400}`));
  paths[700] = join(dir, "absent.jpg");
  const expected = paths.map((_, i) => (i === 700 ? "no such file or folder" : hash(`image ${i % 1400}`)));
  await settle();
  expect(await digests(paths.map(whole), { threads: 2 })).toEqual(expected);
  expect(remembered()).toBe(1499);
  expect(await digests(paths.map(whole), { threads: 2 })).toEqual(expected);
  const { digests: two } = await cache.digestImages([
    whole(paths[5]),
    { name: "m", path: "", bytes: Buffer.from("no path") },
  ]);
  cache.recipe(identity).append(two, Float32Array.of(1, 2), { provider: "cpu", runtime: "r" });
  expect(cache.exportRecipe(cache.list()[0].digest).names).toEqual([paths[5], hash("no path")]);
});

test("stops when told to", async () => {
  const path = put("a.jpg", "one");
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(cache.digestImages([whole(path)], { signal })).rejects.toThrow("stopped");
  await expect(cache.digestImages([{ ...whole(path), start: 0, end: 1 }], { signal })).rejects.toThrow("stopped");
});
