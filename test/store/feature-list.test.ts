import fc from "fast-check";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readFeatures } from "../../src/store/feature-file.js";
import { writeFeatureList } from "../../src/store/feature-writer.js";

const dir = mkdtempSync(join(tmpdir(), "features-"));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function put(text: string | Uint8Array): string {
  const path = join(dir, `${files++}.list`);
  writeFileSync(path, text);
  return path;
}
const read = (text: string, threads = 1) => readFeatures(put(text), { threads });

/** The plain way: split and Number. */
function naive(text: string) {
  const rows = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/));
  return {
    names: rows.map(([name]) => name),
    values: rows.flatMap((row) => row.slice(1).map((field) => Math.fround(Number(field)))),
  };
}

test.each([
  ["trailing blank and newline, as the script writes", "a/1.jpg 0.5 -1e-05 3 \nb.jpg 1 2 4.5 \n"],
  ["no newline at the end", "a 1 2\nb 3 4"],
  ["no newline but a trailing blank", "a 1 2 \nb 3 4 "],
  ["CRLF", "a 1 2 \r\nb 3 4 \r\n"],
  ["tabs, two blanks, leading blanks", "a\t1  2\n  b 3\t\t4\n"],
  ["blank lines at the end", "a 1 2\nb 3 4\n\n \r\n\n"],
  ["one value a row", "a 1\nb 2\nc 3"],
  ["names beyond ASCII", "Łukasz/é.jpg 1 2\n名.jpg 3 4\n"],
])("reads %s", async (_, text) => {
  const { matrix, names, kind } = await read(text);
  expect({ names, values: [...matrix.values], kind }).toEqual({ ...naive(text), kind: "feature list" });
  expect(matrix.count).toBe(names!.length);
});

test("the digest is that of the file's bytes", async () => {
  const text = "a 1 2\nb 3 4";
  expect((await read(text)).digest.toString("hex")).toBe(createHash("sha256").update(text).digest("hex"));
});

test("repeated names are counted, with those that hold other values", async () => {
  const { duplicates, conflicts, matrix } = await read("a 1 2\nb 3 4\na 1 2\na 1 9\n");
  expect([duplicates, conflicts, matrix.count]).toEqual([2, 1, 4]);
});

test.each([
  ["a short line", "a 1 2 3\nb 1 2\n", ":2: found 2 values, expected 3 as in the first line"],
  ["a long line", "a 1 2\nb 1 2 3\n", ":2: found 3 values, expected 2 as in the first line"],
  ["a name alone", "a 1 2\nb\n", ":2: found 0 values, expected 2"],
  ["a word", "a 1 2\nb 1 x2\n", ':2: value 2 is "x2", expected a number'],
  [
    "a name with a blank",
    "a 1 2\nmy face.jpg 1 2\n",
    ':2: value 1 is "face.jpg", expected a number (an image name must hold no blanks)',
  ],
  ["a name with a blank in the first line", "my face.jpg 1 2\n", ':1: value 1 is "face.jpg"'],
  ["NaN", "a 1 2\nb nan 2\n", ':2: value 1 is "nan", expected a finite float32'],
  ["infinity", "a 1 -inf\n", ':1: value 2 is "-inf", expected a finite float32'],
  ["beyond float32", "a 1 1e39\n", ':1: value 2 is "1e39", expected a finite float32'],
  ["a blank line between rows", "a 1 2\n\nb 1 2\n", ":2: blank line, expected a row"],
  ["an empty file", "", ": the file is empty"],
  ["no values", "a\nb\n", ":1: found no values"],
  ["binary", "a\0\0\x01b", ": neither text nor .npy"],
])("%s is one clear line", async (_, text, message) => {
  const path = put(text);
  await expect(readFeatures(path, { threads: 1 })).rejects.toThrow(`${path}${message}`);
});

test("a missing file is named", async () => {
  await expect(readFeatures(join(dir, "none"), { threads: 1 })).rejects.toThrow(`${join(dir, "none")}: no such file`);
});

test("all faults together: the first ten and a count", async () => {
  const path = put(`a 1 2\n${"b 1\n".repeat(12)}`);
  const error: Error = await readFeatures(path, { threads: 1 }).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  const lines = error.message.split("\n");
  expect(lines.slice(0, 10)).toEqual(
    Array.from({ length: 10 }, (_, i) => `${path}:${i + 2}: found 1 values, expected 2 as in the first line`),
  );
  expect(lines[10]).toBe("... and 2 more (12 in all)");
});

describe("a list of many pieces, read by threads", () => {
  // 36 MB: more than what one thread takes alone, and lines of uneven length that cross pieces of 2 MB anywhere.
  const line = (row: number) =>
    `person-${row}/${"x".repeat(row % 97)}.jpg ${Array.from({ length: 600 }, (_, i) => ((row * 7919 + i * 31) % 100003) / 9973).join(" ")}`;
  const lines = Array.from({ length: 3200 }, (_, row) => line(row));

  test("gives what split and Number give, whatever the number of threads", async () => {
    const text = lines.join("\n");
    const path = put(text);
    const expected = naive(text);
    for (const threads of [1, 2, 3]) {
      const { matrix, names, digest } = await readFeatures(path, { threads });
      expect(names).toEqual(expected.names);
      expect(matrix.values.length).toBe(expected.values.length);
      expect(matrix.values.every((value, index) => value === expected.values[index])).toBe(true);
      expect(digest.equals(createHash("sha256").update(text).digest())).toBe(true);
    }
  });

  test("names the line of a fault, and of a blank line in another piece than the next row", async () => {
    const broken = lines.with(3000, "short 1 2").join("\n");
    const path = put(broken);
    await expect(readFeatures(path, { threads: 2 })).rejects.toThrow(`${path}:3001: found 2 values, expected 600`);
    const blanks = put(
      [...lines.slice(0, 1500), ...Array<string>(3_000_000).fill(""), ...lines.slice(1500)].join("\n"),
    );
    await expect(readFeatures(blanks, { threads: 2 })).rejects.toThrow(`${blanks}:1501: blank line, expected a row`);
  });

  test("stops when told to, leaving no threads behind", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(readFeatures(put(lines.join("\n")), { threads: 2, signal })).rejects.toThrow("stopped");
  });
});

test("a line longer than a piece is refused", async () => {
  const path = put(`a ${"1 ".repeat(1_100_000)}\n`);
  await expect(readFeatures(path, { threads: 1 })).rejects.toThrow(`${path}: a line longer than`);
});

test("what is written reads back bit for bit, by us and by split and Number", async () => {
  const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(finite, finite, finite), { minLength: 1, maxLength: 20 }), async (rows) => {
      const values = Float32Array.from(rows.flat());
      const path = join(dir, "written.list");
      writeFeatureList(
        path,
        rows.map((_, row) => `n${row}`),
        { count: rows.length, dim: 3, values },
      );
      const bits = Buffer.from(values.buffer);
      const { matrix } = await readFeatures(path, { threads: 1 });
      expect(Buffer.from(Float32Array.from(matrix.values).buffer).equals(bits)).toBe(true);
      expect(Buffer.from(Float32Array.from(naive(readFileSync(path, "utf8")).values).buffer).equals(bits)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("a name with a blank can't be written, and nothing is left behind", () => {
  const path = join(dir, "blank.list");
  expect(() => writeFeatureList(path, ["my face"], { count: 1, dim: 1, values: Float32Array.of(1) })).toThrow(
    'name "my face"',
  );
  expect(existsSync(path)).toBe(false);
});
