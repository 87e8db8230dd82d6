import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eachLine, firstLines } from "../../src/protocol/text-lines.js";
import { temporaryFolder } from "./temporary-folder.js";

const path = join(temporaryFolder(), "list.txt");

test("lines and numbers equal those of a plain split, blank lines left out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "é", "字", " ", "😀", "\r") })),
      fc.boolean(),
      (lines, ended) => {
        writeFileSync(path, lines.join("\n") + (ended ? "\n" : ""));
        const seen: [string, number][] = [];
        eachLine(path, (text, number) => void seen.push([text, number]));
        const plain = lines.map((line, i): [string, number] => [line.replace(/\r$/, ""), i + 1]);
        expect(seen).toEqual(plain.filter(([line]) => line.trim() !== ""));
      },
    ),
  );
});

test("lines over several megabytes, characters cut by the pieces' borders", () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `名${i}é`);
  writeFileSync(path, `\uFEFF${lines.join("\r\n")}`);
  const seen: string[] = [];
  eachLine(path, (text) => void seen.push(text));
  expect(seen).toEqual(lines);
  expect(firstLines(path, 2)).toEqual(lines.slice(0, 2));
});

test("a thousand faults end the reading, ten are shown", () => {
  writeFileSync(path, "x\n".repeat(5000));
  expect(() => eachLine(path, () => "wrong")).toThrow(
    /^(.*list.txt:\d+: wrong\n){10}\.\.\. and 990 more \(1000 in all\)$/,
  );
});

test("a line without an end", () => {
  writeFileSync(path, "x".repeat(3 << 20));
  expect(() => eachLine(path, () => undefined)).toThrow("list.txt:1: a line of over 1 MB");
});
