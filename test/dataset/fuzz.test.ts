import fc from "fast-check";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inspectPath } from "../../src/dataset/inspect.js";
import { readInsightFaceBin } from "../../src/dataset/insightface-bin.js";
import { readLandmarks } from "../../src/dataset/landmarks.js";
import { UserError } from "../../src/errors.js";
import { readAgeDb } from "../../src/protocol/agedb.js";
import { pairFormats } from "../../src/protocol/pair-format.js";
import { readPairs } from "../../src/protocol/read-pairs.js";
import type { PairList } from "../../src/types.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

const fixtures = "fixtures/lists";
const folder = temporaryFolder();
const megabytes = 64;

/** Cuts a file, or changes some of its bytes, or both. */
const damage = fc.record({
  keep: fc.oneof(
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    { weight: 2, arbitrary: fc.constant(1) },
  ),
  flips: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.integer({ min: 1, max: 255 })), {
    maxLength: 6,
  }),
});

function damaged(bytes: Buffer, { keep, flips }: { keep: number; flips: [number, number][] }): Buffer {
  const copy = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * keep)));
  for (const [place, mask] of flips) if (copy.length > 0) copy[Math.floor(place * copy.length)] ^= mask;
  return copy;
}

/** A valid list or a UserError, in bounded memory and time. */
async function isHarmless(read: () => PairList | Promise<PairList>): Promise<void> {
  const before = process.memoryUsage();
  const begin = performance.now();
  try {
    const { names, left, right, genuine, fold } = await read();
    for (const side of [left, right]) expect(side.every((name) => name < names.length)).toBe(true);
    expect([left.length, right.length, fold?.length ?? left.length]).toEqual(Array(3).fill(genuine.length));
    expect(genuine.every((label) => label <= 1)).toBe(true);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  const after = process.memoryUsage();
  expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(megabytes << 20);
  expect(performance.now() - begin).toBeLessThan(2000);
}

const files = readdirSync(fixtures).filter((file) => /\.(?:bin|mat)$/.test(file));
const path = join(folder, "damaged");

test.each(files)("%s damaged: a list or one clear error", async (file) => {
  const bytes = readFileSync(join(fixtures, file));
  await fc.assert(
    fc.asyncProperty(damage, async (how) => {
      writeFileSync(path, damaged(bytes, how));
      await isHarmless(() => (file.endsWith(".mat") ? readAgeDb(path) : readInsightFaceBin(path).pairs));
    }),
    { numRuns: 80 },
  );
});

const lists: Readonly<Record<string, string>> = {
  lfw: "2\t1\nAnn\t1\t12\nAnn\t3\tBo\t4\nBo\t4\t1234\nCy\t1\tBo\t2\n",
  labelled: "a/1.jpg b/1.jpg 1\nc/1.jpg a/1.jpg 0\n",
  "two-line": "a.jpg 1\nb.jpg 1\nc.jpg 0\nd.jpg 0\n",
  csv: 'a,b,same,fold\n"x, 1",y,1,1\nx,z,0,2\n',
};

test.each(Object.keys(lists))("a list of form %s damaged, read in every form and inspected", async (form) => {
  await fc.assert(
    fc.asyncProperty(damage, fc.constantFrom(undefined, ...pairFormats), async (how, format) => {
      writeFileSync(path, damaged(Buffer.from(lists[form]), how));
      await isHarmless(async () => (await readPairs(path, format)).pairs);
      const { kind } = await inspectPath(path);
      expect(kind).not.toBe("");
    }),
    { numRuns: 120 },
  );
});

test("random bytes behind each form's mark", async () => {
  const marks = ["\x80\x02", "\x80\x04", "(", "MATLAB 5.0 MAT-file".padEnd(126) + "IM", "\x93NUMPY", "{", "\x08", ""];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...marks), fc.uint8Array({ maxLength: 300 }), async (mark, rest) => {
      writeFileSync(`${path}.bin`, Buffer.concat([Buffer.from(mark, "latin1"), rest]));
      for (const read of [readInsightFaceBin, readAgeDb, readLandmarks]) {
        await isHarmless(() => {
          const value = read(`${path}.bin`);
          return "pairs" in value ? value.pairs : value instanceof Map ? emptyList : value;
        });
      }
      await inspectPath(`${path}.bin`);
    }),
    { numRuns: 250 },
  );
});

const emptyList: PairList = {
  names: [],
  left: new Uint32Array(),
  right: new Uint32Array(),
  genuine: new Uint8Array(),
  fold: null,
  subjects: null,
  source: "",
};
