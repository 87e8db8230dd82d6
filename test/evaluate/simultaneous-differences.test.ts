import { describe, expect, it } from "vitest";
import { isPaired, simultaneousDifferences, type PairedScores } from "../../src/evaluate/simultaneous-differences.js";
import { draws } from "../onnx-models.js";
import { naiveDifferences } from "../oracle/paired-bootstrap.js";

const figure = (name: string, convention = "exact") => ({ name, convention });
const figures = [figure("accuracy"), figure("auc"), figure("eer"), figure("tar@far=1e-1")];
const options = { replicates: 300, seed: 1 };

/** Pairs of two runs that share most of their noise; `gap` parts genuine from impostor. */
function twoRuns(count: number, gap: number, worse = 0, seed = 5): PairedScores {
  const draw = draws(seed);
  const genuine = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const shared = Array.from(genuine, (label) => label * gap + draw() * 0.3);
  const run = (lost: number) =>
    Float64Array.from(shared, (score, i) => Math.max(-1, Math.min(1, score - lost * genuine[i] + draw() * 0.1)));
  return {
    before: run(0),
    after: run(worse),
    genuine,
    fold: Uint16Array.from(genuine, (_, i) => i % 5),
    subjects: null,
  };
}

const lists = ({ before, after, genuine, fold }: PairedScores) => ({
  ...{ before: [...before], after: [...after], genuine: [...genuine], fold: [...fold] },
});

describe("paired differences", () => {
  const pairs = twoRuns(160, 0.4, 0.05);
  const drawn = simultaneousDifferences(pairs, figures, options);

  it("are those of figures counted anew", () => {
    const all = pairs.before.length;
    const naive = naiveDifferences(
      lists(pairs),
      Array.from({ length: all }, (_, i) => i),
    );
    const values = drawn.at(0.95).map(({ value }) => value);
    // Accuracy's thresholds lie midway between training distances: a pair that falls in a gap may be decided otherwise.
    expect(Math.abs(values[0] - naive[0])).toBeLessThan(3 / all);
    values.slice(1).forEach((value, at) => expect(value).toBeCloseTo(naive[at + 1], 12));
  });

  it("have intervals as wide as a naive bootstrap's", () => {
    const draw = draws(77);
    const classes = [0, 1].map((label) => [...pairs.genuine.keys()].filter((i) => pairs.genuine[i] === label));
    const replicates = Array.from({ length: 300 }, () =>
      naiveDifferences(
        lists(pairs),
        classes.flatMap((members) => members.map(() => members[Math.floor(((draw() + 1) / 2) * members.length)])),
      ),
    );
    const centre = naiveDifferences(lists(pairs), Array.from(pairs.before.keys()));
    const spread = figures.map((_, at) => {
      const values = replicates.map((row) => row[at]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    });
    const worst = replicates
      .map((row) => Math.max(...row.map((value, at) => Math.abs(value - centre[at]) / spread[at])))
      .sort((a, b) => a - b);
    const times = worst[Math.floor(0.95 * worst.length)];
    drawn.at(0.95).forEach(({ interval: [low, high] }, at) => {
      const half = (high - low) / 2;
      // Two bootstraps of 300: 4 % of chance in each spread, more in the quantile.
      expect(half / (times * spread[at])).toBeGreaterThan(0.75);
      expect(half / (times * spread[at])).toBeLessThan(1.33);
    });
  });

  it("are wider for more confidence, and for more figures at once", () => {
    const width = (differences: ReturnType<typeof drawn.at>, at: number) =>
      differences[at].interval[1] - differences[at].interval[0];
    const alone = simultaneousDifferences(pairs, [figure("auc")], options);
    expect(width(drawn.at(0.99), 1)).toBeGreaterThan(width(drawn.at(0.95), 1));
    expect(width(drawn.at(0.95), 1)).toBeGreaterThan(width(alone.at(0.95), 0));
  });

  it("of a run and itself are nothing", () => {
    const same = simultaneousDifferences({ ...pairs, after: pairs.before }, figures, options).at(0.95);
    expect(same).toEqual(figures.map(() => ({ value: 0, interval: [0, 0] })));
  });

  it("turn round with the runs", () => {
    const { before, after } = pairs;
    const turned = simultaneousDifferences({ ...pairs, before: after, after: before }, figures, options).at(0.95);
    drawn.at(0.95).forEach(({ value, interval }, at) => {
      expect(turned[at].value).toBeCloseTo(-value, 12);
      expect(turned[at].interval[0]).toBeCloseTo(-interval[1], 12);
    });
  });

  it("depend on the seed alone", () => {
    expect(simultaneousDifferences(pairs, figures, options).at(0.9)).toEqual(drawn.at(0.9));
    expect(simultaneousDifferences(pairs, figures, { ...options, seed: 2 }).at(0.9)).not.toEqual(drawn.at(0.9));
  });

  it("see a model that lost much, and none that lost nothing", () => {
    const lost = simultaneousDifferences(twoRuns(600, 0.4, 0.2), figures, options).at(0.95);
    expect(lost.map(({ interval }) => Math.sign(interval[0]) + Math.sign(interval[1]))).toEqual([-2, -2, 2, -2]);
    const kept = simultaneousDifferences(twoRuns(600, 0.4), figures, options).at(0.95);
    expect(kept.every(({ interval: [low, high] }) => low <= 0 && high >= 0)).toBe(true);
  });

  it("draw subjects with all pairs that they are the left side of", () => {
    const of = Uint32Array.from(pairs.before, (_, i) => i >> 4);
    const over = simultaneousDifferences({ ...pairs, subjects: { of, count: 10 } }, figures, options);
    expect(over.over).toBe("subjects");
    // One subject: every draw is the whole list, and chance has no part in it.
    const one = simultaneousDifferences({ ...pairs, subjects: { of: of.map(() => 0), count: 1 } }, figures, options).at(
      0.95,
    );
    one.forEach(({ value, interval }) => expect(interval).toEqual([value, value]));
  });

  it("are undefined with the FAR, or without a class", () => {
    const [few] = simultaneousDifferences(pairs, [figure("tar@far=1e-3")], options).at(0.95);
    expect(few).toEqual({ value: NaN, interval: [NaN, NaN] });
    const genuine = pairs.genuine.map(() => 1);
    const none = simultaneousDifferences({ ...pairs, genuine }, figures, options).at(0.95);
    expect(none.every(({ value, interval }) => Number.isNaN(value) && Number.isNaN(interval[0]))).toBe(true);
  });
});

it.each([
  ["accuracy", "exact", true],
  ["accuracy", "insightface", true],
  ["accuracy", "magface", false],
  ["auc", "exact", true],
  ["tar@far=1e-4", "exact", true],
  ["tar@far=1e-3", "insightface", false],
  ["rank-1", "exact", false],
])("%s, %s: scores alone give it: %s", (name, convention, expected) =>
  expect(isPaired({ name, convention })).toBe(expected),
);
