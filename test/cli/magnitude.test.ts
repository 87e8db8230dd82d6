// Magnitude studies as a user makes them, on drawn faces and on features; figures against plain second computations.
import { parse } from "csv-parse/sync";
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeImage } from "../../src/embed/decode.js";
import { naiveCosinesToOthers, naiveMedian, naiveSpearman } from "../oracle/associations.js";
import { addFiles, filesBelow, run, start, workFolder } from "./command.js";
import { soundFeatures } from "./user-files.js";

const model = fileURLToPath(new URL("../../fixtures/magface-tiny.onnx", import.meta.url));
const command = `magnitude --model ${model} --provider cpu`;
const sets = "--data lfw=drawn-lfw hard=faces";
const folder = "magnitude/magface-tiny";

type Row = Readonly<Record<string, string>>;
const rowsOf = (file: string | Uint8Array): Row[] => parse(Buffer.from(file), { columns: true });
const numbers = (rows: readonly Row[], column: string): number[] => rows.map((row) => Number(row[column]));

let cwd = "";
let files: Map<string, Buffer>;
let images: Row[];
let printed = "";
const read = (out: string): Map<string, Buffer> => filesBelow(join(cwd, out, folder));
const result = () => JSON.parse(files.get("result.json")!.toString());

beforeAll(async () => {
  cwd = workFolder();
  const lfw = "--like lfw --sizes people=40,pictures=3,folds=2,pairsPerKind=20";
  expect((await run(`synth ${lfw} --out drawn-lfw`, { cwd })).code).toBe(0);
  const faces = "faces --people 12 --per-person 5 --degradation mix --seed 3";
  expect((await run(`synth ${faces} --out faces`, { cwd })).code).toBe(0);
  const { code, out, err } = await run(`${command} ${sets} --cache cache --out cold --threads 2 --bins 5`, { cwd });
  expect({ code, err: err.includes("warning") }).toEqual({ code: 0, err: false });
  [files, printed] = [read("cold"), out];
  images = rowsOf(files.get("images.csv")!);
}, 120_000);

describe("a study of two sets of drawn faces", () => {
  it("leaves its texts, plots, sheets and mean faces", () => {
    const plots = ["histogram", "cosine", "mean-faces"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    const means = [1, 2, 3, 4, 5].map((bin) => `mean-face-${bin}.png`);
    const texts = ["result.json", "summary.csv", "images.csv", "histogram.csv", "plots.json", "table.md", "table.tex"];
    expect([...files.keys()].sort()).toEqual([...plots, ...means, ...texts, "sorted-faces.png"].sort());
  });

  it("lists every image with the length that `embed` writes, and its cosine to the person's other images", async () => {
    const lists = { lfw: "drawn-lfw", hard: "faces" };
    for (const [set, source] of Object.entries(lists)) {
      const ours = images.filter(({ dataset }) => dataset === set);
      const embedded = `embed ${source} --model ${model} --provider cpu --cache cache --out ${set}.list`;
      expect((await run(embedded, { cwd })).code).toBe(0);
      const lines = readFileSync(join(cwd, `${set}.list`), "utf8")
        .trimEnd()
        .split("\n");
      const vectors = new Map(
        lines.map((line) => line.trim().split(" ")).map(([name, ...values]) => [name, values.map(Number)]),
      );
      const rows = ours.map(({ name }) => vectors.get(`${source}/${name}`)!);
      const cosines = naiveCosinesToOthers(
        rows,
        ours.map(({ name }) => name.split("/")[0]),
      );
      expect(ours.map(({ subject }) => subject)).toEqual(ours.map(({ name }) => name.split("/")[0]));
      numbers(ours, "magnitude").forEach((length, i) => expect(length).toBeCloseTo(Math.hypot(...rows[i]), 9));
      ours.forEach(({ cosine }, i) =>
        Number.isNaN(cosines[i]) ? expect(cosine).toBe("") : expect(Number(cosine)).toBeCloseTo(cosines[i], 9),
      );
    }
    // Images of the folder that no pair names are not LFW's.
    const all = readdirSync(join(cwd, "drawn-lfw"), { recursive: true }).filter((name) =>
      String(name).endsWith(".jpg"),
    );
    expect(images.filter(({ dataset }) => dataset === "lfw").length).toBeLessThanOrEqual(all.length);
    expect(images.filter(({ dataset }) => dataset === "hard")).toHaveLength(60);
  });

  it("has the figures that a plain computation gives from images.csv", () => {
    const { figures } = result();
    const valueOf = (name: string, dataset: string) =>
      figures.find((figure: Row) => figure.name === name && figure.dataset === dataset).value;
    for (const set of ["lfw", "hard", "all"]) {
      const ours = images.filter(({ dataset }) => set === "all" || dataset === set);
      const lengths = numbers(ours, "magnitude");
      expect(valueOf("images", set)).toBe(ours.length);
      expect(valueOf("magnitude-mean", set)).toBeCloseTo(lengths.reduce((a, b) => a + b) / ours.length, 10);
      expect(valueOf("magnitude-median", set)).toBeCloseTo(naiveMedian(lengths), 12);
      const both = ours.filter(({ cosine }) => cosine !== "");
      const expected = naiveSpearman(numbers(both, "magnitude"), numbers(both, "cosine"));
      expect(valueOf("magnitude-cosine-spearman", set)).toBeCloseTo(expected, 12);
    }
    // The set of degraded faces is the harder one.
    expect(valueOf("magnitude-median", "hard")).toBeLessThan(valueOf("magnitude-median", "lfw"));
  });

  it("counts each set's lengths in common round bins", () => {
    const bins = rowsOf(files.get("histogram.csv")!);
    const edges = (set: string) =>
      bins.filter(({ dataset }) => dataset === set).map(({ low, high }) => `${low} ${high}`);
    expect(edges("lfw")).toEqual(edges("hard"));
    for (const { dataset, low, high, count } of bins) {
      const inside = images.filter((row) => row.dataset === dataset && Number(row.magnitude) >= Number(low));
      expect(Number(count)).toBe(inside.filter((row) => Number(row.magnitude) < Number(high)).length);
    }
  });

  it("shows the mean of the faces of each fifth, lowest lengths first", async () => {
    const order = images.map((_, i) => i).sort((a, b) => Number(images[a].magnitude) - Number(images[b].magnitude));
    for (const bin of [0, 4]) {
      const part = order.slice(Math.floor((bin * order.length) / 5), Math.floor(((bin + 1) * order.length) / 5));
      const sums = new Float64Array(112 * 112 * 3);
      for (const { dataset, name } of part.map((i) => images[i])) {
        const path = join(cwd, dataset === "lfw" ? "drawn-lfw" : "faces", name);
        (await decodeImage(readFileSync(path))).data.forEach((level, i) => (sums[i] += level));
      }
      const { data, info } = await sharp(files.get(`mean-face-${bin + 1}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 112, height: 112, channels: 3 });
      expect([...data]).toEqual(Array.from(sums, (sum) => Math.round(sum / part.length)));
    }
  });

  it("prints the table, and with --format json what result.json holds", async () => {
    expect(printed).toMatch(/^magnitude, magface-tiny \(flip none\)\n/);
    for (const set of ["lfw", "hard", "all"]) expect(printed).toMatch(new RegExp(`^${set} +\\d+ +\\d+\\.\\d\\d `, "m"));
    const again = await run(`${command} ${sets} --cache cache --out json --bins 5 --format json`, { cwd });
    expect(again.out).toBe(files.get("result.json")!.toString());
    const { task, protocol, provenance } = result();
    expect({ task, name: protocol.name }).toEqual({ task: "magnitude", name: "magnitude" });
    expect(provenance.centre).toBe("mean of the subject's other images, unit length");
    expect(JSON.stringify(result())).not.toContain(cwd);
  });

  it("gives the same bytes with one thread, another batch and no cache", async () => {
    const line = `${command} ${sets} --no-cache --out again --threads 1 --batch 7 --bins 5`;
    expect((await run(line, { cwd })).code).toBe(0);
    expect(read("again")).toEqual(files);
  });

  it("of fewer bins, without cosines, leaves nothing of the run before", async () => {
    cpSync(join(cwd, "cold"), join(cwd, "fewer"), { recursive: true });
    const line = `${command} ${sets} --cache cache --out fewer --bins 2 --no-cosine`;
    expect((await run(line, { cwd })).code).toBe(0);
    const names = [...read("fewer").keys()];
    expect(names.filter((name) => name.startsWith("mean-face-"))).toEqual(["mean-face-1.png", "mean-face-2.png"]);
    expect(names.some((name) => name.startsWith("cosine"))).toBe(false);
    expect(rowsOf(read("fewer").get("images.csv")!).every(({ cosine }) => cosine === "")).toBe(true);
  });

  it("stopped by Ctrl-C leaves no result", async () => {
    const stopped = await start(`${command} ${sets} --no-cache --out stopped --verbose`, { cwd }, (child, err) => {
      if (err.includes("hard:")) child.kill("SIGINT");
    });
    expect(stopped.code).toBe(130);
    expect([...filesBelow(join(cwd, "stopped")).keys()]).toEqual([]);
  });
});

describe("images that give trouble", () => {
  it("broken ones are counted and listed; --strict makes one fatal", async () => {
    cpSync(join(cwd, "faces"), join(cwd, "broken"), { recursive: true });
    const { name } = images.find(({ dataset }) => dataset === "hard")!;
    truncateSync(join(cwd, "broken", name), 900);
    const { code, err } = await run(`${command} --data broken --cache cache --out broken-out`, { cwd });
    expect({ code, told: err.includes(`warning: 1 image failed (broken/${name}: `) }).toEqual({ code: 0, told: true });
    const found = read("broken-out");
    expect(rowsOf(found.get("failures.csv")!)).toEqual([
      { name: `broken/${name}`, reason: expect.stringMatching(/\w/) },
    ]);
    expect(rowsOf(found.get("images.csv")!)).toHaveLength(59);
    const [set] = JSON.parse(found.get("result.json")!.toString()).provenance.datasets;
    expect(set).toMatchObject({ images: 59, failed: 1, repeats: 0 });
    const strict = await run(`${command} --data broken --cache cache --out strict-out --strict`, { cwd });
    expect(strict).toMatchObject({ code: 2, out: "" });
    expect(strict.err).toContain(`broken/${name}`);
    expect([...filesBelow(join(cwd, "strict-out")).keys()]).toEqual([]);
  });

  it("the same picture twice counts once, and is no other image to itself", async () => {
    cpSync(join(cwd, "faces"), join(cwd, "twice"), { recursive: true });
    const hard = images.filter(({ dataset }) => dataset === "hard");
    copyFileSync(join(cwd, "twice", hard[0].name), join(cwd, "twice", hard[0].subject, "copy.jpg"));
    const { code, err } = await run(`${command} --data twice --cache cache --out twice-out`, { cwd });
    expect(code).toBe(0);
    expect(err).toContain("twice: 1 image left out, the same as one before");
    const bare = (rows: readonly Row[]) => rows.map(({ magnitude, cosine }) => [magnitude, cosine]);
    expect(bare(rowsOf(read("twice-out").get("images.csv")!))).toEqual(bare(hard));
  });

  it("in one flat folder have lengths and faces, but no people and no cosines", async () => {
    mkdirSync(join(cwd, "flat"));
    images
      .filter(({ dataset }) => dataset === "hard")
      .forEach(({ name }) => copyFileSync(join(cwd, "faces", name), join(cwd, "flat", name.replace(/.*\//, ""))));
    const { code, err } = await run(`${command} --data flat hard=faces --cache cache --out flat-out`, { cwd });
    expect(code).toBe(0);
    expect(err).toContain("flat: people are not known: no cosines of it");
    const { figures } = JSON.parse(read("flat-out").get("result.json")!.toString());
    const find = (dataset: string) =>
      figures.find((figure: Row) => figure.name === "magnitude-cosine-spearman" && figure.dataset === dataset);
    expect(find("flat")).toMatchObject({ value: null, reason: "subjects are not known" });
    expect(find("all").value).toBe(find("hard").value);
  });
});

describe("features", () => {
  it("of the same images give the same rows and figures, without pictures", async () => {
    addFiles(cwd, { "feats/readme": "" });
    const list = readFileSync(join(cwd, "hard.list"), "utf8");
    addFiles(cwd, { "feats/hard.list": list.replaceAll(/^faces\//gm, "") });
    const { code, err } = await run("magnitude --features feats/hard.list --name magface-tiny --out from-list", {
      cwd,
    });
    expect(code).toBe(0);
    expect(err).toContain("features hold no pictures: mean faces and the sheet of faces are left out");
    const found = read("from-list");
    expect(rowsOf(found.get("images.csv")!)).toEqual(images.filter(({ dataset }) => dataset === "hard"));
    expect([...found.keys()].filter((name) => name.includes("face"))).toEqual([]);
  });

  it("without names have lengths only", async () => {
    const work = workFolder();
    const values = Float32Array.from({ length: 40 }, (_, i) => (i % 7) + i / 10 + 1);
    addFiles(work, { "x.raw": new Uint8Array(values.buffer) });
    const { code, err } = await run("magnitude --features x.raw --dim 4", { cwd: work });
    expect({ code, told: err.includes("x: people are not known") }).toEqual({ code: 0, told: true });
    const [first] = rowsOf(filesBelow(work).get("results/magnitude/x/images.csv")!);
    expect(first).toEqual({ dataset: "x", name: "row 1", subject: "", magnitude: expect.any(String), cosine: "" });
    expect(Number(first.magnitude)).toBeCloseTo(Math.hypot(...values.slice(0, 4)), 6);
  });

  it("leave out rows of zeros, and say so", async () => {
    const zeros = `person0/9.jpg ${Array(8).fill(0).join(" ")}\n`;
    const work = workFolder({ "feat.list": `${soundFeatures["feat.list"]}${zeros}` });
    const { code, err } = await run("magnitude --features mine=feat.list", { cwd: work });
    expect({ code, told: err.includes("1 image failed (mine/person0/9.jpg: all numbers are 0)") }).toEqual({
      code: 0,
      told: true,
    });
    expect(rowsOf(filesBelow(work).get("results/magnitude/feat/images.csv")!)).toHaveLength(40);
  });
});

it("sets can come from the environment, parted by commas", async () => {
  const work = workFolder({ "a.list": soundFeatures["feat.list"], "b.list": soundFeatures["feat.list"] });
  const env = { MAGFACE_EVAL_FEATURES: "one=a.list,two=b.list" };
  const { code, out } = await run("magnitude --name m", { cwd: work, env });
  expect(code).toBe(0);
  expect(out).toMatch(/^one .*\n^two .*\n^all /m);
});
