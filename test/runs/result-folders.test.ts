import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { printPairs } from "../../src/report/csv.js";
import { printResult } from "../../src/report/json.js";
import { findResults } from "../../src/runs/result-folders.js";
import { readPairRows } from "../../src/runs/pair-rows.js";

const root = mkdtempSync(join(tmpdir(), "results-"));
const write = (path: string, text: string): string => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
};
const result = (name: string, value: number) =>
  printResult({
    ...{ format: 1, task: "verification", protocol: { name, digest: "sha256:0" } },
    figures: [{ name: "accuracy", convention: "exact", value, interval: [0.5, Infinity] }],
    provenance: { data: "sha256:1", versions: {} },
  });

it("finds results at any depth, each once, by path", async () => {
  write("a/lfw/m/result.json", result("lfw", 0.9));
  write("a/lfw/m/erc/result.json", result("erc", NaN));
  write("a/cfp/m/result.json", result("cfp", 0.8));
  const found = await findResults([join(root, "a/lfw"), join(root, "a")]);
  expect(found.map(({ result: { protocol } }) => protocol.name)).toEqual(["lfw", "erc", "cfp"]);
  expect(found[1].result.figures[0].value).toBeNaN();
  expect(found[0].result.figures[0].interval).toEqual([0.5, NaN]);
});

it("says what is no result, and where", async () => {
  const missing = write("b/result.json", result("lfw", 1).replace('"name": "accuracy", ', ""));
  await expect(findResults([missing])).rejects.toThrow(`${missing}:6: "figures[0]" has no "name"`);
  await expect(findResults([join(root, "nothing")])).rejects.toThrow("no such file or folder, expected results");
  mkdirSync(join(root, "empty"));
  await expect(findResults([join(root, "empty")])).rejects.toThrow("no result.json in it");
});

it("reads pairs as they were written", async () => {
  const numbers = { score: 0.1 + 0.2, distance: 1e-17, leftMagnitude: 20, rightMagnitude: 21.5 };
  const rows = [
    { left: "a, b/1.jpg", right: 'c"d', genuine: true, fold: 0, ...numbers, leftSubject: "a", rightSubject: "c" },
    {
      ...{ left: "x", right: "y", genuine: false, fold: 9, score: NaN, distance: NaN },
      ...{ leftMagnitude: NaN, rightMagnitude: NaN, failed: "x: no such file" },
    },
  ];
  expect(await readPairRows(write("pairs.csv", printPairs(rows)))).toEqual(rows);
  const broken = write("broken.csv", printPairs(rows).replace(",1,1,0.3", ",2,1,0.3"));
  await expect(readPairRows(broken)).rejects.toThrow(`${broken}:2: "2", expected genuine as 1 or 0`);
});
