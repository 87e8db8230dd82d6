import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedQualityScore } from "../../src/quality/unified.js";

describe("UnifiedQualityScore", () => {
  // By hand: 100 / (1 + e^((23 - a) / 2.6)) is 12.75, 23.98, 50, 68.33, 94.20.
  it.each([
    [18, 13],
    [20, 24],
    [23, 50],
    [25, 68],
    [30.25, 94],
  ])("of magnitude %d is %d", (magnitude, score) => {
    expect(unifiedQualityScore(magnitude)).toBe(score);
  });

  it("stays within 0 and 100 whatever the magnitude, and NaN stays NaN", () => {
    expect([-1e6, 0, 1e6, Infinity].map(unifiedQualityScore)).toEqual([0, 0, 100, 100]);
    expect(unifiedQualityScore(NaN)).toBeNaN();
  });

  it("never falls as the magnitude rises", () => {
    const magnitude = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(magnitude, magnitude, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(unifiedQualityScore(low)).toBeLessThanOrEqual(unifiedQualityScore(high));
      }),
    );
  });
});
