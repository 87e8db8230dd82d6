import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partialArea } from "../../src/metrics/partial-area.js";
import { rejectCurve } from "../../src/metrics/error-versus-reject.js";
import {
  areasTo,
  changeCurve,
  exactThreshold,
  fnmrAt,
  sortPairs,
  StepCounter,
  weightedThreshold,
} from "../../src/metrics/reject-steps.js";
import { combinedOrder, imageOrder, pairOrder } from "../../src/metrics/reject-order.js";

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly distance: number;
  readonly genuine: boolean;
  readonly weight: number;
}

/** Pairs of 9 images with ties in everything. */
const anyPairs = fc.array(
  fc.record({
    left: fc.integer({ min: 0, max: 8 }),
    right: fc.integer({ min: 0, max: 8 }),
    distance: fc.integer({ min: 0, max: 20 }).map((d) => d / 32),
    genuine: fc.boolean(),
    weight: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 6, maxLength: 40 },
);
const anyQuality = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 9, maxLength: 9 });

const arrays = (pairs: readonly Pair[]) => ({
  distance: Float64Array.from(pairs, ({ distance }) => distance),
  genuine: Uint8Array.from(pairs, ({ genuine }) => Number(genuine)),
  left: Uint32Array.from(pairs, ({ left }) => left),
  right: Uint32Array.from(pairs, ({ right }) => right),
  weights: Uint32Array.from(pairs, ({ weight }) => weight),
});

/** Every pair written out as often as it weighs. */
const expanded = (pairs: readonly Pair[]): Pair[] => pairs.flatMap((pair) => new Array<Pair>(pair.weight).fill(pair));

/** The rule read off the definition: the distance of the first impostor that must be refused. */
function naiveThreshold(pairs: readonly Pair[], fmr: number): number {
  const impostors = pairs
    .filter(({ genuine }) => !genuine)
    .map(({ distance }) => distance)
    .sort((a, b) => a - b);
  const allowed = Math.floor(fmr * impostors.length * (1 + 1e-12));
  return impostors.length === 0 ? NaN : (impostors[allowed] ?? Infinity);
}

function naiveFnmr(pairs: readonly Pair[], threshold: number): number {
  const same = pairs.filter(({ genuine }) => genuine);
  return same.filter(({ distance }) => !(distance < threshold)).length / same.length;
}

const qualityOf = (quality: readonly number[], { left, right }: Pair): number =>
  Math.min(quality[left], quality[right]);

describe("steps of rejection, against pairs written out as often as they weigh", () => {
  it("threshold", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const { distance, genuine, weights } = arrays(pairs);
        for (const fmr of [0.1, 0.25, 0.5])
          expect(weightedThreshold(sortPairs(distance, genuine), weights, fmr)).toBe(
            naiveThreshold(expanded(pairs), fmr),
          );
      }),
    );
  });

  it("by pair: each step takes the worst that is left, equal ones in the order of the list", () => {
    fc.assert(
      fc.property(anyPairs, anyQuality, (pairs, quality) => {
        const { distance, genuine, weights } = arrays(pairs);
        const all = pairs.map((pair) => qualityOf(quality, pair));
        const counter = new StepCounter(sortPairs(distance, genuine), pairOrder(Float64Array.from(all)));
        const { rate, fnmr } = counter.count(weights, 0.3);
        const order = [...pairs.keys()].sort((a, b) => all[a] - all[b] || a - b);
        const total = expanded(pairs).length;
        order.forEach((_, k) => {
          const aside = expanded(order.slice(0, k).map((i) => pairs[i])).length;
          expect(fnmr[k]).toBe(naiveFnmr(expanded(order.slice(k).map((i) => pairs[i])), 0.3));
          if (total > 0) expect(rate[k]).toBe(aside / total);
        });
      }),
    );
  });

  it("by image: a pair leaves with the worse of its two", () => {
    fc.assert(
      fc.property(anyPairs, anyQuality, (pairs, quality) => {
        const { distance, genuine, left, right, weights } = arrays(pairs);
        const order = imageOrder(Float64Array.from(quality), left, right);
        const used = [...new Set([...left, ...right])].sort((a, b) => quality[a] - quality[b] || a - b);
        expect(order.steps).toBe(used.length);
        const { rate, fnmr } = new StepCounter(sortPairs(distance, genuine), order).count(weights, 0.3);
        used.forEach((_, k) => {
          const gone = new Set(used.slice(0, k));
          const stay = pairs.filter((pair) => !gone.has(pair.left) && !gone.has(pair.right));
          expect(fnmr[k]).toBe(naiveFnmr(expanded(stay), 0.3));
          expect(rate[k]).toBe(k / used.length);
        });
      }),
    );
  });

  it("with every pair once: the curve and areas of metrics/error-versus-reject.ts", () => {
    fc.assert(
      fc.property(anyPairs, anyQuality, (pairs, quality) => {
        fc.pre(pairs.filter((pair) => !pair.genuine).length >= 2); // FMR 0.5 means nothing on fewer.
        const { distance, genuine } = arrays(pairs);
        const of = Float64Array.from(pairs, (pair) => qualityOf(quality, pair));
        const whole = rejectCurve({ quality: of, distance, genuine }, 0.5);
        const weights = new Uint32Array(pairs.length).fill(1);
        const sorted = sortPairs(distance, genuine);
        const curve = new StepCounter(sorted, pairOrder(of)).count(weights, weightedThreshold(sorted, weights, 0.5));
        expect([...curve.fnmr]).toEqual([...whole]);
        const to = Math.floor(pairs.length / 2) / pairs.length;
        const { area } = partialArea(whole, to);
        if (to > 0 && !Number.isNaN(area)) expect(areasTo(curve, [to])[0]).toBeCloseTo(area, 12);
      }),
    );
  });

  it("where it changes: the steps that take a genuine pair, and areas in whole steps", () => {
    fc.assert(
      fc.property(anyPairs, anyQuality, fc.constantFrom(0.1, 0.3, NaN), (pairs, quality, threshold) => {
        const { distance, genuine, left, right } = arrays(pairs);
        const of = Float64Array.from(pairs, (pair) => qualityOf(quality, pair));
        const sorted = sortPairs(distance, genuine);
        for (const order of [pairOrder(of), imageOrder(Float64Array.from(quality), left, right)]) {
          const whole = new StepCounter(sorted, order).count(new Uint32Array(pairs.length).fill(1), threshold);
          const { step, rate, fnmr } = changeCurve(sorted, order, threshold);
          const takesGenuine = (k: number) => pairs.some((pair, i) => pair.genuine && order.exit[i] === k - 1);
          expect([...step]).toEqual([...whole.rate.keys()].filter((k) => k === 0 || takesGenuine(k)));
          expect([...fnmr]).toEqual([...step].map((k) => whole.fnmr[k]));
          expect([...rate]).toEqual([...step].map((k) => k / order.steps));
        }
      }),
    );
  });

  it("the exact threshold of all pairs is the weighted one where each weighs 1", () => {
    fc.assert(
      fc.property(anyPairs, fc.constantFrom(0.1, 0.25, 0.5), (pairs, fmr) => {
        const { distance, genuine } = arrays(pairs);
        const impostors = pairs.filter((pair) => !pair.genuine).length;
        const found = exactThreshold(sortPairs(distance, genuine), fmr);
        if (Math.floor(fmr * impostors) < 1) expect(found).toBeNaN();
        else expect(found).toBe(naiveThreshold(pairs, fmr));
      }),
    );
  });

  it("pairs counted into place by their images' ranks leave as sorted pairs do", () => {
    fc.assert(
      fc.property(anyPairs, anyQuality, (pairs, quality) => {
        const { left, right } = arrays(pairs);
        for (const combine of [Math.min, Math.max]) {
          const of = Float64Array.from(pairs, (pair) => combine(quality[pair.left], quality[pair.right]));
          expect(combinedOrder(Float64Array.from(quality), left, right, combine)).toEqual(pairOrder(of));
        }
      }),
    );
  });

  it("FNMR at a share is that of the last step at or below it", () => {
    const curve = { rate: Float64Array.of(0, 0.25, 0.5, 0.75), fnmr: Float64Array.of(0.4, 0.3, 0.2, 0.1) };
    expect([0, 0.2, 0.25, 0.74, 0.95].map((share) => fnmrAt(curve, share))).toEqual([0.4, 0.4, 0.3, 0.2, 0.1]);
    expect(areasTo(curve, [0.25, 0.5, 0.6])).toEqual([0.1, 0.175, 0.175 + (0.6 - 0.5) * 0.2]);
  });
});
