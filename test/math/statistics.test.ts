import { describe, expect, it } from "vitest";
import { quantiles, summarise } from "../../src/math/statistics.js";

const sequence = Float64Array.from({ length: 57 }, (_, i) => ((i * 7919 + 13) % 1009) / 1009 - 0.3);

// np.quantile of the same 57 numbers, numpy 2.4.6.
const numpyQuantiles = [
  [0, -0.29108027750247767],
  [0.025, -0.277205153617443],
  [0.05, -0.2591674925668979],
  [0.25, -0.045292368681863204],
  [0.5, 0.22130822596630323],
  [0.75, 0.43835480673934585],
  [0.95, 0.6482656095143707],
  [1, 0.6801783944499504],
];

describe("statistics", () => {
  it("gives numpy's quantiles within 1e-15", () => {
    const found = quantiles(
      sequence.slice().sort(),
      numpyQuantiles.map(([p]) => p),
    );
    found.forEach((value, i) => expect(Math.abs(value - numpyQuantiles[i][1])).toBeLessThan(1e-15));
  });

  it("sums up numbers by hand and leaves them in their order", () => {
    const values = Float64Array.of(4, 1, 3, 2, 5);
    const summary = summarise(values);
    const expected = {
      count: 5,
      mean: 3,
      std: Math.SQRT2,
      min: 1,
      q05: 1.2,
      q25: 2,
      median: 3,
      q75: 4,
      q95: 4.8,
      max: 5,
    };
    expect(Object.keys(summary)).toEqual(Object.keys(expected));
    Object.values(summary).forEach((value, i) => expect(value).toBeCloseTo(Object.values(expected)[i], 14));
    expect([...values]).toEqual([4, 1, 3, 2, 5]);
  });

  it("has numbers of one value, and none of none", () => {
    expect(summarise(Float64Array.of(2))).toMatchObject({ count: 1, mean: 2, std: 0, min: 2, median: 2, max: 2 });
    expect(summarise(new Float64Array(0))).toMatchObject({ count: 0, mean: NaN, std: NaN, min: NaN, median: NaN });
  });
});
