import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.js";
import { conventions, type Convention } from "../../src/evaluate/conventions.js";
import type { VerificationInput } from "../../src/evaluate/input.js";
import { evaluateVerification } from "../../src/evaluate/verification.js";
import { seededRandom } from "../../src/math/random.js";
import { naiveAuc, naiveEer, naiveTar } from "../oracle/curves.js";
import { naiveCentredAngle, naiveFold, naiveMidpoints } from "../oracle/folds.js";

const dim = 16;

/** `count` pairs of 30 subjects, two images each; every other pair genuine, noisy enough that some go wrong. */
function sample(count: number): VerificationInput & { readonly subjects: string[] } {
  const random = seededRandom(count);
  const draw = (): number => random.below(2 ** 20) / 2 ** 19 - 1;
  const centres = Array.from({ length: 30 * dim }, draw);
  const values = Float32Array.from({ length: 60 * dim }, (_, i) => {
    const row = Math.floor(i / dim);
    return (8 + row / 10) * (0.5 + centres[(row >> 1) * dim + (i % dim)] + 1.1 * draw());
  });
  const pick = Array.from({ length: count }, () => [random.below(30), 1 + random.below(29)]);
  return {
    embeddings: { count: 60, dim, values },
    left: Uint32Array.from(pick, ([a]) => 2 * a),
    right: Uint32Array.from(pick, ([a, apart], i) => 2 * (i % 2 === 0 ? a : (a + apart) % 30) + 1),
    genuine: Uint8Array.from(pick, (_, i) => 1 - (i % 2)),
    fold: null,
    subjects: Array.from({ length: 60 }, (_, row) => `subject ${row >> 1}`),
  };
}

const input = sample(203);
const rowOf = (a: number): number[] => Array.from(input.embeddings.values.subarray(a * dim, (a + 1) * dim));
const genuine = [...input.genuine];
const find = (result: ReturnType<typeof evaluateVerification>, name: string, convention: string) =>
  result.figures.find((figure) => figure.name === name && figure.convention === convention)!;

describe("verification of a small set, against naive computations", () => {
  const result = evaluateVerification(input, { conventions, fars: [0.1, 0.02, 1e-3], bootstrap: 0 });
  const scores = [...input.left].map((a, i) => {
    const [u, v] = [rowOf(a), rowOf(input.right[i])];
    const product = (x: number[], y: number[]): number => x.reduce((sum, value, j) => sum + value * y[j], 0);
    return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
  });

  it("scores within 1e-14", () => {
    result.pairs.score.forEach((score, i) => expect(score).toBeCloseTo(scores[i], 14));
    result.pairs.squaredL2.forEach((distance, i) => expect(distance).toBeCloseTo(2 - 2 * scores[i], 13));
  });

  it("AUC, EER, TAR and counts", () => {
    const data = { scores: [...result.pairs.score], genuine };
    expect(find(result, "auc", "exact").value).toBeCloseTo(naiveAuc(data), 14);
    expect(find(result, "eer", "exact").value).toBeCloseTo(naiveEer(data), 12);
    for (const [far, allowed] of [
      [0.1, 10],
      [0.02, 2],
    ]) {
      const { threshold, ...accepted } = naiveTar(data, allowed);
      const tar = find(result, `tar@far=${far.toExponential()}`, "exact");
      expect(tar).toMatchObject({ accepted, threshold, value: accepted.genuine / 102, far: accepted.impostor / 101 });
      expect(find(result, `threshold@far=${far.toExponential()}`, "exact").value).toBe(threshold);
    }
    expect(find(result, "tar@far=1e-3", "exact")).toMatchObject({
      value: NaN,
      reason: "needs 1,000 impostors, has 101",
    });
  });

  const grid = Array.from({ length: 400 }, (_, i) => i * 0.01);
  const inFold = (fold: number): boolean[] =>
    genuine.map((_, i) => i >= [0, 21, 42, 63][fold] && i < [21, 42, 63, 83][fold]);

  /** Distances of all pairs as the first, second, third or fourth fold sees them, by plain loops. */
  const distances: Partial<Record<Convention, (fold: number) => number[]>> = {
    exact: () => [...result.pairs.squaredL2],
    insightface: () => [...result.pairs.squaredL2],
    "magface-no-mean": () => scores.map((score) => Math.acos(score) / Math.PI),
    magface: (fold) => {
      const training = genuine.flatMap((_, i) =>
        inFold(fold)[i] ? [] : [rowOf(input.left[i]), rowOf(input.right[i])],
      );
      return genuine.map((_, i) => naiveCentredAngle(rowOf(input.left[i]), rowOf(input.right[i]), training));
    },
  };
  distances["magface-exact"] = distances.magface;

  it.each(Object.keys(distances) as Convention[])("folds of %s", (convention) => {
    const rows = result.folds.filter((row) => row.convention === convention);
    // KFold of 203 pairs: three folds of 21, seven of 20. The first four are checked.
    expect(rows.map((row) => row.pairs)).toEqual([21, 21, 21, 20, 20, 20, 20, 20, 20, 20]);
    for (const fold of [0, 1, 2, 3]) {
      const candidates = convention.includes("exact") ? naiveMidpoints : () => grid;
      const { threshold, ...counts } = naiveFold(distances[convention]!(fold), genuine, inFold(fold), candidates);
      expect(rows[fold]).toMatchObject(counts);
      expect(rows[fold].threshold).toBeCloseTo(threshold, 11);
    }
    const figure = find(result, "accuracy", convention);
    expect(figure.value).toBeCloseTo(rows.reduce((sum, row) => sum + row.accuracy, 0) / 10, 14);
    expect(figure.correct).toBe(rows.reduce((sum, row) => sum + row.correct, 0));
  });

  it("counts of histograms and statistics add up", () => {
    const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
    expect(sum(result.histograms.score.genuine.counts)).toBe(102);
    expect(sum(result.histograms.score.impostor.counts)).toBe(101);
    expect(sum(result.histograms.magnitude!.impostor.counts)).toBe(202);
    expect(result.statistics.score.impostor.count).toBe(101);
    expect(result.statistics.magnitude!.genuine.count).toBe(204);
    const norms = [...result.pairs.leftMagnitude, ...result.pairs.rightMagnitude];
    expect(find(result, "mean-norm", "insightface").value).toBeCloseTo(norms.reduce((a, b) => a + b) / 406, 12);
    expect(result.curves.roc.far.length).toBe(new Set(result.pairs.score).size + 1);
  });
});

describe("intervals", () => {
  it("are Wilson's for shares and drawn over subjects, where they are known, for the rest", () => {
    const { figures } = evaluateVerification(input, { fars: [0.1] });
    const methods = Object.fromEntries(figures.map((f) => [`${f.name} ${f.convention}`, f.intervalMethod]));
    expect(methods).toMatchObject({
      "accuracy exact": "wilson",
      "accuracy magface": "wilson",
      "tar@far=1e-1 exact": "wilson",
      "tar@far=1e-3 insightface": "wilson",
      "auc exact": "bootstrap over subjects",
      "eer exact": "bootstrap over subjects",
      "threshold@far=1e-1 exact": undefined,
    });
    for (const { interval, value } of figures) {
      if (interval === undefined) continue;
      expect(interval[0]).toBeLessThanOrEqual(value);
      expect(interval[1]).toBeGreaterThanOrEqual(value);
    }
  });

  it("are drawn for all by request, over pairs without subjects, the same for the same seed", () => {
    const once = (seed: number) =>
      evaluateVerification({ ...input, subjects: null }, { fars: [0.1], bootstrap: 200, seed }).figures;
    const found = once(1);
    for (const name of ["accuracy", "auc", "eer", "tar@far=1e-1"]) {
      expect(found.find((figure) => figure.name === name)).toMatchObject({ intervalMethod: "bootstrap over pairs" });
    }
    expect(once(1)).toEqual(found);
    expect(once(2)).not.toEqual(found);
  });
});

describe("what a request may say", () => {
  it("copies its fields onto every figure and leaves magnitudes out", () => {
    const result = evaluateVerification(input, { fields: { flip: "none" }, magnitudes: false, bootstrap: 0 });
    expect(result.figures.every((figure) => figure.flip === "none")).toBe(true);
    expect([result.histograms.magnitude, result.statistics.magnitude]).toEqual([null, null]);
  });

  it("gives every figure a name and convention of its own, in order", () => {
    const { figures } = evaluateVerification(input, { bootstrap: 0 });
    expect(figures.map(({ name, convention }) => `${name} ${convention}`)).toEqual([
      "accuracy exact",
      "accuracy magface",
      "accuracy insightface",
      "auc exact",
      "eer exact",
      "tar@far=1e-2 exact",
      "tar@far=1e-3 exact",
      "tar@far=1e-4 exact",
      "threshold@far=1e-2 exact",
      "threshold@far=1e-3 exact",
      "threshold@far=1e-4 exact",
      "tar@far=1e-3 insightface",
      "mean-norm insightface",
    ]);
  });

  it("takes a protocol's folds", () => {
    const fold = Uint16Array.from(genuine, (_, i) => 3 + (i % 4 < 2 ? 0 : 5));
    const { folds } = evaluateVerification({ ...input, fold }, { conventions: ["exact"], bootstrap: 0 });
    expect(folds.map((row) => [row.fold, row.pairs])).toEqual([
      [0, 102],
      [1, 101],
    ]);
  });

  it.each([
    [{ conventions: ["sphereface" as Convention] }, 'unknown convention "sphereface", expected one of exact, magface,'],
    [{ fars: [0.1, 1.5] }, "FAR 1.5, expected a number above 0 and below 1"],
    [{ folds: 1 }, "1 folds, expected a whole number of at least 2"],
    [{ bootstrap: -1 }, "bootstrap -1, expected a whole number of replicates"],
  ])("refuses %j", (options, message) => {
    expect(() => evaluateVerification(input, options)).toThrow(UserError);
    expect(() => evaluateVerification(input, options)).toThrow(message);
  });
});

describe("inputs that cannot be measured, or not whole", () => {
  const withValue = (at: number, value: number | "zero"): VerificationInput => {
    const values = input.embeddings.values.slice();
    if (value === "zero") values.fill(0, at * dim, (at + 1) * dim);
    else values[at * dim + 3] = value;
    return { ...input, embeddings: { ...input.embeddings, values }, name: (row) => `face-${row}.jpg` };
  };
  const used = input.left[0];

  it.each([
    ["zero" as const, "all numbers are 0, expected a direction"],
    [NaN, "not all numbers are finite"],
    [Infinity, "not all numbers are finite"],
  ])("names an embedding with %s", (value, found) => {
    const run = () => evaluateVerification(withValue(used, value));
    expect(run).toThrow(UserError);
    expect(run).toThrow(`embedding of face-${used}.jpg: ${found}`);
  });

  it("looks only at embeddings of pairs", () => {
    const left = input.left.map((row) => (row === used ? (used + 2) % 60 : row));
    expect(() => evaluateVerification({ ...withValue(used, NaN), left }, { bootstrap: 0 })).not.toThrow();
  });

  const part = (keep: (i: number) => boolean): VerificationInput => ({
    ...input,
    left: input.left.filter((_, i) => keep(i)),
    right: input.right.filter((_, i) => keep(i)),
    genuine: input.genuine.filter((_, i) => keep(i)),
  });

  it("refuses no pairs, and one fold", () => {
    expect(() => evaluateVerification(part(() => false))).toThrow("no pairs to verify");
    const fold = new Uint16Array(203);
    expect(() => evaluateVerification({ ...input, fold })).toThrow("all pairs are in one fold, expected at least 2");
  });

  it.each([
    ["genuine", 0],
    ["impostor", 1],
  ])("gives NaN and the reason without %s pairs", (missing, label) => {
    const { figures, curves } = evaluateVerification(part((i) => genuine[i] === label));
    const undefinedFigures = figures.filter(({ name }) => name !== "mean-norm");
    for (const { value, reason, interval } of undefinedFigures) {
      expect(value).toBeNaN();
      expect(reason).toContain(`no ${missing} pairs`);
      expect(interval).toBeUndefined();
    }
    expect(curves.roc[missing === "genuine" ? "tar" : "far"].every(Number.isNaN)).toBe(true);
  });

  it("still measures what can be with fewer pairs than folds", () => {
    const { figures, folds } = evaluateVerification(part((i) => i < 6));
    expect(folds).toEqual([]);
    expect(figures.find(({ name }) => name === "accuracy")).toMatchObject({
      value: NaN,
      reason: "10 folds need as many pairs, has 6",
    });
    expect(figures.find(({ name }) => name === "auc")!.value).toBeGreaterThan(0);
  });

  it.each([
    [{ right: new Uint32Array(5) }, "right: 5 pairs, expected 203"],
    [{ genuine: new Uint8Array(5) }, "genuine: 5 pairs, expected 203"],
    [{ fold: new Uint16Array(5) }, "fold: 5 pairs, expected 203"],
    [{ subjects: ["a"] }, "subjects: 1, expected 60"],
    [{ left: new Uint32Array(203).fill(60) }, "row 60, expected below 60"],
    [{ embeddings: { count: 60, dim: 15, values: input.embeddings.values } }, "960 numbers, expected 60 x 15"],
  ])("takes arrays that do not belong together as the caller's fault", (change, message) => {
    expect(() => evaluateVerification({ ...input, ...change })).toThrow(new RangeError(message));
  });
});
