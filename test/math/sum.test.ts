import { describe, expect, it } from "vitest";
import { mean, pairwiseSum, populationStd } from "../../src/math/sum.js";

/** The same doubles in every language: whole numbers, one division, one subtraction. */
const sequence = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => ((i * 7919 + 13) % 1009) / 1009 - 0.3);

// Made with numpy 2.4.6: np.array([((i*7919+13)%1009)/1009 - 0.3 for i in range(n)]).sum(), .mean(), .std()
const numpySums: [number, number][] = [
  [0, 0],
  [1, -0.2871159563924678],
  [7, 0.8058473736372648],
  [8, 1.4572844400396432],
  [9, 1.9570862239841427],
  [127, 24.30237859266601],
  [128, 24.757581764122897],
  [129, 25.061149653121905],
  [136, 26.940336967294353],
  [200, 40.03468780971259],
  [512, 102.6755203171457],
  [1000, 200.0604558969277],
  [4101, 818.1360753221011],
];
const numpyMeans: [number, number, number][] = [
  [1, -0.2871159563924678, 0],
  [10, 0.23052527254707628, 0.3078774730903986],
  [300, 0.20007598282127517, 0.2894715566022605],
  [1000, 0.2000604558969277, 0.28878786887292063],
];

describe("sums in numpy's order", () => {
  it.each(numpySums)("adds %i numbers to numpy's last bit", (count, sum) => {
    expect(pairwiseSum(sequence(count))).toBe(sum);
  });

  it("adds a part of an array", () => {
    expect(pairwiseSum(Float64Array.of(100, ...sequence(200), 100), 1, 201)).toBe(40.03468780971259);
  });

  it.each(numpyMeans)("gives numpy's mean and std of %i numbers", (count, centre, std) => {
    expect(mean(sequence(count))).toBe(centre);
    expect(populationStd(sequence(count))).toBe(std);
  });

  it("has no mean of nothing", () => {
    expect(mean(new Float64Array(0))).toBeNaN();
    expect(populationStd(new Float64Array(0))).toBeNaN();
  });
});
