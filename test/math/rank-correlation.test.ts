import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ranks, spearman, weightedSpearman } from "../../src/math/rank-correlation.js";
import { naiveSpearman } from "../oracle/associations.js";

const few = fc.integer({ min: 0, max: 6 });
const places = fc.array(fc.tuple(few, few, fc.integer({ min: 0, max: 3 })), { minLength: 2, maxLength: 40 });

const sameNumber = (found: number, expected: number): void => {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(expected, 12);
};

describe("rank correlation", () => {
  it("shares ranks among equal values", () => {
    expect([...ranks([10, 30, 20, 30, 30])]).toEqual([1, 4, 2, 4, 4]);
  });

  it("of ten pairs by the formula of differences", () => {
    // Without ties: 1 - 6 sum d^2 / (n (n^2 - 1)) with d^2 = 1 + 1 + 4 + 1 + 1 + 0 + 1 + 1 + 0 + 0.
    const a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const b = [2, 1, 5, 3, 4, 6, 8, 7, 9, 10];
    expect(spearman(a, b)).toBeCloseTo(1 - (6 * 10) / 990, 14);
  });

  it("equals the plain computation, ties and all", () => {
    fc.assert(
      fc.property(places, (list) => {
        const [a, b] = [list.map(([x]) => x), list.map(([, y]) => y)];
        sameNumber(spearman(a, b), naiveSpearman(a, b));
      }),
    );
  });

  it("with weights equals the same list with its places repeated", () => {
    fc.assert(
      fc.property(places, (list) => {
        const repeated = list.flatMap((place) => Array.from({ length: place[2] }, () => place));
        const measure = weightedSpearman(
          list.map(([x]) => x),
          list.map(([, y]) => y),
        );
        // Twice with other weights between: nothing of one choice stays for the next.
        const weights = Uint32Array.from(list, ([, , weight]) => weight);
        measure(new Uint32Array(list.length).fill(2));
        sameNumber(
          measure(weights),
          repeated.length === 0
            ? NaN
            : naiveSpearman(
                repeated.map(([x]) => x),
                repeated.map(([, y]) => y),
              ),
        );
      }),
    );
  });
});
