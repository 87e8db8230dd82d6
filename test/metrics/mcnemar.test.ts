import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countDiscordant, mcnemar } from "../../src/metrics/mcnemar.js";
import { naiveSignTest } from "../oracle/multiple-tests.js";

const p = (onlyFirst: number, onlySecond: number): number => mcnemar({ onlyFirst, onlySecond });

describe("exact McNemar", () => {
  it("by hand: of 10 pairs 9 to one side is 2 (1 + 10) / 1024; of 6 none 2 / 64", () => {
    expect(p(1, 9)).toBeCloseTo(22 / 1024, 15);
    expect(p(6, 0)).toBeCloseTo(2 / 64, 15);
  });

  // scipy 1.17.1: binomtest(min(b, c), b + c, 0.5).pvalue
  it.each([
    [0, 1, 1],
    [5, 3, 0.7265625],
    [10, 2, 0.03857421875],
    [121, 59, 4.4344492637551645e-6],
    [15, 15, 1],
    [400, 320, 0.0032110124861901243],
  ])("of %i against %i is scipy's", (b, c, expected) => expect(p(b, c) / expected).toBeCloseTo(1, 11));

  it("is 1 where two never differ", () => expect(p(0, 0)).toBe(1));

  it("is the sum of whole binomials, the same either way round", () => {
    const count = fc.nat(300);
    fc.assert(
      fc.property(count, count, (b, c) => {
        expect(p(b, c)).toBe(p(c, b));
        expect(Math.abs(p(b, c) - naiveSignTest(b, c))).toBeLessThan(1e-13);
      }),
    );
  });

  it("does not underflow where 2^-n does: 20,000 pairs, 9,800 to one side", () => {
    // 200 from 10,000, which is 2 standard deviations of 70.7 and the half a step: 2 (1 - Phi(2.8213)) = 0.00478
    expect(p(9800, 10200)).toBeCloseTo(0.00478, 4);
  });
});

it("counts pairs that only one decided rightly", () => {
  const [first, second] = [
    [1, 1, 0, 0, 1, 0],
    [1, 0, 1, 0, 0, 0],
  ].map((list) => Uint8Array.from(list));
  expect(countDiscordant(first, second)).toEqual({ onlyFirst: 2, onlySecond: 1 });
});
