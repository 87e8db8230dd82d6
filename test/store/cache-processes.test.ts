import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openCache, type EmbeddingCache } from "../../src/store/cache.js";
import { identity, makeRows, dim } from "./cached-rows.js";

const root = mkdtempSync(join(tmpdir(), "cache-processes-"));
afterAll(() => rmSync(root, { recursive: true }));

const cacheModule = new URL("../../dist/store/cache.js", import.meta.url).href;
const script = fileURLToPath(new URL("./cache-writer.mjs", import.meta.url));

/** Starts a writer; `killAt` ends it with SIGKILL once so many rows are acknowledged and some more time has passed. */
function startWriter(dir: string, seed: string, rows: number, kill?: { at: number; after: number }) {
  const child = spawn(process.execPath, [script, cacheModule, dir, seed, String(rows)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (data: Buffer) => {
    text += data.toString();
    if (kill && acknowledged() >= kill.at) setTimeout(() => child.kill("SIGKILL"), kill.after);
  });
  const acknowledged = () => Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
  return new Promise<{ acknowledged: number; signal: NodeJS.Signals | null; code: number | null }>((resolve) => {
    child.on("close", (code, signal) => resolve({ acknowledged: acknowledged(), signal, code }));
  });
}

/** How many of rows 0 .. rows - 1 are found; those that are must be right. */
function countRight(cache: EmbeddingCache, seed: string, rows: number): number {
  const { digests, vectors } = makeRows(seed, 0, rows);
  const into = new Float32Array(rows * dim);
  const found = cache.recipe(identity).read(digests, into);
  const wrong = found.findIndex(
    (flag, row) =>
      flag === 1 && into.subarray(row * dim, row * dim + dim).some((value, i) => value !== vectors[row * dim + i]),
  );
  expect(wrong).toBe(-1);
  const missing = found.indexOf(0);
  return missing < 0 ? rows : missing;
}

test("a writer killed at any moment, ten times over one cache, loses nothing that was acknowledged", async () => {
  const dir = join(root, "killed");
  for (let round = 0; round < 10; round++) {
    const seed = "k".repeat(round + 1);
    const writer = await startWriter(dir, seed, 200_000, { at: 1 + round * 150, after: (round * 7) % 5 });
    expect(writer.signal).toBe("SIGKILL");
    expect(writer.acknowledged).toBeGreaterThan(0);
    const cache = openCache(dir);
    expect(countRight(cache, seed, writer.acknowledged)).toBe(writer.acknowledged);
    // The batch in flight, at most 1,500 rows, is there whole or not at all.
    countRight(cache, seed, writer.acknowledged + 1500);
    expect(cache.verify().corrupt).toEqual([]);
    await cache.close();
  }
});

test("two writers at once lose nothing, and a reader beside them sees only whole blocks", async () => {
  const dir = join(root, "two");
  const rows = 12_000;
  const writers = Promise.all([startWriter(dir, "x", rows), startWriter(dir, "yy", rows)]);
  let done = false;
  void writers.then(() => (done = true));
  const reader = openCache(dir);
  while (!done) {
    countRight(reader, "x", rows);
    expect(reader.verify().corrupt).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect((await writers).map(({ code }) => code)).toEqual([0, 0]);
  expect([countRight(reader, "x", rows), countRight(reader, "yy", rows)]).toEqual([rows, rows]);
  expect(reader.list()[0].rows).toBe(2 * rows);
  await reader.close();
});
