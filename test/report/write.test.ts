import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/report/write.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "report-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("writeFiles", () => {
  it("makes the folder and writes texts and bytes as they are", () => {
    const deep = join(folder, "lfw", "model");
    const png = Uint8Array.of(0, 255, 10, 13);
    writeFiles(
      deep,
      new Map<string, string | Uint8Array>([
        ["result.json", "{}\n"],
        ["roc.png", png],
      ]),
    );
    expect(readdirSync(deep).sort()).toEqual(["result.json", "roc.png"]);
    expect(readFileSync(join(deep, "result.json"), "utf8")).toBe("{}\n");
    expect([...readFileSync(join(deep, "roc.png"))]).toEqual([...png]);
  });

  it("removes what an earlier run left and this one lacks, and nothing of the user's", () => {
    for (const name of ["magnitudes.svg", "magnitudes.png", "failures.csv", "notes.txt", "my.svg"]) {
      writeFileSync(join(folder, name), "old");
    }
    writeFiles(folder, new Map([["summary.csv", "new"]]));
    expect(readdirSync(folder).sort()).toEqual(["my.svg", "notes.txt", "summary.csv"]);
  });

  it("removes numbered pictures of an earlier run that this one made fewer of", () => {
    for (const name of ["mean-face-1.png", "mean-face-12.png", "mean-face-a.png", "images.csv", "histogram.csv"]) {
      writeFileSync(join(folder, name), "old");
    }
    writeFiles(folder, new Map([["mean-face-1.png", "new"]]));
    expect(readdirSync(folder).sort()).toEqual(["mean-face-1.png", "mean-face-a.png"]);
  });

  it("writes nothing where one file can't be written: the folder is as the run before left it", () => {
    writeFileSync(join(folder, "result.json"), "old");
    writeFileSync(join(folder, "summary.csv"), "old");
    mkdirSync(join(folder, "table.md"));
    const files = new Map([
      ["result.json", "new"],
      ["summary.csv", "new"],
      ["table.md", "new"],
    ]);
    expect(() => writeFiles(folder, files)).toThrow(`${folder}/table.md: is a folder, expected a file`);
    expect(readdirSync(folder)).toEqual(["result.json", "summary.csv", "table.md"]);
    expect(readFileSync(join(folder, "result.json"), "utf8")).toBe("old");
    expect(readFileSync(join(folder, "summary.csv"), "utf8")).toBe("old");
  });
});
