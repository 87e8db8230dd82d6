import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBins, evenChoice } from "../../src/metrics/equal-bins.js";
import { runningMedian } from "../../src/metrics/running-median.js";
import { naiveMedian } from "../oracle/associations.js";

const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 60 });
const plain = (parts: readonly Uint32Array[]): number[][] => parts.map((part) => [...part]);

describe("bins of equal count", () => {
  it("ascend by value, equal values in the order of the list", () => {
    expect(plain(equalBins(Float64Array.of(5, 1, 5, 0, 5, 9), 3))).toEqual([
      [3, 1],
      [0, 2],
      [4, 5],
    ]);
  });

  it("hold every place once, differ by one at most in size, and do not overlap in value", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 12 }), (values, bins) => {
        const parts = plain(equalBins(Float64Array.from(values), bins));
        expect(parts).toHaveLength(bins);
        expect(parts.flat().sort((a, b) => a - b)).toEqual(values.map((_, i) => i));
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const ordered = parts.flat().map((i) => values[i]);
        expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
      }),
    );
  });
});

describe("an even choice", () => {
  it("takes the least, the greatest and what lies evenly between by rank", () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expect([...evenChoice(values, 5)].map((i) => values[i])).toEqual([0, 25, 50, 75, 100]);
  });

  it("takes each place once, as many as asked for or all", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 70 }), (values, most) => {
        const chosen = [...evenChoice(Float64Array.from(values), most)];
        expect(chosen).toHaveLength(Math.min(most, values.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        const ordered = chosen.map((i) => values[i]);
        expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
        if (values.length > 0) expect(ordered[0]).toBe(Math.min(...values));
        if (values.length > 1 && most > 1) expect(ordered.at(-1)).toBe(Math.max(...values));
      }),
    );
  });
});

describe("running median", () => {
  it("equals medians of the sorted points cut into parts", () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.double({ min: -1, max: 1, noNaN: true }));
    // Different x: which of equal ones comes first is the list's matter and no part of the definition.
    const points = fc.uniqueArray(point, { minLength: 1, maxLength: 300, selector: ([x]) => x });
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 20 }), (cloud, asked) => {
        const sorted = [...cloud].sort(([a], [b]) => a - b);
        const bins = Math.max(1, Math.min(asked, Math.floor(cloud.length / 20)));
        const edge = (bin: number): number => Math.floor((bin * sorted.length) / bins);
        const parts = Array.from({ length: bins }, (_, bin) => sorted.slice(edge(bin), edge(bin + 1)));
        const found = runningMedian(
          Float64Array.from(cloud, ([x]) => x),
          Float64Array.from(cloud, ([, y]) => y),
          asked,
        );
        expect([...found.counts]).toEqual(parts.map(({ length }) => length));
        expect([...found.x]).toEqual(parts.map((part) => naiveMedian(part.map(([x]) => x))));
        parts.forEach((part, bin) => expect(found.y[bin]).toBeCloseTo(naiveMedian(part.map(([, y]) => y)), 14));
      }),
    );
  });

  it("of no points is no line", () => {
    const none = runningMedian(new Float64Array(0), new Float64Array(0), 20);
    expect([none.x.length, none.y.length, none.counts.length]).toEqual([0, 0, 0]);
  });
});
