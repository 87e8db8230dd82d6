import { join } from "node:path";
import { expect, test } from "vitest";
import { sniffPairFormat } from "../../src/protocol/pair-format.js";
import { readPairs } from "../../src/protocol/read-pairs.js";
import { temporaryFolder } from "./temporary-folder.js";

const list = (text: string | Uint8Array, name = "list.txt"): string => join(temporaryFolder({ [name]: text }), name);

test.each([
  ["lfw", "10\t300\nA\t1\t2\n", "its first line is the header 10 300"],
  ["lfw", "500\nA\t1\t2\n", "its first line is the header 500"],
  ["lfw", "A 1 2\nA 1 B 3\n", "its lines are name i j or name1 i name2 j"],
  ["lfw", "A 1 2\nB 1 3\n", "its lines are name i j with numbers of images"],
  ["lfw", "pairs of the set\nA 1 2\nA 1 B 3\n", "its lines are name i j or name1 i name2 j"],
  ["labelled", "a.jpg b.jpg 1\nc.jpg d.jpg 0\n", "its lines are name name 0|1"],
  ["labelled", "1 2 1\n3 4 0\n", "its lines are name name 0|1"],
  ["labelled", "a,1.jpg b,2.jpg 1\nc,1.jpg d,1.jpg 0\n", "its lines are name name 0|1"],
  ["labelled", "1\n0\n1\n", "its lines end with 0 or 1"],
  ["two-line", "a.jpg 3\nb.jpg 3\nc.jpg 0\nd.jpg 0\n", "its lines are image label, two a pair"],
  ["csv", "a,b,same\nx,y,1\n", "its first line reads as CSV"],
  ["csv", "x,y,0\nx,z,1\n", "its first line reads as CSV"],
])("%s: %j", async (format, text, why) => {
  const path = list(text);
  expect(sniffPairFormat(path)).toEqual({ format, why });
});

test.each([
  ["a.jpg\nb.jpg\n", 'no pair list (an image list?), it begins with "a.jpg"'],
  ["", "empty, expected a pair list"],
  ['{ "name": "x" }', "looks like JSON"],
  [`x.jpg ${"0.5 ".repeat(512)}\n`, "513 fields in line 1 (a feature list?)"],
  ["1.jpg 1 69544\n2.jpg 1 69544\n", "an IJB face_tid_mid list?"],
  [Uint8Array.of(0x80, 2, 0x5d), "a pickle, it may be an InsightFace .bin"],
  [Uint8Array.of(65, 0, 66), "holds zero bytes, expected a text list"],
])("no pair list: %j", (content, message) => {
  expect(() => sniffPairFormat(list(content))).toThrow(message);
});

test("a format asked for is not told from the file", async () => {
  const path = list("A 1 1\nB 1 1\n");
  expect((await readPairs(path)).format).toBe("labelled");
  expect((await readPairs(path, "lfw")).pairs.names).toEqual(["A/A_0001.jpg", "B/B_0001.jpg"]);
});

test("no file, and a folder without CFP", () => {
  expect(() => sniffPairFormat("none/at/all")).toThrow("none/at/all: no such file or folder");
  expect(() => sniffPairFormat(temporaryFolder())).toThrow("a folder without CFP's Protocol");
});
