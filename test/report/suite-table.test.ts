import { describe, expect, it } from "vitest";
import type { Result } from "../../src/report/result.js";
import { suiteFiles } from "../../src/report/suite-files.js";
import { suiteTables, type SuiteSummary } from "../../src/report/suite-table.js";
import type { Figure } from "../../src/types.js";

const result = (modelName: string, figures: readonly Figure[]): Result => ({
  format: 1,
  task: "verification",
  protocol: { name: "p", digest: "sha256:0" },
  figures,
  provenance: { modelName, data: "sha256:0", versions: {} },
});
const accuracy = (value: number, convention: string): Figure => ({ name: "accuracy", convention, flip: "none", value });
const tar = (far: string, value: number, pooling: string, more: object = {}): Figure => ({
  ...{ name: `tar@far=${far}`, convention: "exact", pooling, norm: "kept", value },
  ...more,
});
const published = { figure: "accuracy", value: 0.9983, model: "MagFace R100", source: "Table 1", status: "read" };

const summary: SuiteSummary = {
  title: "t",
  missing: ["gone"],
  rows: [
    {
      task: "verification",
      model: "a",
      data: ["lfw"],
      state: "done",
      reason: null,
      folder: "lfw/a",
      figures: [{ ...accuracy(0.9985, "exact"), interval: [0.99, 1] }],
    },
    { task: "erc", model: "a, b", data: ["lfw", "cfp"], state: "failed", reason: "why, so", folder: null, figures: [] },
    {
      task: "magnitude",
      model: "a",
      data: ["x"],
      state: "done",
      reason: null,
      folder: "m",
      figures: [
        { name: "magnitude-mean", convention: "exact", dataset: "x", value: 17.84321 },
        { name: "magnitude-mean", convention: "exact", dataset: "all", value: NaN, reason: "none" },
      ],
    },
  ],
  verification: [
    {
      title: "LFW",
      published: [published],
      results: [
        result("a", [accuracy(0.9985, "exact"), accuracy(0.9, "magface")]),
        result("b", [accuracy(0.5, "exact")]),
      ],
    },
    { title: "CFP-FP", published: [], results: [result("b", [accuracy(0.75, "exact")])] },
  ],
  templates: [
    {
      title: "IJB-C",
      published: [],
      results: [
        result("a", [
          tar("1e-6", NaN, "magface", { reason: "too few" }),
          tar("1e-4", 0.9597, "magface", { accepted: { genuine: 9, impostor: 29 } }),
          tar("1e-4", 0.96, "magface-plus", { accepted: { genuine: 9, impostor: 30 } }),
        ]),
      ],
    },
  ],
};

const rowsOf = (table: { rows: readonly (readonly { text: string; note?: number }[])[] }) =>
  table.rows.map((row) => row.map(({ text, note }) => (note === undefined ? text : `${text}[${note}]`)));

describe("tables of a suite", () => {
  const [cells, first, second] = suiteTables(summary);

  it("show every cell: its figures, or why it has none", () => {
    expect(rowsOf(cells)).toEqual([
      ["verification", "a", "lfw", "done", "accuracy 99.85 % (99.00 to 100.00)"],
      ["erc", "a, b", "lfw, cfp", "failed", "why, so"],
      ["magnitude", "a", "x", "done", "magnitude-mean: x 17.84, all -"],
    ]);
    expect(cells.notes).toEqual(["data sets that are not there: gone"]);
  });

  it("Table 1: models and conventions as rows, data sets as columns, published below", () => {
    expect(first.columns.map(({ head }) => head)).toEqual(["Model", "Convention", "LFW", "CFP-FP"]);
    expect(rowsOf(first)).toEqual([
      ["a", "exact", "99.85", ""],
      ["a", "magface", "90.00", ""],
      ["b", "exact", "50.00", "75.00"],
      ["MagFace R100", "published[1]", "99.83", ""],
    ]);
    expect(first.notes).toEqual(["Table 1 (read)"]);
  });

  it("Table 2: a column a set and FAR, a row a way of pooling; undefined and noisy rates are marked", () => {
    expect(second.columns.map(({ head }) => head)).toEqual(["Model", "Convention", "IJB-C 1e-6", "IJB-C 1e-4"]);
    expect(rowsOf(second)).toEqual([
      ["a (pooling magface)", "exact", "-[1]", "95.97[2]"],
      ["a (pooling magface-plus)", "exact", "", "96.00"],
    ]);
    expect(second.notes[0]).toBe("too few");
    expect(second.notes[1]).toContain("29 accepted impostors");
  });

  it("are left out where nothing was measured", () => {
    expect(suiteTables({ ...summary, verification: [], templates: [] })).toHaveLength(1);
  });
});

describe("files of a suite", () => {
  const files = suiteFiles(summary);

  it("summary.json has null for what is undefined", () => {
    const { cells } = JSON.parse(files.get("summary.json")!) as { cells: { figures: { value: number | null }[] }[] };
    expect(cells.map(({ figures }) => figures.map(({ value }) => value))).toEqual([[0.9985], [], [17.84321, null]]);
  });

  it("summary.csv has a row a figure, and one of a cell without", () => {
    expect(files.get("summary.csv")!.split("\n").slice(1)).toEqual([
      "verification,a,lfw,done,,lfw/a,accuracy,exact,flip=none,0.9985,0.99,1",
      'erc,"a, b",lfw cfp,failed,"why, so",,,,,,,',
      "magnitude,a,x,done,,m,magnitude-mean,exact,dataset=x,17.84321,,",
      "magnitude,a,x,done,,m,magnitude-mean,exact,dataset=all,,,",
      "",
    ]);
  });
});
