import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCfp } from "../../src/protocol/cfp.js";
import { readImageList, readLabelled } from "../../src/protocol/labelled.js";
import { readMagFace } from "../../src/protocol/magface.js";
import { readTwoLine } from "../../src/protocol/two-line.js";
import { pairTable } from "./pair-table.js";
import { addFiles, temporaryFolder } from "./temporary-folder.js";

function list(text: string, name = "pair.list"): string {
  return join(temporaryFolder({ [name]: text }), name);
}

describe("name name 0|1", () => {
  test("names, labels, no folds; the last line may lack its end", () => {
    const pairs = readLabelled(list("a.jpg b.jpg 1\nc.jpg a.jpg 0"));
    expect(pairTable(pairs)).toEqual([
      ["a.jpg", "b.jpg", 1, null],
      ["c.jpg", "a.jpg", 0, null],
    ]);
    expect(pairs.subjects).toBeNull();
  });

  test("subjects only where the folders agree with every label", () => {
    expect(readLabelled(list("x/A/1.jpg x/A/2.jpg 1\nx/A/1.jpg x/B/1.jpg 0\n")).subjects).toEqual(["A", "A", "B"]);
    expect(readLabelled(list("x/A/1.jpg x/A/2.jpg 1\nx/A/1.jpg x/A/3.jpg 0\n")).subjects).toBeNull();
  });

  test("labels alone, or more than two names: rows get names of their own", () => {
    expect(pairTable(readLabelled(list("1\n0\n")))).toEqual([
      ["pair.list#0", "pair.list#1", 1, null],
      ["pair.list#2", "pair.list#3", 0, null],
    ]);
    expect(readLabelled(list("a b c 1\nd 0\n")).names).toHaveLength(4);
  });

  test("faults with file and line", () => {
    const path = list("a b 1\na b c 1\na b 2\n", "pairs.txt");
    expect(() => readLabelled(path)).toThrow(
      `${path}:2: 4 fields, expected 3 (name name 0|1)\n${path}:3: last field "2", expected 0 or 1`,
    );
    expect(() => readLabelled(list(" \n"))).toThrow("empty, expected name name 0|1 a line");
  });
});

describe("MagFace's two files", () => {
  test("img.list: the first field of each line, the last line without an end", () => {
    expect(readImageList(list("a.jpg 0 1\nb.jpg\r\n\nc.jpg"))).toEqual(["a.jpg", "b.jpg", "c.jpg"]);
  });

  test("pair i is lines 2i and 2i + 1 where pair.list has no names of img.list", () => {
    const folder = temporaryFolder({ "img.list": "a\nb\na\nc\n", "pair.list": "x y 1\nx z 0\n" });
    expect(pairTable(readMagFace(join(folder, "pair.list"), join(folder, "img.list")))).toEqual([
      ["a", "b", 1, null],
      ["a", "c", 0, null],
    ]);
  });

  test("and by name where it has, in whatever order img.list is", () => {
    const folder = temporaryFolder({ "img.list": "d/c\nd/a\nd/b\n", "pair.list": "a b 1\na c 0\n" });
    expect(pairTable(readMagFace(join(folder, "pair.list"), join(folder, "img.list")))).toEqual([
      ["d/a", "d/b", 1, null],
      ["d/a", "d/c", 0, null],
    ]);
  });

  test("too few images", () => {
    const folder = temporaryFolder({ "img.list": "a\nb\n", "pair.list": "1\n0\n" });
    expect(() => readMagFace(join(folder, "pair.list"), join(folder, "img.list"))).toThrow(
      "img.list: 2 images, expected 4 (two a pair",
    );
  });
});

describe("two lines a pair", () => {
  test("0 is two people, any other number one; folds are tenths of each kind by position", () => {
    const sides: string[] = [];
    for (let i = 0; i < 20; i++) sides.push(`Ann${i}_0001.jpg ${1 + (i % 7)}`, `Ann${i}_0002.jpg ${1 + (i % 7)}`);
    for (let i = 0; i < 10; i++) sides.push(`Bo${i}_0001.jpg 0`, `Cy${i}_0001.jpg 0`);
    const pairs = readTwoLine(list(sides.join("\n")));
    expect(Array.from(pairs.genuine)).toEqual([...Array(20).fill(1), ...Array(10).fill(0)]);
    expect(Array.from(pairs.fold!)).toEqual([...Array.from({ length: 20 }, (_, i) => i >> 1), ...Array(10).keys()]);
    expect(pairs.subjects!.slice(0, 2)).toEqual(["Ann0", "Ann0"]);
  });

  test("the real size: 3,000 same then 3,000 different are folds of 300 + 300", () => {
    const sides = Array.from({ length: 12_000 }, (_, i) => `p${i}.jpg ${i < 6000 ? 1 : 0}`);
    const { genuine, fold } = readTwoLine(list(sides.join("\n")));
    for (let k = 0; k < 10; k++) {
      const rows = Array.from(fold!.keys()).filter((i) => fold![i] === k);
      expect(rows).toHaveLength(600);
      expect(rows.slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, i) => 300 * k + i));
      expect(rows.filter((i) => genuine[i] === 1)).toHaveLength(300);
    }
  });

  test("image names with blanks, and fewer than ten pairs a kind", () => {
    const pairs = readTwoLine(list("my face.jpg 1\nb.jpg 1\nc.jpg 0\nd.jpg 0\n"));
    expect(pairTable(pairs)[0]).toEqual(["my face.jpg", "b.jpg", 1, null]);
  });

  test("faults", () => {
    const path = list("a 1\nb 0\nc x\nd\n");
    expect(() => readTwoLine(path)).toThrow(/:2: label 0 differs in kind.*line 1\n.*:3: label "x".*\n.*:4: 1 field/);
    expect(() => readTwoLine(list("a 1\nb 1\nc 0\n"))).toThrow("3 lines, expected an even number");
  });
});

describe("CFP", () => {
  const files = {
    "Protocol/Pair_list_F.txt":
      "1 ../Data/Images/001/frontal/01.jpg\n2 ../Data/Images/001/frontal/02.jpg\n3 ../Data/Images/002/frontal/01.jpg\n",
    "Protocol/Pair_list_P.txt": "1 ../Data/Images/001/profile/01.jpg\n2 ../Data/Images/002/profile/01.jpg\n",
    "Protocol/Split/FP/01/same.txt": "1,1\n",
    "Protocol/Split/FP/01/diff.txt": "1,2\n",
    "Protocol/Split/FP/02/same.txt": "3,2",
    "Protocol/Split/FP/02/diff.txt": "3,1",
    "Protocol/Split/FF/01/same.txt": "1,2\n",
    "Protocol/Split/FF/01/diff.txt": "1,3\n",
  };
  const [image, profile] = [
    (person: string, n: string) => `Data/Images/${person}/frontal/${n}.jpg`,
    (person: string, n: string) => `Data/Images/${person}/profile/${n}.jpg`,
  ];

  test("frontal-profile: i counts frontal images, j profile ones; a folder of Split is a fold", () => {
    const pairs = readCfp(temporaryFolder(files));
    expect(pairTable(pairs)).toEqual([
      [image("001", "01"), profile("001", "01"), 1, 0],
      [image("001", "01"), profile("002", "01"), 0, 0],
      [image("002", "01"), profile("002", "01"), 1, 1],
      [image("002", "01"), profile("001", "01"), 0, 1],
    ]);
    expect(pairs.subjects).toEqual(["001", "001", "002", "002"]);
  });

  test("frontal-frontal, from the Protocol folder itself", () => {
    expect(pairTable(readCfp(join(temporaryFolder(files), "Protocol"), "FF"))).toEqual([
      [image("001", "01"), image("001", "02"), 1, 0],
      [image("001", "01"), image("002", "01"), 0, 0],
    ]);
  });

  test("faults", () => {
    const folder = temporaryFolder(files);
    addFiles(folder, { "Protocol/Split/FP/02/diff.txt": "9,1\n3;1\n" });
    expect(() => readCfp(folder)).toThrow(/diff.txt:1: no image number 9.*\n.*diff.txt:2: "3;1"/);
    expect(() => readCfp(temporaryFolder())).toThrow("no Protocol/Pair_list_F.txt in it");
  });
});
