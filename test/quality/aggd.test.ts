import { describe, expect, it } from "vitest";
import { gamma } from "../../src/math/statistics.js";
import { fitAggd, meanOf, scaleFactor } from "../../src/quality/aggd.js";

/** A distribution's own values at evenly spaced quantiles, by a plain integral of its density. */
function quantilesOf(shape: number, left: number, right: number, count: number): Float64Array {
  const side = (scale: number, x: number) => Math.exp(-((Math.abs(x) / scale) ** shape));
  const step = 1e-3;
  const reach = 12;
  const places = Array.from({ length: (2 * reach) / step }, (_, i) => -reach + (i + 0.5) * step);
  const density = places.map((x) => side(x < 0 ? left : right, x));
  const whole = density.reduce((sum, d) => sum + d, 0);
  const values = new Float64Array(count);
  let [below, at] = [0, 0];
  places.forEach((x, i) => {
    below += density[i] / whole;
    while (at < count && below >= (at + 0.5) / count) values[at++] = x;
  });
  return values;
}

describe("fit of an asymmetric generalised Gaussian", () => {
  it.each([
    [1, 1, 1],
    [2, 1, 1],
    [2, 0.5, 1.5],
    [0.8, 0.3, 0.6],
    [4, 2, 1],
  ])("finds shape %d and scales %d and %d of its own values within 2 %%", (shape, left, right) => {
    const fit = fitAggd(quantilesOf(shape, left, right, 20_000));
    expect(fit.shape / shape).toBeCloseTo(1, 1.7);
    expect((fit.left * scaleFactor(fit)) / left).toBeCloseTo(1, 1.7);
    expect((fit.right * scaleFactor(fit)) / right).toBeCloseTo(1, 1.7);
  });

  it("has the mean of its values within 1 % of their spread", () => {
    const values = quantilesOf(1.4, 0.5, 1.5, 20_000);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(Math.abs(meanOf(fitAggd(values)) - mean)).toBeLessThan(0.01);
  });

  it("gives by hand the sides' root mean squares, zeros left out, and ends of the grid where nothing fits", () => {
    const fit = fitAggd(Float64Array.of(-3, -4, 0, 0, 5, 5));
    expect([fit.left, fit.right]).toEqual([Math.sqrt(12.5), 5]);
    expect(fitAggd(Float64Array.of(-1, 1)).shape).toBeCloseTo(10, 2);
    const spiky = new Float64Array(1000);
    spiky.set([-9, 9]);
    expect(fitAggd(spiky).shape).toBe(0.2);
  });

  it("is undefined where values of one sign are missing", () => {
    for (const values of [[], [0, 0], [1, 2], [-1, 0]])
      expect(Object.values(fitAggd(Float64Array.from(values)))).toEqual([NaN, NaN, NaN]);
  });
});

describe("gamma", () => {
  it("is (n - 1)! at whole numbers, sqrt(pi) at a half, and x gamma(x) one on", () => {
    expect([1, 2, 5, 15].map(gamma)).toEqual([1, 1, 24, 87178291200]);
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 14);
    for (let x = 0.1; x < 16; x += 0.37) expect(gamma(x + 1) / (x * gamma(x))).toBeCloseTo(1, 12);
  });
});
