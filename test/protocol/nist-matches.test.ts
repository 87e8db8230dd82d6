import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eachMatch } from "../../src/protocol/nist-matches.js";
import { temporaryFolder } from "./temporary-folder.js";

const path = join(temporaryFolder(), "matches.csv");

async function matchesOf(text: string): Promise<number[][]> {
  const pairs: number[][] = [];
  writeFileSync(path, text);
  await eachMatch(
    path,
    (left, right) => void pairs.push([left, right]),
    () => {},
  );
  return pairs;
}

test.each([
  ["as NIST writes them", "1,20\n300,4\n"],
  ["no line end", "1,20\n300,4"],
  ["CRLF, blank lines", "1,20\r\n\r\n300,4\r\n\n"],
  ["heads as in test1, a byte-order mark", "\uFEFFENROLL_TEMPLATE_ID,VERIF_TEMPLATE_ID\n1,20\n300,4\n"],
  ["a byte-order mark alone, quotes, blanks, zeros in front", '\uFEFF"1" , "20"\n0300 , 004\n'],
])("matches %s", async (_, text) => {
  expect(await matchesOf(text)).toEqual([
    [1, 20],
    [300, 4],
  ]);
});

test("matches over several megabytes, lines cut by the pieces' borders", async () => {
  const pairs = Array.from({ length: 300_000 }, (_, i) => [i, (i * 7919) % 999_983]);
  expect(await matchesOf(pairs.map((pair) => pair.join(",")).join("\n"))).toEqual(pairs);
});

test("faults of a matches file by line", async () => {
  writeFileSync(path, "1,2\nENROLL_TEMPLATE_ID,VERIF_TEMPLATE_ID\n1\n1,2,3\n-1,2\n1,1234567890123,\n3,4\n");
  const read = (left: number) => (left === 3 ? "template 3, expected another" : undefined);
  await expect(eachMatch(path, read, () => {})).rejects.toThrow(
    [
      `${path}:2: "ENROLL_TEMPLATE_ID,VERIF_TEMPLATE_ID", expected two template ids parted by a comma`,
      `${path}:3: "1", expected two template ids parted by a comma`,
      `${path}:4: "1,2,3", expected two template ids parted by a comma`,
      `${path}:5: "-1,2", expected two template ids parted by a comma`,
      `${path}:6: "1,1234567890123,", expected two template ids parted by a comma`,
      `${path}:7: template 3, expected another`,
    ].join("\n"),
  );
});

test("no matches, too many faults, no file, no lines", async () => {
  await expect(matchesOf("\n \n")).rejects.toThrow(/\.csv: empty, expected two template ids parted by a comma a line$/);
  await expect(matchesOf("x\n".repeat(900_000))).rejects.toThrow("... and 990 more (1000 in all)");
  await expect(
    eachMatch(
      `${path}.none`,
      () => undefined,
      () => {},
    ),
  ).rejects.toThrow("matches.csv.none: no such file");
  await expect(matchesOf("1".repeat(3 << 20))).rejects.toThrow("a line of over 1 MB");
});
