import { describe, expect, it } from "vitest";
import { studyMagnitudes, type MagnitudeSet } from "../../src/evaluate/magnitude-study.js";
import { rankAssociation } from "../../src/evaluate/rank-association.js";
import type { Figure } from "../../src/types.js";
import { draws } from "../onnx-models.js";
import { naiveMedian, naiveSpearman } from "../oracle/associations.js";

/** Images of `people` with two to four each, whose cosine follows the magnitude loosely. */
function drawnSet(name: string, people: number, seed: number): MagnitudeSet {
  const draw = draws(seed);
  const subject = Array.from({ length: people }, (_, person) =>
    Array.from({ length: 2 + (person % 3) }, () => person),
  ).flat();
  const magnitude = subject.map(() => 25 + 5 * draw());
  const cosine = magnitude.map((length) => length / 60 + draw() / 4);
  return {
    name,
    magnitude: Float64Array.from(magnitude),
    cosine: Float64Array.from(cosine),
    subject: Uint32Array.from(subject),
  };
}

const plan = { replicates: 200, seed: 1, noCosine: null, fields: { flip: "none" } };
const sets = [drawnSet("easy", 30, 1), drawnSet("hard", 12, 2)];
const study = studyMagnitudes(sets, plan);
const valueOf = (figures: readonly Figure[], name: string, dataset: string): Figure =>
  figures.find((figure) => figure.name === name && figure.dataset === dataset)!;

describe("study of magnitudes", () => {
  it("has the same figures of each set and of all, each once", () => {
    const keys = study.figures.map(({ name, convention, dataset, flip }) => [name, convention, dataset, flip].join());
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(3 * 8);
    expect(studyMagnitudes([sets[0]], plan).figures.map(({ dataset }) => dataset)).toEqual(Array(8).fill("easy"));
  });

  it("counts images, and finds mean and median as a plain computation does", () => {
    const all = [...sets[0].magnitude, ...sets[1].magnitude];
    for (const [name, values] of [
      ["easy", [...sets[0].magnitude]],
      ["all", all],
    ] as const) {
      expect(valueOf(study.figures, "images", name).value).toBe(values.length);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(valueOf(study.figures, "magnitude-mean", name).value).toBeCloseTo(mean, 10);
      expect(valueOf(study.figures, "magnitude-median", name).value).toBeCloseTo(naiveMedian(values), 12);
    }
    const [low, middle, high] = ["q05", "median", "q95"].map((name) =>
      valueOf(study.figures, `magnitude-${name}`, "all"),
    );
    expect(low.value).toBeLessThan(middle.value);
    expect(middle.value).toBeLessThan(high.value);
  });

  it("correlates magnitudes with cosines, all sets' subjects apart", () => {
    const figure = valueOf(study.figures, "magnitude-cosine-spearman", "all");
    const all = (of: "magnitude" | "cosine"): number[] => sets.flatMap((set) => [...set[of]]);
    expect(figure.value).toBeCloseTo(naiveSpearman(all("magnitude"), all("cosine")), 12);
    expect(figure).toMatchObject({ images: 90 + 36, subjects: 42, intervalMethod: "bootstrap over subjects" });
    const [low, high] = figure.interval!;
    expect(low).toBeLessThan(figure.value);
    expect(high).toBeGreaterThan(figure.value);
  });

  it("shares edges between the histograms, and their counts add up", () => {
    const { edges, counts } = study.histogram;
    counts.forEach((list, at) => {
      expect(list).toHaveLength(edges.length - 1);
      expect(list.reduce((sum, count) => sum + count)).toBe(sets[at].magnitude.length);
    });
    const all = sets.flatMap(({ magnitude }) => [...magnitude]);
    expect(edges[0]).toBeLessThanOrEqual(Math.min(...all));
    expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(Math.max(...all));
  });

  it("leaves images without a cosine out of the correlation alone", () => {
    const { magnitude, cosine, subject } = sets[0];
    const lonely: MagnitudeSet = {
      name: "lonely",
      magnitude: Float64Array.of(...magnitude, 99),
      cosine: Float64Array.of(...cosine, NaN),
      subject: Uint32Array.of(...subject!, 1000),
    };
    const { figures } = studyMagnitudes([lonely], plan);
    expect(valueOf(figures, "images", "lonely").value).toBe(magnitude.length + 1);
    const found = valueOf(figures, "magnitude-cosine-spearman", "lonely");
    expect(found).toMatchObject({ images: magnitude.length, subjects: 30 });
    expect(found.value).toBe(valueOf(study.figures, "magnitude-cosine-spearman", "easy").value);
    expect(found.interval).toEqual(valueOf(study.figures, "magnitude-cosine-spearman", "easy").interval);
  });

  it("says why there is no correlation, and has nothing to plot then", () => {
    const bare = { name: "bare", magnitude: Float64Array.of(20, 21, 22), cosine: new Float64Array(3).fill(NaN) };
    const reasonOf = (subject: Uint32Array | null, noCosine: string | null = null): unknown => {
      const { figures, associations } = studyMagnitudes([{ ...bare, subject }], { ...plan, noCosine });
      expect(associations).toEqual([]);
      return valueOf(figures, "magnitude-cosine-spearman", "bare").reason;
    };
    expect(reasonOf(null)).toBe("subjects are not known");
    expect(reasonOf(Uint32Array.of(0, 1, 2))).toBe("no subject has two images");
    expect(reasonOf(null, "not asked for")).toBe("not asked for");
    const flat = { ...bare, magnitude: new Float64Array(3).fill(9), cosine: Float64Array.of(0.1, 0.2, 0.3) };
    const [constant] = studyMagnitudes([{ ...flat, subject: new Uint32Array(3) }], plan).associations;
    expect(constant.correlation).toMatchObject({ value: NaN, reason: "magnitudes or cosines are all equal" });
  });
});

describe("bootstrap over subjects", () => {
  it("draws whole subjects: copies of an image in its subject narrow nothing", () => {
    const { magnitude, cosine, subject } = sets[0];
    const times = <T>(values: Iterable<T>): T[] =>
      [...values].flatMap((value) => Array.from({ length: 9 }, () => value));
    const once = rankAssociation(magnitude, cosine, subject!, 400, 3);
    const often = rankAssociation(
      Float64Array.from(times(magnitude)),
      Float64Array.from(times(cosine)),
      Uint32Array.from(times(subject!)),
      400,
      3,
    );
    expect(often.value).toBeCloseTo(once.value, 12);
    often.interval!.forEach((end, i) => expect(end).toBeCloseTo(once.interval![i], 12));
  });

  it("gives no interval for four subjects, or where none was asked for", () => {
    const { magnitude, cosine, subject } = sets[0];
    const among = (people: number) =>
      rankAssociation(
        magnitude,
        cosine,
        subject!.map((i) => i % people),
        100,
        1,
      );
    expect(among(4).interval).toBeUndefined();
    expect(among(5).interval).toBeDefined();
    expect(rankAssociation(magnitude, cosine, subject!, 0, 1).interval).toBeUndefined();
  });
});
