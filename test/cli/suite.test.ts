// `run`: one pass of embedding over all cells, cells that are up to date, fail or are skipped alone, and a run that was killed.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { findSuite } from "../../src/protocol/suite-file.js";
import { runSuite } from "../../src/runs/suite.js";
import { openCache } from "../../src/store/cache.js";
import { listener } from "../runs/workshop.js";
import { addFiles, filesBelow, run, start, workFolder, type Files } from "./command.js";
import { facePictures, foldersOf, otherPictures, sharedPictures, suite, suiteFiles } from "./suite-files.js";
import { picture } from "./user-files.js";

interface Row {
  readonly task: string;
  readonly model: string;
  readonly data: string[];
  readonly state: string;
  readonly reason?: string;
  readonly folder: string | null;
  readonly figures: { readonly name: string; readonly value: number | null }[];
}

const distinct = facePictures + otherPictures;
const rowsOf = (json: string): Row[] => (JSON.parse(json) as { cells: Row[] }).cells;
const statesOf = (json: string): string[] =>
  rowsOf(json).map(({ task, model, data, state }) => `${task} ${data.join("+")} ${model}: ${state}`);
const texts = (folder: string): Map<string, string> =>
  new Map([...filesBelow(folder)].map(([path, bytes]) => [path, bytes.toString("latin1")]));

/** Vectors in the cache by model. */
async function vectorsIn(dir: string): Promise<Record<string, number>> {
  const cache = openCache(dir, { readOnly: true });
  try {
    return Object.fromEntries(cache.list().map(({ modelName, rows }) => [modelName, rows]));
  } finally {
    await cache.close();
  }
}

const cwd = workFolder(suiteFiles);
let first = "";
let told = "";
let undisturbed = new Map<string, string>();

beforeAll(async () => {
  const ran = await run("run suite.yaml --format json --verbose", { cwd });
  expect(ran.code).toBe(0);
  expect(ran.err).toContain("warning: data set gone skipped: data/nowhere: no such file or folder\n");
  [first, told] = [ran.out, ran.err];
  undisturbed = texts(join(cwd, "results"));
}, 60_000);

it("before anything is there says what it would do, and does nothing", async () => {
  const other = workFolder(suiteFiles);
  const { code, out } = await run("run suite.yaml --dry-run --format json", { cwd: other });
  expect(code).toBe(0);
  expect([...filesBelow(other).keys()].sort()).toEqual(Object.keys(suiteFiles).sort());
  const { cells, models } = JSON.parse(out) as {
    cells: { task: string; state: string; images: number | null; missing: number | null }[];
    models: { name: string; images: number; missing: number; bytes: number; imagesPerSecond: number }[];
  };
  // What the cache holds after the run, counted below.
  expect(models.map(({ name, images, missing, bytes }) => [name, images, missing, bytes])).toEqual([
    ["one", distinct, distinct, distinct * 8 * 4],
    ["two", distinct, distinct, distinct * 16 * 4],
  ]);
  expect(models.every(({ imagesPerSecond }) => imagesPerSecond > 0)).toBe(true);
  expect(cells.filter(({ state }) => state === "to run").map(({ missing }) => missing)).toEqual(
    [facePictures, sharedPictures + otherPictures, facePictures, facePictures].flatMap((count) => [count, count]),
  );
  expect(cells.filter(({ state }) => state === "skipped")).toHaveLength(2);
});

describe("a suite", () => {
  it("embeds each distinct picture once a model, though four tasks and two sets name it", async () => {
    expect(await vectorsIn(join(cwd, "cache"))).toEqual({ one: distinct, two: distinct });
    // Evaluations come after the one pass and find all in the cache.
    const made = [...told.matchAll(/ embeddings from the cache, (\d+) made now/g)].map(([, count]) => count);
    expect(made.length).toBeGreaterThan(3);
    expect(new Set(made)).toEqual(new Set(["0"]));
  });

  it("leaves each cell's own folder, as its verb does, and a summary without a place of this machine", async () => {
    for (const model of ["one", "two"])
      for (const folder of foldersOf(model)) expect(undisturbed.has(`${folder}/result.json`)).toBe(true);
    for (const file of ["summary.json", "summary.csv", "table.md", "table.tex", "suite-state.json"])
      expect(undisturbed.get(file)).not.toContain(cwd);
    const line = "verify data/pairs.csv --images data/faces --model one.onnx --card card.json --provider cpu";
    await run(`${line} --bootstrap 20 --far 0.1 --cache cache --out alone --name one`, { cwd });
    const alone = (JSON.parse(readFileSync(join(cwd, "alone/pairs/one/result.json"), "utf8")) as { figures: object[] })
      .figures;
    const ours = JSON.parse(undisturbed.get("pairs/one/result.json")!) as { figures: object[] };
    expect(ours.figures).toEqual(alone);
  });

  it("sums up states and figures: those of result.json", () => {
    const rows = rowsOf(first);
    expect(statesOf(first)).toEqual([
      ...["verification faces one: done", "verification faces two: done"],
      ...["verification gone one: skipped", "verification gone two: skipped"],
      ...["templates ijbc one: done", "templates ijbc two: done"],
      ...["erc faces one: done", "erc faces two: done"],
      ...["magnitude people one: done", "magnitude people two: done"],
    ]);
    expect(rows[2].reason).toBe("nowhere: no such file or folder");
    expect(undisturbed.get("summary.json")).toContain('"missing": ["gone"]');
    for (const { folder, figures } of rows) {
      if (folder === null) continue;
      const { figures: all } = JSON.parse(undisturbed.get(`${folder}/result.json`)!) as { figures: Row["figures"] };
      expect(figures.length).toBeGreaterThan(0);
      for (const { name, value } of figures) expect(all).toContainEqual(expect.objectContaining({ name, value }));
    }
    const table = undisturbed.get("table.md")!;
    const accuracy = rows.map(({ figures }) => figures[0]).filter((figure) => figure?.name === "accuracy");
    for (const { value } of accuracy) expect(table).toContain(`| ${(100 * value!).toFixed(2)} |`);
    expect(table).toMatch(/\| +faces \|/);
    expect(table).toMatch(/\| +IJB-C 1e-1 \|/);
  });

  it("does nothing the second time, and leaves the same bytes", async () => {
    const { code, out, err } = await run("run suite.yaml --format json", { cwd });
    expect({ code, states: new Set(rowsOf(out).map(({ state }) => state)) }).toEqual({
      code: 0,
      states: new Set(["up to date", "skipped"]),
    });
    expect(err).toContain("small: 10 cells, 0 to run, 8 up to date, 2 skipped\n");
    expect(texts(join(cwd, "results"))).toEqual(undisturbed);
  });

  it("says of pictures that came meanwhile that they are missing, of the others that they are not", async () => {
    const words = "run suite.yaml --dry-run --format json --cache cache --out elsewhere";
    addFiles(cwd, { "data/faces/p0/late.ppm": suiteFiles["one.onnx"], "data/faces/p0/new.ppm": picture(900) });
    const { models } = JSON.parse((await run(words, { cwd })).out) as { models: { images: number; missing: number }[] };
    expect(models.map(({ images, missing }) => [images, missing])).toEqual([
      [distinct + 2, 2],
      [distinct + 2, 2],
    ]);
    rmSync(join(cwd, "data/faces/p0/late.ppm"));
    rmSync(join(cwd, "data/faces/p0/new.ppm"));
  });

  it("runs the one cell whose option changed", async () => {
    writeFileSync(join(cwd, "changed.yaml"), suite.replace("fmr: [0.1]", "fmr: [0.2], models: [two]"));
    const { out } = await run("run changed.yaml --format json", { cwd });
    expect(statesOf(out).filter((line) => line.endsWith("done"))).toEqual(["erc faces two: done"]);
    expect(await vectorsIn(join(cwd, "cache"))).toEqual({ one: distinct, two: distinct });
  });
});

/** A suite of verification alone, so that tests are quick. */
const short = (more: string): string =>
  suite.replace(/tasks:[\s\S]*/, "") +
  `tasks:\n  - verification: { sets: [${more}], models: [one], folds: 2, far: [0.1] }\n`;

it("runs again what was made from other bytes, and only that", async () => {
  const other = workFolder({ ...suiteFiles, "suite.yaml": short("faces") });
  const state = async (): Promise<string> => {
    const { code, out } = await run("run suite.yaml --format json", { cwd: other });
    expect(code).toBe(0);
    return rowsOf(out)[0].state;
  };
  expect(await state()).toBe("done");
  const changes: [what: string, files: Files, state: string][] = [
    ["a picture", { "data/faces/p0/0.ppm": suiteFiles["data/faces/p9/1.ppm"] }, "done"],
    ["a label", { "data/pairs.csv": `${String(suiteFiles["data/pairs.csv"])}p0/1.ppm,p3/2.ppm,0,2\n` }, "done"],
    ["the suite's words only", { "suite.yaml": `# said again\n${short("faces")}` }, "up to date"],
    ["the card", { "card.json": String(suiteFiles["card.json"]).replace('"scale":1', '"scale":2') }, "done"],
    ["the model", { "one.onnx": suiteFiles["two.onnx"] }, "done"],
    ["a result that another command wrote over", { "results/pairs/one/result.json": "{}" }, "done"],
  ];
  // What a writer that was killed left behind.
  addFiles(other, { "results/.summary.csv.7-0.part": "", "results/pairs/one/.roc.svg.7-12.part": "" });
  for (const [what, files, expected] of changes) {
    addFiles(other, files);
    expect([what, await state()]).toEqual([what, expected]);
  }
  expect([...filesBelow(join(other, "results")).keys()].filter((path) => path.endsWith(".part"))).toEqual([]);
});

it("embeds behind one progress bar a model, as long as there are pictures to embed", async () => {
  const other = workFolder(suiteFiles);
  const bars: { phase: string; total: number; steps: number }[] = [];
  const progress = {
    start: (phase: string, total: number) => void bars.push({ phase, total, steps: 0 }),
    step: (count = 1) => void (bars.at(-1)!.steps += count),
    stop() {},
  };
  const tasks = "tasks:\n  - verification: { sets: [faces], folds: 2 }\n  - magnitude: [people]\n";
  writeFileSync(join(other, "suite.yaml"), suite.replace(/tasks:[\s\S]*/, tasks).replace(/ {2}- \{ name: two.*\n/, ""));
  const { outcomes } = await runSuite(findSuite("suite.yaml", other), {}, { ...listener().io, progress });
  expect(outcomes.map(({ state }) => state)).toEqual(["done", "done"]);
  expect(bars.filter(({ phase }) => phase.startsWith("embedding"))).toEqual([
    { phase: "embedding one", total: facePictures, steps: facePictures },
  ]);
});

it("a cell that fails leaves the others alone: exit code 1, its error in a line", async () => {
  const lists = { "data/bad.csv": "a,b,same\np0/0.ppm,p0/1.ppm,2\n", "broken.onnx": "no model" };
  const other = workFolder({ ...suiteFiles, ...lists });
  const models = "  - { name: broken, model: broken.onnx, card: card.json }\n";
  const text = short("bad, faces").replace("data:\n", `${models}data:\n  bad: { path: bad.csv, images: faces }\n`);
  writeFileSync(join(other, "suite.yaml"), text.replace("models: [one], ", "models: [broken, one], "));
  const { code, out, err } = await run("run suite.yaml --format json", { cwd: other });
  expect(code).toBe(1);
  expect(statesOf(out)).toEqual([
    ...["verification bad one: failed", "verification bad broken: failed"],
    ...["verification faces one: done", "verification faces broken: failed"],
  ]);
  expect(rowsOf(out)[0].reason).toMatch(/^bad.csv:2: /);
  expect(err).toMatch(/^warning: verification\/faces\/broken failed: broken.onnx: /m);
});

it("stopped by Ctrl-C or killed goes on, and ends with the undisturbed bytes", async () => {
  const text = suite.replace(/ {2}- \{ name: two.*\n/, "").replace(/ {2}- magnitude.*\n/, "");
  const other = workFolder({ ...suiteFiles, "suite.yaml": text });
  const stop = (signal: NodeJS.Signals, number: string) =>
    start("run suite.yaml", { cwd: other }, (child, err) => {
      if (err.includes(number) && !child.killed) child.kill(signal);
    });
  const stopped = await stop("SIGINT", "[1/3]");
  expect(stopped).toMatchObject({ code: 130, out: "" });
  expect(stopped.err).toContain("run the same command again to go on");
  expect((await stop("SIGKILL", "[1/2]")).signal).toBe("SIGKILL");
  const { code, err } = await run("run suite.yaml", { cwd: other });
  expect(code).toBe(0);
  expect(err).toMatch(/ [01] to run, [23] up to date/);
  const found = texts(join(other, "results"));
  for (const [path, content] of undisturbed)
    if (/^(pairs|ijbc)\/one\//.test(path)) expect(found.get(path), path).toBe(content);
  expect([...found.keys()].filter((path) => path.includes(".part"))).toEqual([]);
});

it("takes features in place of a model, and skips what they can't answer", async () => {
  const names = [...new Set(String(suiteFiles["data/pairs.csv"]).match(/p\d+\/\d\.ppm/g))];
  const rows = names.map((name, i) => `${name} ${[1, 2, 3].map((power) => Math.cos(i * power + power)).join(" ")}\n`);
  const models = "  - { name: published, features: { faces: f.list } }\n";
  const text = suite.replace(/models:\n( {2}- .*\n)+/, `models:\n${models}`).replace(/ {2}- templates.*\n/, "");
  const other = workFolder({ ...suiteFiles, "suite.yaml": text, "f.list": rows.join("") });
  const { code, out } = await run("run suite.yaml --format json", { cwd: other });
  expect(code).toBe(0);
  expect(statesOf(out)).toEqual([
    ...["verification faces published: done", "verification gone published: skipped"],
    ...["erc faces published: done", "magnitude people published: skipped"],
  ]);
  expect(rowsOf(out)[3].reason).toBe("no features of people given");
  expect([...filesBelow(join(other, "cache")).keys()].sort()).toEqual(["data.mdb", "lock.mdb"]);
});

it("asks error versus reject of templates too", async () => {
  const task = "  - erc: { sets: [ijbc], models: [one], fmr: [0.1], templateQuality: max, pooling: magface }\n";
  const other = workFolder({ ...suiteFiles, "suite.yaml": suite.replace(/tasks:[\s\S]*/, `tasks:\n${task}`) });
  const { code, out } = await run("run suite.yaml --format json", { cwd: other });
  const [{ folder, figures }] = rowsOf(out);
  expect({ code, folder, names: figures.map(({ name }) => name) }).toEqual({
    ...{ code: 0, folder: "ijbc/one/erc" },
    names: ["pauc@fmr=1e-1,to=0.2"],
  });
  expect(await vectorsIn(join(other, "cache"))).toEqual({ one: sharedPictures + otherPictures });
  const { figures: all } = JSON.parse(readFileSync(join(other, "results/ijbc/one/erc/result.json"), "utf8")) as {
    figures: Record<string, unknown>[];
  };
  expect(all.every(({ pooling }) => pooling === "magface")).toBe(true);
});

it("without a cache says what that means, and gives the same figures", async () => {
  const other = workFolder({ ...suiteFiles, "suite.yaml": short("faces") });
  const { code, err } = await run("run suite.yaml --no-cache", { cwd: other });
  expect(code).toBe(0);
  expect(err).toContain("no cache: every cell embeds its pictures itself");
  expect([...filesBelow(join(other, "cache"))]).toEqual([]);
  expect(texts(join(other, "results")).get("pairs/one/folds.csv")).toBe(undisturbed.get("pairs/one/folds.csv"));
});
