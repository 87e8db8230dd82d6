import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readInsightFaceBin } from "../../src/dataset/insightface-bin.js";
import type { ImageRef } from "../../src/types.js";
import { temporaryFolder } from "../protocol/temporary-folder.js";

// fixtures/lists/make.py wrote the files (Python's pickle and numpy, Python 2's forms by hand) and what went into them.
const fixtures = "fixtures/lists";
const expected = JSON.parse(readFileSync(`${fixtures}/expected.json`, "utf8")) as {
  images: string[];
  labels: number[];
};
const sound = readdirSync(fixtures).filter((file) => /^(?:py|numpy).*\.bin$/.test(file));
const inMemory = ["py2-protocol0.bin", "py3-protocol2.bin", "numpy1-protocol2.bin"];

const folder = temporaryFolder();

function write(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  return join(folder, name);
}

function bytesOf({ path, start, end, bytes }: ImageRef): Uint8Array {
  return bytes ?? readFileSync(path).subarray(start, end);
}

test("there are fixtures of all forms", () => expect(sound).toHaveLength(12));

test.each(sound)("%s: every image byte for byte, every label", (file) => {
  const { images, pairs } = readInsightFaceBin(join(fixtures, file));
  expect(images.map((image) => createHash("sha256").update(bytesOf(image)).digest("hex"))).toEqual(expected.images);
  expect(Array.from(pairs.genuine)).toEqual(expected.labels);
  expect(pairs.names).toEqual([0, 1, 2, 3, 4, 5].map((i) => `${file}#${i}`));
  expect(images.map((image) => image.name)).toEqual(pairs.names);
  expect([Array.from(pairs.left), Array.from(pairs.right)]).toEqual([
    [0, 2, 4],
    [1, 3, 5],
  ]);
  expect(images.every((image) => (image.bytes !== undefined) === inMemory.includes(file))).toBe(true);
});

describe("nothing is executed, and the refusal names what was asked for and where", () => {
  test.each([
    ["evil-system-protocol0.bin", /byte 0: the pickle asks Python to import "os.system": refused/],
    ["evil-system-protocol2.bin", /byte \d+: the pickle asks Python to import "posix.system": refused/],
    ["evil-eval-protocol4.bin", /byte \d+: the pickle asks Python to import "builtins.eval": refused/],
    ["evil-inst.bin", /byte 21: the pickle asks Python to import "os.system": refused/],
    ["evil-load.bin", /byte \d+: the pickle asks Python to import "numpy.load": refused/],
    ["evil-ndarray-call.bin", /byte \d+: a call of numpy.ndarray: refused/],
  ])("%s", (file, message) => {
    expect(() => readInsightFaceBin(join(fixtures, file))).toThrow(message);
    expect(() => readInsightFaceBin(join(fixtures, file))).toThrow(/^[^\n]*$/);
  });

  test.each([
    "__proto__\n__proto__",
    "constructor\nname",
    "numpy\ndtype.__class__",
    "numpy.core.multiarray\n_reconstruct ",
  ])("the name %j is none of the few", (name) => {
    expect(() => readInsightFaceBin(write("name.bin", `c${name}\n.`))).toThrow("refused");
  });
});

describe("bounds", () => {
  test.each([
    ["marks without end", "(".repeat(100_000), "nested deeper than 64"],
    ["a length beyond the file", "\x80\x04B\xff\xff\xff\xff", "expected 4294967302 at least; was it copied whole?"],
    ["a length of 2^63", "\x80\x04\x8e\0\0\0\0\0\0\0\x80", "was it copied whole?"],
    ["a negative length", "\x80\x02T\xff\xff\xff\xff", "a length of -1"],
    ["a list in itself", "]q\0h\0a.", "a list of 1, expected InsightFace's pair"],
    ["a recall of nothing", "h\x07.", "value 7 was never remembered"],
    ["values below a mark", "N(0.", "a value is missing"],
    ["protocol 9", "\x80\x09.", "pickle protocol 9, expected 0 to 5"],
    ["an opcode of dicts", "}.", "opcode 0x7d is none of an image list's"],
    ["an empty file", "", "empty, expected an InsightFace .bin"],
    ["a JPEG", "\xff\xd8\xff\xe0", "opcode 0xff"],
  ])("%s", (_, bytes, message) => {
    expect(() => readInsightFaceBin(write("bounds.bin", bytes))).toThrow(message);
  });

  test("text that is to be decoded again and again", () => {
    const text = `X\0\0\x10\0${"a".repeat(1 << 20)}q\x01X\x06\0\0\0latin1q\x02`;
    const again = "c_codecs\nencode\nh\x01h\x02\x86R".repeat(10_000);
    expect(() => readInsightFaceBin(write("again.bin", `](${text}${again}e.`))).toThrow("again and again");
  });

  test("an array of another length than its shape says", () => {
    const bytes = readFileSync(join(fixtures, "numpy1-protocol3.bin"));
    bytes[bytes.indexOf(Buffer.from("KI\x85", "latin1")) + 1] = 0x48;
    expect(() => readInsightFaceBin(write("shape.bin", bytes))).toThrow("an array of 72 u1 with 73 bytes");
  });

  test("five million values", () => {
    expect(() => readInsightFaceBin(write("many.bin", "N".repeat(5_000_000)))).toThrow("over 4000000 values");
  });
});

describe("pickles that are no image pairs", () => {
  const image = "U\x03abc";
  test.each([
    [
      "not two images a label",
      `](${image}${image}${image}e](\x88e\x86.`,
      "3 images and 1 labels, expected two images a label",
    ],
    ["no labels", "]]\x86.", "0 images and 0 labels"],
    ["a label that is a text", `](${image}${image}e](${image}e\x86.`, "label 0 is bytes, expected true or false"],
    ["a label of 2", `](${image}${image}e](K\x02e\x86.`, "label 0 is a number, expected true or false"],
    [
      "an image that is a number",
      "](K\x01K\x02e](\x88e\x86.",
      "image 0 is a number, expected the bytes of a JPEG or PNG",
    ],
    ["images that are no list", `${image}](\x88e\x86.`, "images is bytes, expected a list"],
    ["a single value", "K\x01.", "a number, expected InsightFace's pair (images, issame)"],
  ])("%s", (_, bytes, message) => {
    expect(() => readInsightFaceBin(write("other.bin", bytes))).toThrow(message);
  });
});

test("payloads are skipped, not read: a sparse file of 1 GB in under a second", () => {
  const path = join(folder, "large.bin");
  const file = openSync(path, "w");
  const [count, size] = [100, 10_000_000];
  let at = writeSync(file, "\x80\x03](", 0, "latin1");
  for (let i = 0; i < count; i++) {
    const head = Buffer.from("B\0\0\0\0");
    head.writeUInt32LE(size, 1);
    at += writeSync(file, head, 0, 5, at) + size;
  }
  writeSync(file, Buffer.from(`e](${"\x88".repeat(count / 2)}e\x86.`, "latin1"), 0, undefined, at);
  closeSync(file);
  const begin = performance.now();
  const { images } = readInsightFaceBin(path);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(images.at(-1)!.end! - images.at(-1)!.start!).toBe(size);
});
