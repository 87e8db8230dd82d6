// `compare`: models held against each other by what their runs have written.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Comparison, Difference } from "../../src/report/comparison.js";
import { records } from "./quality-inputs.js";
import { addFiles, filesBelow, run, workFolder } from "./command.js";
import { featureResults } from "./compare-files.js";
import { readNpy } from "../../src/store/npy.js";
import { linesOf, soundSet } from "./template-files.js";

const sound = async (words: string, cwd: string) => {
  const { code, out, err } = await run(words, { cwd });
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return { out, err };
};
const comparisonOf = async (words: string, cwd: string): Promise<Comparison> =>
  JSON.parse((await sound(`${words} --format json --quiet`, cwd)).out) as Comparison;
const named = (list: readonly Difference[], name: string): Difference =>
  list.find((one) => one.name === name && one.convention === "exact")!;

describe("two models' features on one list", () => {
  let cwd = "";
  const words = "compare results/pairs/feat results/pairs/other --bootstrap 200";
  beforeAll(async () => {
    cwd = await featureResults();
  });

  it("leave a folder with tables, plots and disagreements, the same bytes again, and no stale files", async () => {
    await sound(words, cwd);
    const files = filesBelow(join(cwd, "results/compare"));
    const plots = ["det", "roc"].flatMap((name) => [`${name}-pairs.png`, `${name}-pairs.svg`]);
    const texts = [
      "comparison.csv",
      "comparison.json",
      "disagreements.csv",
      "plots-pairs.json",
      "table.md",
      "table.tex",
    ];
    expect([...files.keys()].sort()).toEqual([...plots, ...texts].sort());
    addFiles(cwd, { "results/compare/roc-old.png": "", "results/compare/notes.txt": "mine" });
    await sound(words, cwd);
    expect([...filesBelow(join(cwd, "results/compare"))].filter(([name]) => name !== "notes.txt")).toEqual([...files]);
    const { out } = await sound(`${words} --format json`, cwd);
    expect(`${out}`).toBe(files.get("comparison.json")!.toString());
    expect(JSON.parse(out)).toMatchObject({ task: "comparison", standings: [{ model: "feat" }, { model: "other" }] });
  });

  it("list the pairs that one decides rightly and the other wrongly, and those whose ranks differ most", async () => {
    await sound(`${words} --pairs 3 --far 0.2`, cwd);
    const rows = records(readFileSync(join(cwd, "results/compare/disagreements.csv"), "utf8"));
    const decided = rows.filter(({ kind }) => kind === "decision");
    expect(decided.length).toBeGreaterThan(0);
    for (const row of decided) expect(row.accepted).not.toBe(row.accepted_against);
    const gaps = rows.filter(({ kind }) => kind === "rank").map((row) => Number(row.rank) - Number(row.rank_against));
    expect(gaps.map(Math.abs)).toEqual(gaps.map(Math.abs).sort((a, b) => b - a));
    expect([gaps.length, new Set(rows.map(({ far }) => far))]).toEqual([3, new Set(["2e-1"])]);
  });

  it("print a table, Markdown and CSV that say what was done", async () => {
    const table = (await sound(words, cwd)).out;
    expect(table).toContain("pairs: differences to feat\n");
    expect(table).toContain("[1] paired bootstrap over subjects, 200 replicates\n");
    expect(table).toContain("Wins over 5 comparisons, Holm's correction at 0.05\n");
    expect((await sound(`${words} --format md`, cwd)).out).toMatch(/^\*\*pairs \(flip as given\)\*\*/);
    const rows = records((await sound(`${words} --format csv`, cwd)).out);
    const auc = rows.find(({ figure }) => figure === "auc")!;
    expect(Number(auc.difference)).toBeCloseTo(Number(auc.value) - Number(auc.value_against), 12);
  });
});

it("a model with worse training loses on drawn faces, over people, and its wrong pairs are shown", async () => {
  const cwd = workFolder();
  const model = (name: string) => join(import.meta.dirname, `../../fixtures/${name}.onnx`);
  await sound("synth --like lfw --sizes people=100,pictures=4,folds=5,pairsPerKind=100 --out faces", cwd);
  for (const name of ["magface-tiny", "magface-tiny-worse"])
    await sound(`verify faces/protocol.json --model ${model(name)} --no-cache --far 0.1,0.01`, cwd);
  const { name } = JSON.parse(readFileSync(join(cwd, "faces/protocol.json"), "utf8")) as { name: string };
  const words = `compare results --data ${name}=faces --pairs 2`;
  const { parts, standings } = await comparisonOf(words, cwd);
  expect(parts[0]).toMatchObject({ data: "data digests are the same", tests: { over: "subjects" } });
  const auc = named(parts[0].differences, "auc");
  expect(auc).toMatchObject({ model: "magface-tiny-worse", against: "magface-tiny", verdict: "worse" });
  expect(auc.interval![1]).toBeLessThan(0);
  expect([standings[0].losses, standings[1].wins]).toEqual([0, 0]);
  const sheet = filesBelow(join(cwd, "results/compare")).get(`disagreements-${name}.png`)!;
  // Four pairs side by side: 2.5 pixels a unit, 116 units a couple of faces at most.
  expect(sheet.readUInt32BE(16)).toBeGreaterThan(4 * 112 * 2.5);
});

describe("templates", () => {
  const words = "compare results/ijbc/feats results/ijbc/feats_flip --bootstrap 100";
  let cwd = "";
  beforeAll(async () => {
    cwd = workFolder(soundSet);
    await sound("ijbc --data set --features set/feats.npy set/feats_flip.npy --bootstrap 20 --scores", cwd);
  });

  it("with scores are tested on the genuine pairs at each model's threshold", async () => {
    const labels = readNpy(join(cwd, "results/ijbc/feats/genuine.npy"));
    const listed = linesOf("pairs").map((line) => Number(line.split(" ")[2]));
    expect({ ...labels, values: [...labels.values] }).toEqual({ shape: [listed.length], type: "u1", values: listed });
    const [part] = (await comparisonOf(words, cwd)).parts;
    expect(part.data).toBe("digests of the lists are the same");
    const tar = part.differences.find(({ name, p }) => name.startsWith("tar@") && p !== undefined)!;
    const { values } = part.figures.find(({ name, convention }) => name === tar.name && convention === "exact")!;
    const { pairs, onlyModel, onlyAgainst } = tar.mcnemar!;
    expect((onlyModel - onlyAgainst) / pairs).toBeCloseTo(Number(values[1]) - Number(values[0]), 12);
    expect(tar.interval).toHaveLength(2);
  });

  it("without scores get tables and plots, and are told what --scores would add", async () => {
    rmSync(join(cwd, "results/ijbc/feats/scores.npy"));
    const { out, err } = await sound(words, cwd);
    expect(err).toContain("ijbc: not tested: results of a run with --scores");
    expect(out).toContain("Wins over 0 comparisons");
    expect([...filesBelow(join(cwd, "results/compare")).keys()]).toContain("roc-ijbc.svg");
  });
});
