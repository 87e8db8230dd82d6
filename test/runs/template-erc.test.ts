import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { join } from "node:path";
import { parseQuality } from "../../src/runs/quality-spec.js";
import { runTemplateErc, type TemplateErcRequest } from "../../src/runs/template-erc.js";
import { addFiles, filesBelow, workFolder } from "../cli/command.js";
import { dim, linesOf, soundSet, values } from "../cli/template-files.js";
import { naiveFnmr, naiveLimit, without, type NaivePair } from "../oracle/reject.js";
import { naiveTemplate } from "../oracle/templates.js";
import { listener } from "./workshop.js";

const folder = workFolder(soundSet);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rows = linesOf("images").map((line) => line.split(" "));
const vectorOf = (image: number): number[] => [...values.subarray(image * dim, (image + 1) * dim)];
const length = (vector: readonly number[]): number => Math.hypot(...vector);

/** Templates from the lists, by the definitions: unit vector and the magnitudes of its images. */
const templates = new Map(
  [...new Set(rows.map(([, template]) => template))].map((number) => {
    const images = [...rows.keys()]
      .filter((image) => rows[image][1] === number)
      .map((image) => ({ vector: vectorOf(image), medium: Number(rows[image][2]), weight: 1 }));
    const vector = naiveTemplate(images, "magface-plus", true);
    return [number, { unit: vector.map((x) => x / length(vector)), lengths: images.map((i) => length(i.vector)) }];
  }),
);

function naivePairs(pool: (lengths: readonly number[]) => number): NaivePair[] {
  return linesOf("pairs").map((line) => {
    const [left, right, label] = line.split(" ");
    const [a, b] = [templates.get(left)!, templates.get(right)!];
    const cosine = a.unit.reduce((sum, x, j) => sum + x * b.unit[j], 0);
    const quality = Math.min(pool(a.lengths), pool(b.lengths));
    return { quality, distance: -cosine, genuine: label === "1" };
  });
}

const mean = (lengths: readonly number[]): number => lengths.reduce((a, b) => a + b, 0) / lengths.length;
const request: TemplateErcRequest = {
  ...{ set: "ijbc", data: join(folder, "set"), source: { features: join(folder, "set/feats.npy") } },
  ...{ mode: { pooling: "magface-plus", norm: "kept" }, detectorScore: false, templateQuality: "mean", threads: 1 },
  ...{ qualities: [parseQuality("magnitude")], fmrs: [0.2], conventions: ["exact"], combination: "min" },
  ...{ reject: "pairs", areas: [0.2], bootstrap: 20, seed: 1, provider: "cpu", out: null },
};

describe("error versus reject on templates, against the definitions", () => {
  const { io } = listener();

  it.each([
    ["mean", mean],
    ["max", (lengths: readonly number[]) => Math.max(...lengths)],
    ["min", (lengths: readonly number[]) => Math.min(...lengths)],
  ] as const)("template quality %s", async (templateQuality, pool) => {
    const { measured } = await runTemplateErc({ ...request, templateQuality }, io);
    const pairs = naivePairs(pool);
    const impostors = pairs.filter(({ genuine }) => !genuine).length;
    const limit = naiveLimit(pairs, Math.floor(0.2 * impostors));
    for (const rate of [0, 0.1, 0.5]) {
      const found = measured.figures.find(({ name }) => name === `fnmr@fmr=2e-1,reject=${rate}`)!;
      expect(found.value).toBe(naiveFnmr(without(pairs, Math.floor(rate * pairs.length)), limit));
    }
  });

  it("the threshold anew at each rate", async () => {
    const { measured } = await runTemplateErc({ ...request, conventions: ["refixed"], bootstrap: 0 }, io);
    const pairs = naivePairs(mean);
    for (const rate of [0, 0.25, 0.5]) {
      const stay = without(pairs, Math.floor(rate * pairs.length));
      const allowed = Math.floor(0.2 * stay.filter(({ genuine }) => !genuine).length);
      const found = measured.figures.find(({ name }) => name === `fnmr@fmr=2e-1,reject=${rate}`)!;
      expect(found.value).toBe(naiveFnmr(stay, naiveLimit(stay, allowed)));
    }
  });

  it("sets templates aside, tells thresholds as cosines, and writes a folder", async () => {
    const out = join(folder, "out");
    const both = [parseQuality("magnitude"), parseQuality("random")];
    const made = await runTemplateErc({ ...request, reject: "templates", qualities: both, out }, io);
    const [start] = made.report.result.figures;
    const pairs = naivePairs(mean);
    const limit = naiveLimit(pairs, Math.floor(0.2 * pairs.filter(({ genuine }) => !genuine).length));
    expect(start).toMatchObject({ reject: "templates", templateQuality: "mean", pooling: "magface-plus" });
    expect(start.threshold).toBeCloseTo(-limit, 12);
    expect(made.folder).toBe(join(out, "ijbc/feats/erc"));
    expect([...filesBelow(made.folder!).keys()]).toContain("erc-2e-1.svg");
  });

  it("a quality file that lacks a template's images takes its pairs out of all methods, and says so", async () => {
    const { io: told, warnings } = listener();
    const first = rows[0][1];
    const scores = rows.flatMap(([name, template], image) => (template === first ? [] : [`${name} ${image % 7}\n`]));
    addFiles(folder, { "scores.txt": scores.join("") });
    const file = { ...parseQuality("file=scores.txt"), file: join(folder, "scores.txt") };
    const { measured } = await runTemplateErc({ ...request, qualities: [request.qualities[0], file] }, told);
    // A picture may stand in two templates: only those without any number are gone.
    const named = new Set(scores.map((line) => line.split(" ")[0]));
    const gone = new Set(
      [...templates.keys()].filter((number) => rows.every(([name, own]) => own !== number || !named.has(name))),
    );
    const lost = linesOf("pairs").filter((line) => line.split(" ", 2).some((number) => gone.has(number))).length;
    expect(measured.dropped).toBe(lost);
    if (lost > 0) expect(warnings.join("\n")).toContain(`${lost} of ${linesOf("pairs").length} pairs lack a quality`);
  });
});
