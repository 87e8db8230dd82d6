import { describe, expect, it } from "vitest";
import { centredDot, centredDots, dot, rowsOf, squaredNorms, squaredUnitDistance } from "../../src/math/dot.js";

const dim = 517;
const values = Float32Array.from({ length: 3 * dim }, (_, i) => ((i * 7919 + 13) % 1009) / 1009 - 0.3);
const rows = rowsOf(values, dim);
const row = (a: number): number[] => Array.from(values.subarray(a * dim, (a + 1) * dim));
const total = (terms: number[]): number => terms.reduce((sum, term) => sum + term, 0);

describe("products of rows", () => {
  // Made with numpy 2.4.6 from the same float32 rows: (f[0]*f[1]).sum(), (f*f).sum(1), ((u[0]-u[2])**2).sum() in float64.
  it("equal numpy's to the last bit", () => {
    expect(dot(rows, 0, 1)).toBe(1.9729341995220215);
    expect([...squaredNorms(rows)]).toEqual([63.98697641804644, 63.46410718150246, 63.64046923207066]);
    const [a, , b] = squaredNorms(rows).map(Math.sqrt);
    expect(squaredUnitDistance(rows, 0, 2, a, b)).toBe(1.347997007304991);
  });

  it("less a centre equal a plain loop within 1e-12", () => {
    const centre = Float64Array.from({ length: dim }, (_, j) => Math.sin(j));
    const expected = total(row(1).map((x, j) => (x - centre[j]) * (row(2)[j] - centre[j])));
    expect(centredDot(rows, 1, 2, centre)).toBeCloseTo(expected, 12);
  });

  it.each([1, 4, 5, 7, 11])("with %i vectors at once equal plain loops within 1e-12", (count) => {
    const centre = Float64Array.from({ length: dim }, (_, j) => Math.sin(j));
    const others = Float64Array.from({ length: count * dim }, (_, i) => Math.cos(i));
    const into = new Float64Array(count + 2).fill(7);
    centredDots(rows, 2, centre, others, into, 1);
    const expected = Array.from({ length: count }, (_, k) =>
      total(row(2).map((x, j) => (x - centre[j]) * others[k * dim + j])),
    );
    expected.forEach((product, k) => expect(into[k + 1]).toBeCloseTo(product, 11));
    expect([into[0], into[count + 1]]).toEqual([7, 7]);
  });
});
