// `quality`: one number an image and method, on stdout.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brisque } from "../../src/quality/brisque-score.js";
import { niqe } from "../../src/quality/niqe.js";
import { piqe } from "../../src/quality/piqe.js";
import { unifiedQualityScore } from "../../src/quality/unified.js";
import { readBrisqueModel } from "../../src/store/brisque-files.js";
import { addFiles, run, workFolder } from "./command.js";
import { faceNames, greys } from "./grey-pictures.js";
import { measures, model, niqeModel, qualityInputs, records } from "./quality-inputs.js";

const cwd = workFolder(qualityInputs);
const quality = (words: string) => run(`quality ${words} --cache cache`, { cwd });
const column = async (words: string, name: string): Promise<(number | null)[]> => {
  const { code, out } = await quality(`${words} --format csv`);
  expect(code).toBe(0);
  return records(out).map((row) => (row[name] === "" ? null : Number(row[name])));
};

describe("the numbers", () => {
  it("of PIQE, NIQE and BRISQUE are those of the pixels in float32, signs turned so that higher is better", async () => {
    const { code, out, err } = await quality(`faces --quality ${measures} --format csv`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rows = records(out);
    const opencv = await readBrisqueModel("fixtures/quality/brisque_model.yml", "fixtures/quality/brisque_range.yml");
    expect(rows.map(({ name }) => name)).toEqual(faceNames);
    const found = (name: string) => rows.map((row) => Number(row[name]));
    expect(found("piqe")).toEqual(greys.map((grey) => -Math.fround(piqe(grey))));
    expect(found("niqe=niqe")).toEqual(greys.map((grey) => -Math.fround(niqe(grey, niqeModel))));
    expect(found("brisque=brisque_model+brisque_range")).toEqual(
      greys.map((grey) => -Math.fround(brisque(grey, opencv))),
    );
  });

  it("of magnitude are the lengths of the embeddings that embed writes, and of unified their score", async () => {
    await run(`embed faces ${model} --no-cache --out feat.list`, { cwd });
    const lengths = readFileSync(join(cwd, "feat.list"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => Math.hypot(...line.split(" ").slice(1).map(Number)));
    const { out } = await quality(`faces ${model} --quality magnitude,unified,magnitude=m.onnx --format csv`);
    const rows = records(out);
    rows.forEach(({ magnitude }, i) => expect(Number(magnitude)).toBeCloseTo(lengths[i], 9));
    expect(rows.map(({ unified }) => Number(unified))).toEqual(lengths.map(unifiedQualityScore));
    // The model's own card lies not beside it: the preset's pixels are others.
    expect(rows[0]["magnitude=m"]).not.toBe(rows[0].magnitude);
  });

  it("are magnitude where there is a model, else PIQE", async () => {
    expect(Object.keys(records((await quality(`faces ${model} --format csv`)).out)[0])).toEqual(["name", "magnitude"]);
    expect(Object.keys(records((await quality("faces --format csv")).out)[0])).toEqual(["name", "piqe"]);
  });

  it("of files and by chance: -NAME turns them, the seed draws them", async () => {
    expect(await column("faces --quality -file=ones.csv:two", "-file=ones:two")).toEqual(
      faceNames.map((_, i) => 0 - i),
    );
    const { out } = await quality("faces --quality file=ones.csv --format csv");
    expect(Object.keys(records(out)[0])).toEqual(["name", "file=ones:one", "file=ones:two"]);
    const drawn = await column("faces --quality random --seed 3", "random");
    expect(await column("faces --quality random --seed 3", "random")).toEqual(drawn);
    expect(await column("faces --quality random --seed 4", "random")).not.toEqual(drawn);
  });

  it("of -piqe are turned back, with a warning", async () => {
    const { out, err } = await quality("faces/noise.ppm --quality -piqe --format csv");
    expect(Number(records(out)[0]["-piqe"])).toBeGreaterThan(0);
    expect(err).toContain("warning: quality -piqe: piqe is turned round already");
  });
});

describe("stdout", () => {
  it("has a line an image, of one image too, and says which way the numbers run", async () => {
    const { out } = await quality("faces/checks.ppm");
    expect(out.split("\n").filter((line) => line.startsWith("faces/"))).toEqual(["faces/checks.ppm        -2"]);
    expect(out).toContain("Quality of 1 image; higher is better\n");
    expect(out).toContain("[1] piqe with its sign turned: as published, lower is better\n");
  });

  it("takes a list, and a picture named twice once", async () => {
    addFiles(cwd, { "img.list": "faces/noise.ppm\nfaces/soft.ppm\nfaces/noise.ppm\n" });
    const { out } = await quality("img.list faces/soft.ppm faces --format csv");
    const names = records(out).map(({ name }) => name);
    expect(names).toEqual([
      ...["faces/noise.ppm", "faces/soft.ppm"],
      ...faceNames.filter((name) => !/noise|soft/.test(name)),
    ]);
  });

  it("is sorted by a quality, the best first, or has only the worst or the best", async () => {
    const values = await column("faces", "piqe");
    const order = faceNames.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
    const shown = async (words: string) =>
      records((await quality(`faces --quality random,piqe ${words} --format csv`)).out).map(({ name }) => name);
    const worst = [...order].sort((a, b) => values[a]! - values[b]! || a - b).map((i) => faceNames[i]);
    const best = order.map((i) => faceNames[i]);
    expect(await shown("--sort piqe")).toEqual(best);
    expect(await shown("--sort piqe --best 2")).toEqual(best.slice(0, 2));
    expect(await shown("--sort piqe --worst 3")).toEqual(worst.slice(0, 3));
    expect(await shown("--sort piqe --worst 300")).toEqual(worst);
    const drawn = await column("faces --quality random", "random");
    const least = faceNames[drawn.indexOf(Math.min(...drawn.map(Number)))];
    expect(await shown("--worst 1")).toEqual([least]);
    expect((await quality("faces --worst 1")).out).toContain("Quality of 1 of 7 images, the worst by piqe; higher");
  });

  it("finds a quality to sort by from its kind where that is one only", async () => {
    const { out } = await quality(`faces --quality ${measures} --sort niqe --best 1`);
    expect(out).toContain("the best by niqe=niqe;");
  });

  it("as Markdown has the same rows", async () => {
    const { out } = await quality("faces/checks.ppm faces/noise.ppm --format md");
    expect(out.split("\n").slice(2, 6)).toEqual([
      expect.stringMatching(/^\| Image +\| piqe \\\[1\\\] \|$/),
      expect.stringMatching(/^\| -+ \| -+: \|$/),
      expect.stringMatching(/^\| faces\/checks.ppm \| +-2\.000 \|$/),
      expect.stringMatching(/^\| faces\/noise.ppm +\| +-[\d.]+ \|$/),
    ]);
  });
});

describe("the cache", () => {
  it("gives the second run the same bytes, and no picture is decoded", async () => {
    const line = `faces --quality ${measures} --format csv --verbose`;
    const first = await run(`quality ${line} --cache fresh`, { cwd });
    const second = await run(`quality ${line} --cache fresh`, { cwd });
    expect(first.err).toContain("0 pictures' qualities from the cache, 7 measured now\n");
    expect(second.err).toContain("7 pictures' qualities from the cache, 0 measured now\n");
    expect(second.out).toBe(first.out);
    expect((await run(`quality ${line} --no-cache`, { cwd })).out).toBe(first.out);
  });

  it("measures anew what another NIQE model gives, and shows what it holds", async () => {
    addFiles(cwd, { "other.json": JSON.stringify({ ...niqeModel, mean: niqeModel.mean.map((value) => value + 0.1) }) });
    await quality(`faces --quality niqe=niqe.json`);
    const { err } = await quality(`faces --quality niqe=other.json --verbose`);
    expect(err).toContain("0 pictures' qualities from the cache, 7 measured now\n");
    expect((await run("cache ls --cache cache", { cwd })).out).toMatch(/ piqe +112x112 grey +plain +1 +7 /);
  });
});
