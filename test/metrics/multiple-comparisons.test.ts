import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapP, leastP } from "../../src/metrics/bootstrap-test.js";
import { percentileInterval } from "../../src/metrics/interval.js";
import { benjaminiHochberg, holm } from "../../src/metrics/multiple-comparisons.js";
import { naiveBenjaminiHochberg, naiveHolm } from "../oracle/multiple-tests.js";

const values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04];
const near = (found: readonly number[], expected: readonly number[]): void =>
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 14));

/** Multiples of 1/1000 with repeats; levels between them, so that rounding decides nothing. */
const lists = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
  { minLength: 1, maxLength: 12 },
);

describe("p values of many tests", () => {
  it("by Holm, by hand: 6 x .005, 5 x .01, 4 x .03, then none below the one before", () =>
    near(holm(values), [0.05, 0.12, 0.12, 0.03, 0.2, 0.12]));

  it("by Benjamini and Hochberg, by hand and as scipy 1.17.1's false_discovery_control", () =>
    near(benjaminiHochberg(values), [0.03, 0.048, 0.048, 0.03, 0.2, 0.048]));

  it("never exceed 1, and one alone stays as it is", () => {
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect([holm([0.03]), benjaminiHochberg([0.03]), holm([]), benjaminiHochberg([])]).toEqual([
      [0.03],
      [0.03],
      [],
      [],
    ]);
  });

  it.each([
    ["Holm", holm, naiveHolm],
    ["Benjamini and Hochberg", benjaminiHochberg, naiveBenjaminiHochberg],
  ] as const)("refuse what %s's own steps refuse, at any level", (_, adjusted, refused) => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 300 }), (ps, n) => {
        const level = (n + 0.37) / 1009;
        expect(adjusted(ps).map((value) => value <= level)).toEqual(refused(ps, level));
      }),
    );
  });
});

describe("p of a bootstrap's differences", () => {
  const p = (...differences: number[]): number => bootstrapP(Float64Array.from(differences));

  it("by hand: 9 of 10 above 0 is 2 (1 + 1) / 11, all of 39 is 2 / 40; 0 counts on either side", () => {
    expect(p(-1, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toBeCloseTo(4 / 11, 15);
    expect(p(...Array.from({ length: 39 }, (_, i) => -1 - i))).toBeCloseTo(0.05, 15);
    expect(leastP(39)).toBeCloseTo(0.05, 15);
    expect(p(0, 0, 0)).toBe(1);
    expect(p(0, 0, 1, 1, 1)).toBeCloseTo((2 * 3) / 6, 15);
  });

  it("leaves out what is not defined, and is not defined where most is not", () => {
    expect(p(NaN, 1, 1, -1)).toBe(1);
    expect([p(NaN, NaN, 1), p()]).toEqual([NaN, NaN]);
  });

  it("is below 0.05 only where the 95 % percentile interval leaves 0 out", () => {
    const draws = fc.array(fc.integer({ min: -20, max: 400 }), { minLength: 200, maxLength: 300 });
    fc.assert(
      fc.property(draws, (differences) => {
        const list = Float64Array.from(differences);
        const [low, high] = percentileInterval(list)!;
        if (bootstrapP(list) < 0.05) expect(low > 0 || high < 0).toBe(true);
      }),
    );
  });
});
