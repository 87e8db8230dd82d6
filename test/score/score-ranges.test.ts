import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { genuineBit } from "../../src/score/pair-blocks.js";
import { cutRanges, genuineScores, sortedRange } from "../../src/score/score-ranges.js";

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describe.each([
  ["spread", 60_000, 1 << 20],
  ["of four values", 5000, 4],
  ["all equal", 100, 1],
  ["few", 3, 1 << 20],
])("scores of both classes, %s", (_, count, values) => {
  const random = seededRandom(count);
  const scores = Float64Array.from({ length: count }, () => random.below(values) / values - 0.5);
  const same = Uint8Array.from(scores, () => (random.below(9) === 0 ? 1 : 0));
  same[0] = 1;
  const places = Uint32Array.from(same, (genuine, i) => (genuine ? genuineBit + i : i));
  const of = (label: number) => ascending([...scores].filter((_, i) => same[i] === label));

  it.each([1, 2, 3, 8])("cut into %i ranges: every impostor in one range, which follow each other", (parts) => {
    const ranges = cutRanges({ places, scores }, parts);
    expect([ranges[0].low, ranges[ranges.length - 1].high]).toEqual([-Infinity, Infinity]);
    expect(ranges.slice(1).map(({ low }) => low)).toEqual(ranges.slice(0, -1).map(({ high }) => high));
    expect(ranges).toHaveLength(parts);
    expect(ranges.flatMap((range) => [...sortedRange({ places, scores }, range)])).toEqual(of(0));
  });

  it("genuine ones apart", () => {
    expect([...genuineScores({ places, scores }, of(1).length)]).toEqual(of(1));
  });
});

describe("ranges of spread scores", () => {
  it("hold about as many each: within a tenth of an even share", () => {
    const random = seededRandom(2);
    const scores = Float64Array.from({ length: 100_000 }, () => (random.below(1 << 20) / (1 << 20)) ** 3);
    const places = Uint32Array.from(scores, (_, i) => i);
    const sizes = cutRanges({ places, scores }, 4).map((range) => sortedRange({ places, scores }, range).length);
    for (const size of sizes) expect(Math.abs(size - 25_000)).toBeLessThan(2500);
  });

  it("there is one where no impostor is", () => {
    const [places, scores] = [Uint32Array.of(genuineBit), Float64Array.of(0.5)];
    const ranges = cutRanges({ places, scores }, 3);
    expect(ranges).toEqual([{ low: -Infinity, high: Infinity }]);
    expect(sortedRange({ places, scores }, ranges[0])).toHaveLength(0);
  });
});
