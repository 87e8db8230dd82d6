// Comparisons without a command line: which results are held against each other, and what is tested.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Comparison, Difference } from "../../src/report/comparison.js";
import type { ErcChart } from "../../src/report/chart.js";
import { printComparisonAs } from "../../src/report/comparison-files.js";
import { overlays } from "../../src/runs/compare-charts.js";
import { readModels } from "../../src/runs/compare-models.js";
import { partsOf } from "../../src/runs/compare-parts.js";
import { runComparison } from "../../src/runs/compare.js";
import type { ComparisonRequest } from "../../src/runs/compare-request.js";
import { filesBelow, run } from "../cli/command.js";
import { copyOf, featureResults } from "../cli/compare-files.js";
import { records } from "../cli/quality-inputs.js";
import { listener } from "./workshop.js";

let cwd = "";
beforeAll(async () => {
  cwd = await featureResults();
});

async function compared(folders: readonly string[], more: Partial<ComparisonRequest> = {}): Promise<Comparison> {
  const { comparison, folder } = await runComparison(
    {
      results: folders.map((folder) => join(cwd, folder)),
      ...{ anyway: false, correction: { method: "holm", level: 0.05 }, bootstrap: 200, seed: 1, pairs: 20, far: null },
      ...{ data: [], out: null, ...more },
    },
    listener().io,
  );
  expect(folder).toBeNull();
  return comparison;
}

const both = ["results/pairs/feat", "results/pairs/other"];
const named = (list: readonly Difference[], name: string): Difference =>
  list.find((one) => one.name === name && one.convention === "exact")!;

describe("two models' features on one list", () => {
  it("are known to be of the same pairs by pairs.csv, and tested", async () => {
    const { models, parts, correction } = await compared(both);
    expect(models.map(({ name }) => name)).toEqual(["feat", "other"]);
    const [part] = parts;
    expect(part.data).toBe("names, labels and folds of all pairs are the same");
    expect(part.tests).toEqual({ pairs: 40, failed: [0, 0], over: "subjects" });
    expect(correction).toEqual({ method: "holm", level: 0.05, comparisons: 5 });
    const pairs = ["feat", "other"].map((name) =>
      records(readFileSync(join(cwd, `results/pairs/${name}/pairs.csv`), "utf8")),
    );
    const figures = part.figures.filter(({ name, convention }) => name === "tar@far=1e-1" && convention === "exact");
    const thresholds = part.figures.find(({ name }) => name === "threshold@far=1e-1")!.values as number[];
    const accepts = (m: number, i: number) => Number(pairs[m][i].score) > thresholds[m];
    const only = (m: number) =>
      pairs[m].filter((row, i) => row.genuine === "1" && accepts(m, i) && !accepts(1 - m, i)).length;
    const { mcnemar, difference } = named(part.differences, "tar@far=1e-1");
    expect(mcnemar).toMatchObject({ among: "genuine pairs", pairs: 20, onlyModel: only(1), onlyAgainst: only(0) });
    expect(difference).toBeCloseTo((only(1) - only(0)) / 20, 12);
    expect(difference).toBeCloseTo(Number(figures[0].values[1]) - Number(figures[0].values[0]), 12);
  });

  it("the other way round have the same p values, and differences of the other sign", async () => {
    const [once, again] = [await compared(both), await compared([...both].reverse())];
    for (const one of once.parts[0].differences) {
      const other = again.parts[0].differences.find(
        ({ name, convention }) => name === one.name && convention === one.convention,
      )!;
      expect([other.model, other.against]).toEqual([one.against, one.model]);
      expect(other.difference + one.difference).toBeCloseTo(0, 12);
      expect([other.p, other.correctedP]).toEqual([one.p, one.correctedP]);
    }
  });

  it("raise p values by Holm over all comparisons, or by Benjamini and Hochberg where asked", async () => {
    const raised = async (more: Partial<ComparisonRequest>) => {
      const { parts, correction } = await compared(both, more);
      return { correction, tested: parts[0].differences.filter(({ p }) => p !== undefined) };
    };
    const { tested } = await raised({});
    const ascending = tested.map(({ p }) => p!).sort((a, b) => a - b);
    const steps = ascending.map((p, i) => Math.min(1, p * (5 - i)));
    for (const { p, correctedP } of tested)
      expect(correctedP).toBeCloseTo(Math.max(...steps.slice(0, ascending.lastIndexOf(p!) + 1)), 12);
    const fdr = await raised({ correction: { method: "benjamini-hochberg", level: 0.2 } });
    expect(fdr.correction).toEqual({ method: "benjamini-hochberg", level: 0.2, comparisons: 5 });
    const shares = ascending.map((p, i) => (p * 5) / (i + 1));
    for (const { p, correctedP } of fdr.tested)
      expect(correctedP).toBeCloseTo(Math.min(1, ...shares.slice(ascending.indexOf(p!))), 12);
  });
});

it("a model against itself differs nowhere: differences of 0, p of 1, told apart by number", async () => {
  const { models, parts, standings } = await compared([both[0], both[0]]);
  expect(models.map(({ name }) => name)).toEqual(["feat (1)", "feat (2)"]);
  for (const { difference, interval = [0, 0], p = 1, correctedP = 1, verdict = "open" } of parts[0].differences)
    expect({ difference, interval, p, correctedP, verdict }).toEqual({
      ...{ difference: 0, interval: [0, 0], p: 1, correctedP: 1, verdict: "open" },
    });
  expect(standings.map(({ wins, losses, ties }) => [wins, losses, ties])).toEqual([
    [0, 0, 5],
    [0, 0, 5],
  ]);
});

it("runs of one name are told apart by the folder in which their paths part", async () => {
  const files = filesBelow(join(cwd, "results/pairs/feat"));
  copyOf(files, "before/pairs/feat", cwd);
  copyOf(files, "after/pairs/feat", cwd, (text) => text.replace('"flip": "as given"', '"flip": "sum"'));
  const { models } = await compared(["before", "after"]);
  expect(models.map(({ name }) => name)).toEqual(["feat (before)", "feat (after)"]);
});

it("pairs on which a model failed are in no test, counted and told", async () => {
  const files = filesBelow(join(cwd, "results/pairs/other"));
  const lines = files.get("pairs.csv")!.toString().split("\n");
  // An impostor pair, far from every threshold: no figure of the result changes but for fewer impostors.
  const at = lines.findIndex((line) => /^[^,]+,[^,]+,0,\d+,-/.test(line));
  const [left, right, genuine, fold] = lines[at].split(",");
  lines[at] = [left, right, genuine, fold, "", "", "", "", "x.jpg: truncated", "", ""].join(",");
  const broken = new Map([...files, ["pairs.csv", Buffer.from(lines.join("\n"))]]);
  copyOf(broken, "broken/pairs/other", cwd, (text) => text.replace(/"correct": \d+, /g, ""));
  const comparison = await compared([both[0], "broken/pairs/other"]);
  const { parts } = comparison;
  expect(parts[0].tests).toEqual({ pairs: 39, failed: [0, 1], over: "subjects" });
  expect(named(parts[0].differences, "accuracy").mcnemar!.pairs).toBe(39);
  const note = "39 pairs of 40 are in every test: on the others an image failed";
  expect(parts[0].notes).toEqual([note]);
  expect(printComparisonAs("table", comparison)).toContain("on the 39 pairs that all have (1 failed by other)");
});

describe("which results are whose", () => {
  const ofProtocol = (name: string) => (text: string) => text.replace('"name": "pairs"', `"name": "${name}"`);

  it("results of one name on several lists are one model's, given one by one", async () => {
    for (const name of ["feat", "other"]) {
      const files = filesBelow(join(cwd, `results/pairs/${name}`));
      copyOf(files, `many/second/${name}`, cwd, ofProtocol("second"));
      copyOf(files, `many/third-${name}`, cwd, ofProtocol(`third-${name}`));
    }
    const { models, parts } = await compared([...both, "many"]);
    expect(models.map(({ name }) => name)).toEqual(["feat", "other"]);
    expect(parts.map(({ title }) => title)).toEqual(["pairs", "second"]);
  });

  it("models of one name and other digests are two", async () => {
    for (const digest of ["a", "b"])
      copyOf(filesBelow(join(cwd, both[0])), `digests/${digest}`, cwd, (text) =>
        ofProtocol("pairs")(text).replace('"modelName"', `"model": "sha256:${digest}",\n    "modelName"`),
      );
    const { models } = await compared(["digests/a", "digests/b"]);
    expect(models.map(({ name }) => name)).toEqual(["feat (a)", "feat (b)"]);
  });
});

describe("unlike results with --anyway", () => {
  const changed = (into: string, change: (text: string) => string) => {
    const files = filesBelow(join(cwd, both[1]));
    const pairs = Buffer.from(change(files.get("pairs.csv")!.toString()));
    copyOf(new Map([...files, ["pairs.csv", pairs]]), into, cwd);
  };

  it("of other pairs get tables and no tests", async () => {
    changed("unlike", (text) => text.replace("person2/1.jpg", "person9/1.jpg"));
    await expect(compared([both[0], "unlike"])).rejects.toThrow(
      /unlike.pairs\.csv: pair 4 is .*person9.*; --anyway compares all the same/,
    );
    const { parts } = await compared([both[0], "unlike"], { anyway: true });
    expect(parts[0]).toMatchObject({ data: "unlike: pairs differ" });
    expect(parts[0].notes).toEqual(["unlike: pairs differ", "not tested: the pairs of the results are not the same"]);
    expect(parts[0].differences.every(({ p }) => p === undefined)).toBe(true);
    expect(parts[0].differences.length).toBeGreaterThan(5);
  });

  it("of another protocol's version on the same pairs are tested", async () => {
    copyOf(filesBelow(join(cwd, both[1])), "version", cwd, (text) =>
      text.replace(/("name": "pairs", "digest": "sha256:)..../, "$1beef"),
    );
    const { parts } = await compared([both[0], "version"], { anyway: true });
    expect([parts[0].data, parts[0].tests?.pairs]).toEqual(["unlike: protocol digests differ", 40]);
  });
});

describe("error versus reject of features", () => {
  beforeAll(async () => {
    for (const name of ["feat", "other"]) {
      const words = `erc pairs.txt --features ${name}.list --fmr 0.2 --quality magnitude,random --bootstrap 10 --out erc`;
      expect(await run(words, { cwd })).toMatchObject({ code: 0 });
    }
  });

  it("is known to be of the same pairs by verification results beside it, and not else", async () => {
    await expect(compared(["erc"])).rejects.toThrow("nothing here tells whether their pairs are the same");
    const { parts } = await compared([...both, "erc"]);
    const [, erc] = parts;
    expect(erc).toMatchObject({
      title: "pairs, erc",
      data: "data are those of other results here, on the same pairs",
    });
    const area = erc.differences.find(
      ({ name, options }) => name.startsWith("pauc@") && options.quality === "magnitude",
    )!;
    const { values } = erc.figures.find(({ name, options }) => name === area.name && options.quality === "magnitude")!;
    expect(area.difference).toBe(Number(values[1]) - Number(values[0]));
  });

  it("is laid over each other, without the lines that only one start has", async () => {
    const { parts } = partsOf(await readModels([join(cwd, "erc")]));
    const [chart] = overlays(parts[0]) as ErcChart[];
    expect(chart.methods.map(({ name }) => name)).toEqual([
      ...["feat, magnitude", "feat, random", "other, magnitude", "other, random"],
    ]);
    expect([chart.file, chart.start]).toEqual(["erc-2e-1", null]);
  });
});
