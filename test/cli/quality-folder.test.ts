// What `quality` leaves in a folder, with pictures that fail too.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { linearModel } from "../onnx-models.js";
import { addFiles, filesBelow, run, workFolder } from "./command.js";
import { facePixels } from "./grey-pictures.js";
import { card, measures, model, qualityInputs, records } from "./quality-inputs.js";
import { picture } from "./user-files.js";

const cwd = workFolder(qualityInputs);
const quality = (words: string) => run(`quality ${words} --cache cache`, { cwd });

describe("--out", () => {
  const all = `${measures},file=ones.csv:one`;
  let folder = new Map<string, Buffer>();
  let stdout = "";

  beforeAll(async () => {
    const { code, out } = await quality(`faces --quality ${all} --format json --out all`);
    expect(code).toBe(0);
    stdout = out;
    folder = filesBelow(join(cwd, "all"));
  });

  it("fills a folder", () => {
    const stems = ["brisque_brisque_model+brisque_range", "file_ones_one", "niqe_niqe", "piqe"];
    const pictures = stems.flatMap((stem) => [`quality-${stem}.png`, `quality-${stem}.svg`, `sheet-${stem}.png`]);
    expect([...folder.keys()].sort()).toEqual(
      [...pictures, "plots.json", "quality.csv", "result.json", "summary.csv"].sort(),
    );
  });

  it("writes a quality.csv that file= reads back to the digit", async () => {
    const again = "faces --quality file=all/quality.csv:niqe=niqe,file=all/quality.csv:piqe";
    const { out } = await quality(`${again} --format csv`);
    const [written, read] = [folder.get("quality.csv")!.toString(), out].map(records);
    expect(read.map((row) => row["file=quality:niqe=niqe"])).toEqual(written.map((row) => row["niqe=niqe"]));
    expect(read.map((row) => row["file=quality:piqe"])).toEqual(written.map(({ piqe }) => piqe));
  });

  it("writes a result.json of the form all verbs write, and stdout has it with the images", () => {
    const { images, ...printed } = JSON.parse(stdout);
    const result = JSON.parse(folder.get("result.json")!.toString());
    expect(printed).toEqual(result);
    expect(images).toHaveLength(7);
    expect(images[1]).toMatchObject({ name: "faces/checks.ppm", piqe: -2 });
    expect(result).toMatchObject({ format: 1, task: "quality", protocol: { name: "quality" } });
    expect(result.provenance).toMatchObject({
      data: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      images: { listed: 7, failed: 0 },
      qualities: [
        { quality: "piqe", measure: expect.stringMatching(/^sha256:/) },
        ...[expect.objectContaining({ quality: "niqe=niqe" }), expect.anything()],
        { quality: "file=ones:one", file: expect.stringMatching(/^sha256:/) },
      ],
    });
    expect(stdout).not.toContain(cwd);
    const keys = result.figures.map(({ name, quality, against }: never) => [name, quality, against].join());
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("names the model of --model as the other verbs do", async () => {
    const { out } = await quality(`faces ${model} --format json`);
    expect(JSON.parse(out).provenance).toMatchObject({
      ...{ model: expect.stringMatching(/^sha256:/), modelName: "m", preset: "card", provider: "cpu" },
      versions: { onnxruntime: expect.stringMatching(/^\d/) },
    });
  });

  it("draws a sheet whose thumbnails are the pictures from the worst to the best", async () => {
    const { data, info } = await sharp(folder.get("sheet-piqe.png"))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const values = images("piqe");
    const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
    // Seven pictures stand in rows of four.
    for (const [at, i] of order.entries()) {
      const [left, top] = [12 + (at % 4) * 120, 42 + Math.floor(at / 4) * 137];
      const rows = Array.from({ length: 112 }, (_, y) => {
        const from = ((top + y) * info.width + left) * 3;
        return data.subarray(from, from + 112 * 3);
      });
      expect(Buffer.concat(rows).equals(facePixels[i].data)).toBe(true);
    }
  });

  const images = (name: string): number[] => JSON.parse(stdout).images.map((image: never) => image[name]);

  it("removes what an earlier run left, and nothing of the user's", async () => {
    addFiles(cwd, { "again/notes.txt": "mine", "again/sheet-mine.png": "mine" });
    await quality("faces --quality piqe,random --out again");
    await quality("faces --quality piqe --out again");
    const pictures = ["quality-piqe.png", "quality-piqe.svg", "sheet-piqe.png"];
    const texts = ["plots.json", "quality.csv", "result.json", "summary.csv"];
    expect([...filesBelow(join(cwd, "again")).keys()]).toEqual(
      ["notes.txt", ...pictures, ...texts, "sheet-mine.png"].sort(),
    );
  });

  it("writes nothing where one file can't be written", async () => {
    mkdirSync(join(cwd, "taken/sheet-piqe.png"), { recursive: true });
    const { code, err } = await quality("faces --out taken");
    expect(code).toBe(2);
    expect(err).toBe("magface-eval: taken/sheet-piqe.png: is a folder, expected a file\n");
    expect([...filesBelow(join(cwd, "taken")).keys()]).toEqual([]);
  });
});

it("is the same bytes with one thread and with two, in every file", async () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`many/${i}.ppm`, picture(i, 32)]));
  const folder = workFolder({ ...qualityInputs, ...many });
  const outcomes: string[] = [];
  for (const threads of [1, 2]) {
    const line = `quality many --quality piqe,magnitude --model m.onnx --card card.json --resize --provider cpu --no-cache`;
    const { code, out } = await run(`${line} --out ${threads} --threads ${threads}`, { cwd: folder });
    expect(code).toBe(0);
    outcomes.push(out);
  }
  expect(outcomes[1]).toBe(outcomes[0]);
  // As text: comparing megabytes of a Buffer one by one takes half a minute.
  const [one, two] = ["1", "2"].map((out) =>
    [...filesBelow(join(folder, out))].map(([name, bytes]) => [name, bytes.toString("latin1")]),
  );
  expect(two).toEqual(one);
  expect(one).toHaveLength(10);
});

describe("pictures that fail", () => {
  const broken = workFolder({
    ...qualityInputs,
    "faces/cut.ppm": picture(1).subarray(0, 50),
    "faces/small.ppm": picture(2),
  });
  const line = `quality faces --quality piqe,niqe=niqe.json --no-cache`;

  it("are told, listed, counted and shown without a number: exit code 1", async () => {
    const { code, out, err } = await run(`${line} --out out`, { cwd: broken });
    expect(code).toBe(1);
    expect(err).toContain("warning: faces/cut.ppm: truncated PPM");
    expect(err).toContain("warning: faces/small.ppm: niqe=niqe: 8x8 pixels, expected at least 56x56, a NIQE patch\n");
    const written = filesBelow(join(broken, "out"));
    const failures = written.get("failures.csv")!.toString().split("\n");
    expect(failures[0]).toBe("name,reason");
    expect(failures[1]).toMatch(/^faces\/cut\.ppm,"?truncated PPM/);
    expect(failures[2]).toBe('faces/small.ppm,"niqe=niqe: 8x8 pixels, expected at least 56x56, a NIQE patch"');
    const rows = records(written.get("quality.csv")!.toString());
    expect(rows).toHaveLength(9);
    expect(rows.find(({ name }) => name === "faces/cut.ppm")).toEqual({
      name: "faces/cut.ppm",
      piqe: "",
      "niqe=niqe": "",
    });
    expect(rows.find(({ name }) => name === "faces/small.ppm")).toMatchObject({ piqe: /\d/, "niqe=niqe": "" });
    expect(out).toMatch(/^faces\/cut\.ppm +- \[3\] +- \[3\]$/m);
    const { provenance, figures } = JSON.parse(written.get("result.json")!.toString());
    expect(provenance.images).toEqual({ listed: 9, failed: 2 });
    expect(figures.find(({ name, quality }: never) => name === "images" && quality === "niqe=niqe")).toMatchObject({
      value: 7,
    });
    expect(figures.find(({ name }: never) => name === "spearman")).toMatchObject({ images: 7 });
  });

  it("are measured again the next time, which adds nothing to the cache", async () => {
    const vectors = async () => /vectors +(\d+)/.exec((await run("cache info --cache kept", { cwd: broken })).out)?.[1];
    const again = line.replace("--no-cache", "--cache kept --verbose");
    await run(again, { cwd: broken });
    // PIQE of eight, NIQE of seven.
    expect(await vectors()).toBe("15");
    expect((await run(again, { cwd: broken })).err).toContain("7 pictures' qualities from the cache, 2 measured now\n");
    expect(await vectors()).toBe("15");
  });

  it("come last where sorted, and are not among the worst", async () => {
    const names = async (words: string) =>
      records((await run(`${line} --format csv --quiet ${words}`, { cwd: broken })).out).map(({ name }) => name);
    expect((await names("--sort niqe")).slice(-2)).toEqual(["faces/cut.ppm", "faces/small.ppm"]);
    expect(await names("--sort niqe --worst 20")).toHaveLength(7);
  });

  it("are fatal with --strict, and where none is left", async () => {
    const strict = await run(`${line} --strict`, { cwd: broken });
    expect(strict).toMatchObject({ code: 2, out: "" });
    expect(strict.err).toMatch(/^magface-eval: faces\/cut\.ppm: truncated PPM.*\n$/);
    const alone = await run("quality faces/small.ppm --quality niqe=niqe.json --no-cache", { cwd: broken });
    expect(alone).toEqual({
      ...{ code: 2, out: "" },
      err: "magface-eval: faces/small.ppm: 8x8 pixels, expected at least 56x56, a NIQE patch\n",
    });
  });
});

it("quality.csv does in erc what the measure itself does", async () => {
  const pairs = Array.from({ length: 40 }, (_, i) => `${(i * 3) % 40}.ppm,${(i * 7 + 1) % 40}.ppm,${i % 2}`).join("\n");
  const side = 32;
  const folder = workFolder({
    "pairs.csv": `a,b,same\n${pairs}\n`,
    "m.onnx": linearModel({ height: side, width: side, dim: 8 }),
    "card.json": JSON.stringify({ ...card, width: side, height: side }),
    ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`faces/${i}.ppm`, picture(i, side)])),
  });
  await run("quality faces --no-cache --out q", { cwd: folder });
  const { code } = await run(
    "erc pairs.csv --images faces --model m.onnx --card card.json --no-cache --quality piqe,file=q/quality.csv:piqe --fmr 0.2 --bootstrap 0 --out erc",
    { cwd: folder },
  );
  expect(code).toBe(0);
  const curves = filesBelow(join(folder, "erc")).get("pairs/m/erc/curves.csv")!.toString().trimEnd().split("\n");
  const [own, read] = ["piqe", "file=quality:piqe"].map((name) =>
    curves.filter((line) => line.startsWith(`${name},`)).map((line) => line.slice(name.length)),
  );
  expect(own.length).toBeGreaterThan(10);
  expect(read).toEqual(own);
});
