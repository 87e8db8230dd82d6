import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenEdges, histogram, roundEdges } from "../../src/metrics/histogram.js";

describe("histogram", () => {
  it("counts by the stated edges, the last bin with its upper edge", () => {
    const found = histogram([-1, -0.5, 0, 0.49, 0.5, 1], evenEdges(-1, 1, 4));
    expect([...found.edges]).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect([...found.counts]).toEqual([1, 1, 2, 2]);
  });

  it("puts every value where the edges say, or in an end bin outside them", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1.1, max: 1.1, noNaN: true })), (values) => {
        const edges = evenEdges(-1, 1, 100);
        const expected = Array.from({ length: 100 }, (_, bin) => {
          const from = bin === 0 ? -Infinity : edges[bin];
          const to = bin === 99 ? Infinity : edges[bin + 1];
          return values.filter((value) => value >= from && value < to).length;
        });
        expect([...histogram(values, edges).counts]).toEqual(expected);
      }),
    );
  });

  it.each([
    [[10.2, 109.8], 60, [10, 12], [108, 110]],
    [[0.93, 1.07], 20, [0.93, 0.94], [1.06, 1.07]],
    [[5, 5], 60, [5], [5]],
  ])("chooses round edges around %j in at most %i bins", (values, most, first, last) => {
    const edges = roundEdges(Float64Array.from(values), most);
    expect(edges.length - 1).toBeLessThanOrEqual(most);
    expect(edges[0]).toBeLessThanOrEqual(Math.min(...values));
    expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(Math.max(...values));
    first.forEach((edge, i) => expect(edges[i]).toBeCloseTo(edge, 9));
    if (values[0] !== values[1]) last.forEach((edge, i) => expect(edges[edges.length - 2 + i]).toBeCloseTo(edge, 9));
  });

  it("encloses any values in at most the bins asked for", () => {
    const value = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.integer({ min: 2, max: 80 }), (values, most) => {
        const edges = roundEdges(Float64Array.from(values), most);
        expect(edges.length - 1).toBeLessThanOrEqual(most);
        expect(edges[0]).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-12));
        expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-12));
      }),
    );
  });

  it("has one empty bin where there is nothing", () => {
    expect([...roundEdges(new Float64Array(0), 10)]).toEqual([0, 1]);
  });
});
