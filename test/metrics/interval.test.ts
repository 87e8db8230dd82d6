import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { auc } from "../../src/metrics/auc.js";
import { bootstrap, resamplePairs, resampleSubjects, weightedTally } from "../../src/metrics/bootstrap.js";
import { percentileInterval, wilsonInterval } from "../../src/metrics/interval.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { naiveAuc } from "../oracle/curves.js";

describe("Wilson's interval", () => {
  // The two roots p of (p - k/n)^2 = z^2 p (1 - p) / n, solved as a quadratic in Python.
  it.each([
    [3, 20, 0.05236874589621661, 0.36041886474075696],
    [5991, 6000, 0.9971514585415633, 0.999210627471117],
    [0, 10, 0, 0.2775327998628892],
    [10, 10, 0.7224672001371114, 1],
  ])("of %i in %i solves its equation", (hits, trials, low, high) => {
    const found = wilsonInterval(hits, trials)!;
    expect(found[0]).toBeCloseTo(low, 13);
    expect(found[1]).toBeCloseTo(high, 13);
  });

  it("is none without trials", () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});

describe("percentile interval", () => {
  it("cuts 2.5 % off each end", () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => 1000 - i);
    expect(percentileInterval(values)).toEqual([25, 975]);
  });

  it("leaves out undefined replicates unless they are most", () => {
    expect(percentileInterval(Float64Array.of(NaN, 1, 1))).toEqual([1, 1]);
    expect(percentileInterval(Float64Array.of(NaN, NaN, 1))).toBeUndefined();
    expect(percentileInterval(new Float64Array(0))).toBeUndefined();
  });
});

describe("bootstrap", () => {
  const genuine = Uint8Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const total = (weights: Uint32Array, label: number): number =>
    weights.reduce((sum, weight, i) => sum + (genuine[i] === label ? weight : 0), 0);

  it("over pairs keeps the number of each class", () => {
    const resample = resamplePairs(genuine, seededRandom(1));
    const weights = new Uint32Array(40);
    for (let n = 0; n < 20; n++) {
      resample(weights);
      expect([total(weights, 1), total(weights, 0)]).toEqual([10, 30]);
    }
  });

  it("over subjects weighs a pair by the draws of its subjects", () => {
    // Pair i < 5 is subject i with itself, which tells how often i was drawn; the rest are all couples.
    const couples = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].filter((b) => b > a).map((b) => [a, b]));
    const left = [0, 1, 2, 3, 4, ...couples.map(([a]) => a)];
    const right = [0, 1, 2, 3, 4, ...couples.map(([, b]) => b)];
    const resample = resampleSubjects(left, right, 5, seededRandom(9));
    const weights = new Uint32Array(left.length);
    for (let n = 0; n < 20; n++) {
      resample(weights);
      const drawn = weights.slice(0, 5);
      expect(drawn.reduce((sum, times) => sum + times)).toBe(5);
      couples.forEach(([a, b], i) => expect(weights[5 + i]).toBe(drawn[a] * drawn[b]));
    }
  });

  it("counts a weighted pair as that many pairs", () => {
    const scores = Float64Array.from({ length: 40 }, (_, i) => ((i * 7) % 11) / 10);
    const retally = weightedTally(tallyOf(scores, genuine), scores, genuine);
    const resample = resamplePairs(genuine, seededRandom(4));
    const weights = new Uint32Array(40);
    for (let n = 0; n < 10; n++) {
      resample(weights);
      const drawn = [...weights].flatMap((times, i) => Array.from({ length: times }, () => i));
      const expected = naiveAuc({ scores: drawn.map((i) => scores[i]), genuine: drawn.map((i) => genuine[i]) });
      expect(auc(retally(weights))).toBeCloseTo(expected, 14);
    }
  });

  it("gives a share's interval near the binomial one, and the same for the same seed", () => {
    // 300 of 1000 right: standard error 0.01449, 95 % about 0.2716 .. 0.3284; the replicates' quantiles add noise.
    const right = Uint8Array.from({ length: 1000 }, (_, i) => (i < 300 ? 1 : 0));
    const once = () =>
      bootstrap(1000, resamplePairs(new Uint8Array(1000), seededRandom(2)), 2000, (weights) => [
        weights.reduce((sum, weight, i) => sum + weight * right[i], 0) / 1000,
      ]);
    const [low, high] = percentileInterval(once()[0])!;
    expect(Math.abs(low - 0.2716)).toBeLessThan(0.004);
    expect(Math.abs(high - 0.3284)).toBeLessThan(0.004);
    expect(once()).toEqual(once());
  });
});
