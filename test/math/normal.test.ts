import { describe, expect, it } from "vitest";
import { probit, z95 } from "../../src/math/normal.js";

/** Share of a standard normal below x, by the series of the density: slow, exact to about 14 digits for |x| < 6. */
function normalBelow(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return x === 0 ? 0.5 : 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

describe("probit", () => {
  it.each([-5, -3, -1.7, -1.44, -1, -0.2, 0, 0.3, 1.43, 2.5, 4])("undoes the distribution at %d", (x) => {
    const p = normalBelow(x);
    // A rounding of p near 1 moves x by about 1e-16 over the density there.
    const slack = 2e-14 + 4e-16 / (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI));
    expect(Math.abs(probit(p) - x)).toBeLessThan(slack);
  });

  // scipy and Python's statistics.NormalDist().inv_cdf agree on these.
  it.each([
    [1e-10, -6.361340902404056],
    [1e-4, -3.71901648545568],
    [0.3, -0.5244005127080407],
    [0.975, 1.959963984540054],
  ])("of %d is %d within 1e-14", (p, x) => {
    expect(probit(p)).toBeCloseTo(x, 13);
  });

  it("is odd about one half, and infinite at the ends", () => {
    expect(probit(0.25)).toBe(-probit(0.75));
    expect([probit(0), probit(1), probit(-0.1), probit(NaN)]).toEqual([-Infinity, Infinity, NaN, NaN]);
    expect(probit(0.975)).toBeCloseTo(z95, 14);
  });
});
