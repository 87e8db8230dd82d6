import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { auc } from "../../src/metrics/auc.js";
import { bootstrap, resamplePairs, resampleSubjects, weightedTally } from "../../src/metrics/bootstrap.js";
import { percentileInterval } from "../../src/metrics/interval.js";
import { operatingPoint } from "../../src/metrics/operating-point.js";
import { replicates, replicateTasks, type PairSample, type ReplicateTask } from "../../src/metrics/replicates.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { naiveAuc, naiveEer, naiveTar, type Labelled } from "../oracle/curves.js";
import { naiveImpostorEer, type WeightedPair } from "../oracle/impostor-steps.js";

interface Pair {
  readonly score: number;
  readonly genuine: number;
  readonly a: number;
  readonly b: number;
}

const subjects = 9;

/** Pairs of a few subjects; genuine pairs score higher on average. `ties`: scores in eighths, else all distinct. */
function drawPairs(seed: number, same: number, other: number, ties: boolean): Pair[] {
  const random = seededRandom(seed);
  return Array.from({ length: same + other }, (_, i) => {
    const genuine = i < same ? 1 : 0;
    const a = random.below(subjects);
    const level = random.below(1 << 20) / (1 << 20) + genuine * 0.4;
    const score = ties ? Math.round(8 * level) / 8 : level + i * 1e-9;
    return { score, genuine, a, b: genuine ? a : (a + 1 + random.below(subjects - 1)) % subjects };
  });
}

/** The sample of all pairs, each standing for itself. */
function sampleOf(pairs: readonly Pair[]): PairSample & { readonly ordered: readonly Pair[] } {
  const ordered = [...pairs].sort((one, two) => two.score - one.score);
  const [same, other] = [1, 0].map((label) => ordered.filter(({ genuine }) => genuine === label));
  const sides = (list: readonly Pair[]) => ({
    a: Uint32Array.from(list, ({ a }) => a),
    b: Uint32Array.from(list, ({ b }) => b),
  });
  return {
    ordered,
    genuine: sides(same),
    impostor: sides(other),
    stands: new Float64Array(other.length).fill(1),
    above: Uint32Array.from(same, ({ score }) => other.filter((impostor) => impostor.score >= score).length),
    higher: Uint32Array.from(same, ({ score }) => other.filter((impostor) => impostor.score > score).length),
    subjects,
  };
}

const fars = [0, 0.001, 0.03, 0.1, 0.25, 0.5, 1];
const task = (sample: PairSample, over: "subjects" | "pairs", count: number, seed = 17): ReplicateTask => ({
  ...{ sample, fars, count, seed, over },
});

const weighted = (pairs: readonly Pair[], drawn: readonly number[]) =>
  pairs.map(({ score, genuine, a, b }) => ({ score, genuine, weight: a === b ? drawn[a] : drawn[a] * drawn[b] }));

/** Every pair as often as its subjects were drawn. */
function writtenOut(pairs: readonly WeightedPair[]): Labelled {
  const all = pairs.flatMap((pair) => Array<WeightedPair>(pair.weight).fill(pair));
  return { scores: all.map(({ score }) => score), genuine: all.map(({ genuine }) => genuine) };
}

/** The counts that a replicate draws, made from the same seed: so many subjects as there are, with replacement. */
function drawCounts(random: ReturnType<typeof seededRandom>): number[] {
  const counts = Array<number>(subjects).fill(0);
  for (let n = 0; n < subjects; n++) counts[random.below(subjects)]++;
  return counts;
}

describe("replicates over subjects, against the pairs written out as often as they were drawn", () => {
  it.each([
    ["distinct scores", false],
    ["scores with ties", true],
  ])("%s", (_, ties) => {
    for (const seed of [1, 2, 3]) {
      const { ordered, ...sample } = sampleOf(drawPairs(seed, 25, 45, ties));
      const random = seededRandom(90 + seed);
      for (const { auc: area, eer, tar } of replicates(task(sample, "subjects", 30, 90 + seed))) {
        const pairs = weighted(ordered, drawCounts(random));
        const data = writtenOut(pairs);
        const impostors = data.genuine.filter((label) => label === 0).length;
        expect(area).toBeCloseTo(naiveAuc(data), 12);
        tar.forEach((value, at) => {
          const { genuine } = naiveTar(data, Math.floor(fars[at] * impostors * (1 + 1e-12)));
          expect(value).toBe(genuine / (data.genuine.length - impostors));
        });
        expect(eer).toBeCloseTo(naiveImpostorEer(pairs), 12);
      }
    }
  });

  it.each([false, true])("EER within the share of one score's impostors of the exact one, ties: %s", (ties) => {
    const { ordered, ...sample } = sampleOf(drawPairs(4, 40, 60, ties));
    const random = seededRandom(17);
    for (const { eer } of replicates(task(sample, "subjects", 40))) {
      const pairs = weighted(ordered, drawCounts(random));
      const impostors = pairs.filter(({ genuine }) => genuine === 0);
      const sum = (list: readonly WeightedPair[]): number => list.reduce((total, { weight }) => total + weight, 0);
      const heaviest = Math.max(...impostors.map(({ score }) => sum(impostors.filter((one) => one.score === score))));
      expect(Math.abs(eer - naiveEer(writtenOut(pairs)))).toBeLessThanOrEqual(heaviest / sum(impostors) + 1e-12);
    }
  });

  it("an impostor that stands for five counts like five", () => {
    const { ordered, ...sample } = sampleOf(drawPairs(5, 20, 30, false));
    const five = replicates(task({ ...sample, stands: sample.stands.map((_, i) => (i % 2 ? 5 : 1)) }, "subjects", 10));
    let impostor = 0;
    const written = ordered.flatMap((pair) => Array<Pair>(!pair.genuine && impostor++ % 2 ? 5 : 1).fill(pair));
    const all = replicates(task(sampleOf(written), "subjects", 10));
    five.forEach(({ auc: area, tar }, at) => {
      expect(area).toBeCloseTo(all[at].auc, 12);
      expect(tar).toEqual(all[at].tar);
    });
  });
});

describe("replicates", () => {
  const { ordered, ...sample } = sampleOf(drawPairs(8, 200, 400, false));

  it.each(["subjects", "pairs"] as const)("over %s: the seed says all", (over) => {
    const once = replicates(task(sample, over, 20));
    expect(replicates(task(sample, over, 20))).toEqual(once);
    expect(replicates(task(sample, over, 20, 18))).not.toEqual(once);
    expect(new Set(once.map(({ auc: area }) => area)).size).toBeGreaterThan(10);
  });

  it("in tasks: as many as asked for, all different, the same however tasks are grouped", () => {
    const whole = task(sample, "pairs", 300);
    const tasks = replicateTasks(whole);
    expect(tasks.reduce((sum, { count }) => sum + count, 0)).toBe(300);
    expect(new Set(tasks.map(({ seed }) => seed)).size).toBe(tasks.length);
    const inOrder = tasks.flatMap((part) => replicates(part));
    const backwards = [...tasks].reverse().map((part) => replicates(part));
    expect(backwards.reverse().flat()).toEqual(inOrder);
    expect(new Set(inOrder.map(({ auc: area }) => area)).size).toBeGreaterThan(280);
    // More of them begin with the same ones.
    const more = replicateTasks({ ...whole, count: 375 }).flatMap((part) => replicates(part));
    expect(more.slice(0, 250)).toEqual(inOrder.slice(0, 250));
    expect(replicateTasks({ ...whole, count: 0 })).toEqual([]);
    expect(replicateTasks({ ...whole, count: 125 })).toHaveLength(1);
  });

  it.each(["pairs", "subjects"] as const)(
    "over %s: percentile intervals as metrics/bootstrap.ts gives them, ends within a tenth of their width",
    (over) => {
      const scores = ordered.map(({ score }) => score);
      const genuine = ordered.map((pair) => pair.genuine);
      const tally = tallyOf(scores, genuine);
      const retally = weightedTally(tally, scores, genuine);
      const [left, right] = [ordered.map(({ a }) => a), ordered.map(({ b }) => b)];
      const random = seededRandom(5);
      const draw = over === "pairs" ? resamplePairs(genuine, random) : resampleSubjects(left, right, subjects, random);
      const slow = bootstrap(scores.length, draw, 2000, (weights) => {
        const again = retally(weights);
        return [auc(again), operatingPoint(again, 0.1).tar];
      });
      const fast = replicateTasks(task(sample, over, 2000)).flatMap((part) => replicates(part));
      const quick = [fast.map((one) => one.auc), fast.map(({ tar }) => tar[fars.indexOf(0.1)])];
      slow.forEach((column, at) => {
        const expected = percentileInterval(column)!;
        const found = percentileInterval(Float64Array.from(quick[at]))!;
        const width = expected[1] - expected[0];
        expect(Math.abs(found[0] - expected[0]) / width).toBeLessThan(0.1);
        expect(Math.abs(found[1] - expected[1]) / width).toBeLessThan(0.1);
      });
    },
  );

  it("FAR times impostors counts as whole where it is so in decimals", () => {
    // 0.29 x 100 is 28.999999999999996 in doubles. One subject is drawn once, always: each pair stays.
    const none = (length: number) => ({ a: new Uint32Array(length), b: new Uint32Array(length) });
    const above = Uint32Array.from({ length: 100 }, (_, i) => i + 1);
    const one = {
      genuine: none(100),
      impostor: none(100),
      stands: new Float64Array(100).fill(1),
      above,
      higher: above,
    };
    const [{ tar }] = replicates({
      sample: { ...one, subjects: 1 },
      fars: [0.28, 0.29],
      count: 1,
      seed: 1,
      over: "subjects",
    });
    expect(tar).toEqual([0.28, 0.29]);
  });

  /** Areas of one genuine pair between two impostors: the share of the lower one's count. */
  const areas = (stands: readonly [number, number]): number[] => {
    const side = (length: number) => ({ a: new Uint32Array(length), b: new Uint32Array(length) });
    const [above, higher] = [Uint32Array.of(1), Uint32Array.of(1)];
    const two: PairSample = {
      ...{ genuine: side(1), impostor: side(2), stands: Float64Array.from(stands), above, higher, subjects: 0 },
    };
    const drawn = replicates({ sample: two, fars: [], count: 40_000, seed: 2, over: "pairs" });
    return drawn.map((one) => one.auc).filter((area) => !Number.isNaN(area));
  };
  const moments = (values: readonly number[], weights: readonly number[]) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = values.reduce((sum, value, i) => sum + value * weights[i], 0) / all;
    const spread = Math.sqrt(values.reduce((sum, value, i) => sum + weights[i] * (value - mean) ** 2, 0) / all);
    return { mean, spread };
  };

  it.each([
    [3, 3],
    [1, 4],
    [12, 29],
  ])("over pairs: impostors that stand for %i and %i vary as Poisson counts do, mean to 0.005", (upper, lower) => {
    const shares = (mean: number): number[] => {
      const share = [Math.exp(-mean)];
      for (let k = 1; k < 120; k++) share.push((share[k - 1] * mean) / k);
      return share;
    };
    const couples = shares(upper).flatMap((p, x) => shares(lower).map((q, y) => [y / (x + y), x + y > 0 ? p * q : 0]));
    const expected = moments(
      ...([0, 1].map((at) => couples.slice(1).map((couple) => couple[at])) as [number[], number[]]),
    );
    const drawn = areas([upper, lower]);
    const found = moments(drawn, Array(drawn.length).fill(1));
    expect(found.mean).toBeCloseTo(expected.mean, 2);
    expect(found.spread / expected.spread).toBeCloseTo(1, 1);
  });

  it("over pairs: impostors that stand for many vary as so many drawn ones would", () => {
    // The share of one of two equal Poisson counts is close to that of 800 fair draws.
    const drawn = areas([400, 400]);
    const { mean, spread } = moments(drawn, Array(drawn.length).fill(1));
    expect(mean).toBeCloseTo(0.5, 2);
    expect(spread / Math.sqrt(0.25 / 800)).toBeCloseTo(1, 1);
  });
});
