import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { sortedFloats } from "../../src/math/sort-floats.js";

const random = seededRandom(41);
const unit = (): number => random.below(2 ** 21) / 2 ** 20 - 1;

const draws: readonly (readonly [string, () => number])[] = [
  ["spread evenly", unit],
  ["of five values", () => random.below(5) / 4 - 0.5],
  ["all equal", () => 0.25],
  ["crowded around zero with a few far off", () => unit() ** 31],
  ["of all magnitudes", () => unit() * 10 ** (random.below(600) - 300)],
  ["so far apart that their range is no double", () => unit() * Number.MAX_VALUE],
  ["denormal", () => (random.below(2000) - 1000) * Number.MIN_VALUE],
  ["denormal beside others", () => (random.below(3) === 0 ? unit() : random.below(9) * Number.MIN_VALUE)],
  ["zeros of both signs and their neighbours", () => [0, -0, Number.MIN_VALUE, -Number.MIN_VALUE][random.below(4)]],
  ["neighbouring doubles", () => 1 + random.below(7) * Number.EPSILON],
];
const lengths = [0, 1, 2, 3, 7, 8, 23, 24, 25, 26, 100, 5000, 200_000];

/** Place of the first difference, -1 = none; 0 and -0 are the same. */
const firstDifference = (found: Float64Array, expected: Float64Array): number =>
  found.length === expected.length ? found.findIndex((value, i) => value !== expected[i]) : found.length;

describe("numbers sorted in buckets are those of the typed array's own sort", () => {
  it.each(draws)("%s, in any order, ascending and descending", (_, draw) => {
    for (const length of lengths) {
      const values = Float64Array.from({ length }, draw);
      const before = values.slice();
      const expected = values.slice().sort();
      expect(firstDifference(sortedFloats(values), expected)).toBe(-1);
      expect(firstDifference(sortedFloats(expected), expected)).toBe(-1);
      expect(firstDifference(sortedFloats(expected.slice().reverse()), expected)).toBe(-1);
      expect(firstDifference(values, before)).toBe(-1);
    }
  });

  it("a stretch of a larger array, which stays as it is", () => {
    const whole = Float64Array.from({ length: 90 }, unit);
    const before = whole.slice();
    const part = whole.subarray(20, 70);
    expect([...sortedFloats(part)]).toEqual([...part].sort((a, b) => a - b));
    expect([...whole]).toEqual([...before]);
  });
});
