import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readLfw } from "../../src/protocol/lfw.js";
import { pairTable } from "./pair-table.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
let files = 0;

function list(text: string): string {
  const name = `pairs-${files++}.txt`;
  return join(temporaryFolder({ [name]: text }), name);
}

describe("LFW's grammar", () => {
  test("two folds of one pair a kind: names, labels, folds, subjects as the header and lines say", () => {
    const pairs = readLfw(list("2\t1\nAnn_Lee\t1\t12\nAnn_Lee\t3\tBo\t4\nBo\t4\t1234\nCy\t1\tBo\t2\n"));
    expect(pairTable(pairs)).toEqual([
      ["Ann_Lee/Ann_Lee_0001.jpg", "Ann_Lee/Ann_Lee_0012.jpg", 1, 0],
      ["Ann_Lee/Ann_Lee_0003.jpg", "Bo/Bo_0004.jpg", 0, 0],
      ["Bo/Bo_0004.jpg", "Bo/Bo_1234.jpg", 1, 1],
      ["Cy/Cy_0001.jpg", "Bo/Bo_0002.jpg", 0, 1],
    ]);
    expect(pairs.subjects).toEqual(["Ann_Lee", "Ann_Lee", "Ann_Lee", "Bo", "Bo", "Cy", "Bo"]);
    expect(pairs.names).toHaveLength(7);
  });

  test.each([
    ["one kind's count", "2\nA\t1\t2\nA\t1\t3\nA\t1\tB\t1\nA\t2\tB\t1\n"],
    ["the count of all", "4\nA\t1\t2\nA\t1\t3\nA\t1\tB\t1\nA\t2\tB\t1\n"],
  ])("pairsDevTest: a header of one number is %s, and there is one fold", (_, text) => {
    expect(Array.from(readLfw(list(text)).fold!)).toEqual([0, 0, 0, 0]);
  });

  test("without a header, or below a line of words as in XQLFW's list, no folds are named", () => {
    const rows = [
      ["A/A_0001.jpg", "A/A_0002.jpg", 1, null],
      ["A/A_0001.jpg", "B/B_0010.jpg", 0, null],
    ];
    expect(pairTable(readLfw(list("A 1 2\nA 1 B 10")))).toEqual(rows);
    expect(pairTable(readLfw(list("pairs of XQLFW\nA 1 2\r\nA 1 B 10\r\n")))).toEqual(rows);
  });

  test("names with blanks work between tabs", () => {
    expect(readLfw(list("Ann Lee\t1\t2\nAnn Lee\t1\tBo\t1\n")).names[1]).toBe("Ann Lee/Ann Lee_0002.jpg");
  });

  test("all faulty lines in one error, each with its file and line", () => {
    const path = list("2 1\nA 1\nA 1 x\nA 1 A 2\n\nA 1 B 2\n");
    expect(() => readLfw(path)).toThrow(
      [
        `${path}:2: 2 fields, expected name i j (one person) or name1 i name2 j (two people)`,
        `${path}:3: "x" is no image number, expected name i j (one person) or name1 i name2 j (two people)`,
        `${path}:4: A twice in a line of two people, expected two names or A 1 2`,
      ].join("\n"),
    );
  });

  test("a list shorter than its header promises", () => {
    const path = list("10 300\nA 1 2\nA 1 B 2\n");
    expect(() => readLfw(path)).toThrow(`${path}: 2 pairs, its header promises 6000 (10 x 2 x 300)`);
  });

  test("a fold with the kinds of another", () => {
    const path = list("2 1\nA 1 2\nA 1 3\nA 1 B 1\nA 2 B 1\n");
    expect(() => readLfw(path)).toThrow(/fold 1 holds 2 pairs of one person, its header promises 1\n.*fold 2 holds 0/s);
  });

  test("a header with a zero", () => {
    expect(() => readLfw(list("10 0\nA 1 2\n"))).toThrow(/:1: a header with 0/);
  });

  test("a missing file and a folder", () => {
    expect(() => readLfw(join(folder, "none.txt"))).toThrow("no such file or folder");
    expect(() => readLfw(folder)).toThrow("is a folder, expected a file");
  });
});
