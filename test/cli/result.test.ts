// The JSON that other programs read: result.json, and stdout with --format json.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesBelow, run, workFolder } from "./command.js";
import { soundFeatures, soundPictures } from "./user-files.js";

type Fields = Readonly<Record<string, unknown>>;

interface Content {
  readonly format: unknown;
  readonly task: unknown;
  readonly protocol: Fields;
  readonly figures: readonly Fields[];
  readonly provenance: Fields & { readonly versions: Fields };
}

const digest = /^sha256:[0-9a-f]{64}$/;
/** Rates as figures' names print them: 1e-4, 2.5e-1. */
const rate = String.raw`\d(?:\.\d+)?e-\d+`;
/** The field's words; mean-norm is what InsightFace's script prints beside its accuracies. */
const names = new RegExp(`^(?:accuracy|auc|eer|mean-norm|(?:tar|threshold)@far=${rate})$`);
const conventions = ["exact", "magface", "insightface", "magface-no-mean", "magface-exact", "insightface-grid"];
/** Fields that say how a figure was asked for, beside its name and convention. */
const options = ["pooling", "norm", "flip", "detectorScore", "gallery", "quality", "method", "model"];
const isRate = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const features = { files: soundFeatures, line: "verify pairs.txt --features feat.list", folder: "results/pairs/feat" };
const model = {
  files: soundPictures,
  line: "verify pairs.csv --images faces --model m.onnx --card small.json --no-cache --far 1e-1,0.25",
  folder: "results/pairs/m",
};

describe.each([
  ["features", features],
  ["a model", model],
])("result of a run with %s", async (_, { files, line, folder }) => {
  const cwd = workFolder(files);
  const { code, out } = await run(`${line} --format json`, { cwd });
  const content = JSON.parse(out) as Content;

  it("is all that stdout holds, and what result.json holds", () => {
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(`${cwd}/${folder}/result.json`, "utf8"));
  });

  it("has the fields of format 1 and no others that are not known", () => {
    expect(Object.keys(content)).toEqual(["format", "task", "protocol", "figures", "statistics", "provenance"]);
    expect(content.format).toBe(1);
    expect(content.task).toBe("verification");
    expect(content.protocol).toEqual({ name: "pairs", digest: expect.stringMatching(digest) });
  });

  it.each(content.figures.map((figure) => [`${figure.name}, ${figure.convention}`, figure] as const))(
    "%s",
    (_, figure) => {
      expect(figure.name).toMatch(names);
      expect(conventions).toContain(figure.convention);
      if (figure.value === null) expect(figure.reason).toMatch(/\w/);
      else
        expect({ value: typeof figure.value, reason: figure.reason }).toEqual({ value: "number", reason: undefined });
      if ("std" in figure) expect(figure.std).toBeGreaterThanOrEqual(0);
      if ("interval" in figure) {
        const [low, high] = figure.interval as [number, number];
        expect([isRate(low), isRate(high), low <= high]).toEqual([true, true, true]);
      }
      if ("far" in figure) expect(figure.far).toSatisfy(isRate);
      if ("accepted" in figure)
        expect(figure.accepted).toEqual({ genuine: expect.toSatisfy(isCount), impostor: expect.toSatisfy(isCount) });
      if ("threshold" in figure) expect(typeof figure.threshold).toBe("number");
    },
  );

  it("names no figure twice: name, convention and options tell them apart", () => {
    const keys = content.figures.map((figure) =>
      JSON.stringify(["name", "convention", ...options].map((field) => figure[field] ?? null)),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(content.figures.every(({ flip }) => typeof flip === "string")).toBe(true);
  });

  it("says where the figures come from, without time and without this machine's folders", () => {
    expect(content.provenance.data).toMatch(digest);
    expect(content.provenance.versions).toMatchObject({
      "magface-eval": expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.versions.node,
    });
    expect(out).not.toContain(cwd);
    expect(out).not.toMatch(/"(?:time|date|\w+(?:Time|Date|At))"|\d{4}-\d\d-\d\d[T ]/);
  });

  it("is the same bytes the next time, and so is all else in the folder", async () => {
    const before = filesBelow(`${cwd}/${folder}`);
    expect((await run(`${line} --format json`, { cwd })).out).toBe(out);
    expect(filesBelow(`${cwd}/${folder}`)).toEqual(before);
  });
});

it("a model's result says which model, preprocessing, provider and runtime", async () => {
  const { out } = await run(`${model.line} --format json --provider cpu`, { cwd: workFolder(model.files) });
  const { provenance } = JSON.parse(out) as Content;
  expect(provenance).toMatchObject({ model: expect.stringMatching(digest), preset: "small", provider: "cpu" });
  expect(provenance.versions.onnxruntime).toMatch(/^\d+\.\d+\.\d+$/);
});
