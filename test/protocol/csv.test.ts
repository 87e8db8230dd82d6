import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPairs } from "../../src/protocol/read-pairs.js";
import { pairTable } from "./pair-table.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
let files = 0;

function list(text: string): string {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, text);
  return path;
}

test("a,b,same,fold: folds of any base become 0, 1, ...", async () => {
  const { pairs, format } = await readPairs(list("a,b,same,fold\nx.jpg,y.jpg,1,10\nx.jpg,z.jpg,0,7\n"));
  expect(format).toBe("csv");
  expect(pairTable(pairs)).toEqual([
    ["x.jpg", "y.jpg", 1, 1],
    ["x.jpg", "z.jpg", 0, 0],
  ]);
  expect(pairs.subjects).toBeNull();
});

test.each(["Ann/Ann_0001.jpg,Ann/Ann_0002.jpg,1", "D:\\lfw\\Ann\\Ann_0001.jpg,D:\\lfw\\Ann\\Ann_0002.jpg,1"])(
  "subjects where the names tell them: %s",
  async (same) => {
    const { pairs } = await readPairs(list(`a,b,same\n${same}\n${same.replace(/,.*/, ",Bo/Bo_0001.jpg,0")}\n`));
    expect(pairs.subjects).toEqual(["Ann", "Ann", "Bo"]);
  },
);

test.each([
  ["other heads and order, a column more", "Is Same;Note;Image1;Image2\n1;n;x;y\n0;n;x;z\n"],
  ["no heads, commas", "x,y,1\nx,z,0"],
  ["words, capitals, a byte-order mark, blank lines", "\uFEFFA,B,Same\r\n\r\nx,y,TRUE\r\n x , z ,different\r\n"],
  ["tabs", "left\tright\tlabel\nx\ty\tsame\nx\tz\tfalse\n"],
])("%s", async (_, text) => {
  const { pairs } = await readPairs(list(text));
  expect(pairTable(pairs)).toEqual([
    ["x", "y", 1, null],
    ["x", "z", 0, null],
  ]);
});

test("any names survive: blanks, quotes, commas, line ends inside quotes (written by csv-stringify)", async () => {
  const name = fc
    .string({ minLength: 1, unit: "grapheme" })
    .filter((text) => text.trim() === text && text !== "" && !/[\0\r\uFEFF]/.test(text));
  const row = fc.tuple(name, name, fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const text = stringify([["a", "b", "same"], ...rows.map(([a, b, same]) => [a, b, String(same)])], {
        quoted: true,
      });
      const { pairs } = await readPairs(list(text), "csv");
      expect(pairTable(pairs)).toEqual(rows.map(([a, b, same]) => [a, b, Number(same), null]));
    }),
    { numRuns: 60 },
  );
});

test("all faults with their lines, those after a quoted line end too", async () => {
  const path = list('a,b,same,fold\n"x\ny",z,1,1\nx,y,maybe,1\nx,y\nx,,1,1\nx,y,1,one\n');
  await expect(readPairs(path)).rejects.toThrow(
    [
      `${path}:4: same is "maybe", expected 0/1, true/false or same/different`,
      `${path}:5: 2 fields, expected at least 4 (a,b,same[,fold] with same 0/1, true/false or same/different)`,
      `${path}:6: an empty name`,
      `${path}:7: fold "one", expected a whole number`,
    ].join("\n"),
  );
});

test("a broken quote, heads alone, unknown heads", async () => {
  await expect(readPairs(list('a,b,same\nx,"y,1\n'))).rejects.toThrow(/\.csv:2: a quote that is never closed/);
  await expect(readPairs(list("a,b,same\n"))).rejects.toThrow("no pairs in it");
  await expect(readPairs(list("who,whom,what\nx,y,1\n"), "csv")).rejects.toThrow(
    ':1: "who,whom,what", expected a,b,same',
  );
});
