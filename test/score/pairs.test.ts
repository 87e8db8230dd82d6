import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { angleOf, cosines, squaredDistances, squaredMagnitudes } from "../../src/score/pairs.js";

const matrix = (rows: number[][]) => ({
  count: rows.length,
  dim: rows[0].length,
  values: Float32Array.from(rows.flat()),
});

const pair = { left: Uint32Array.of(0), right: Uint32Array.of(1) };

describe("scores of pairs", () => {
  it("by hand", () => {
    const embeddings = matrix([
      [3, 4],
      [4, 3],
      [-6, -8],
      [-4, 3],
    ]);
    const pairs = { left: Uint32Array.of(0, 0, 0, 2), right: Uint32Array.of(1, 2, 3, 2) };
    const squared = squaredMagnitudes(embeddings);
    const cosine = cosines(embeddings, pairs, squared);
    expect([...squared.map(Math.sqrt)]).toEqual([5, 5, 10, 5]);
    expect([...cosine]).toEqual([0.96, -1, 0, 1]);
    const distance = squaredDistances(embeddings, pairs, squared.map(Math.sqrt));
    [0.08, 4, 2, 0].forEach((expected, i) => expect(distance[i]).toBeCloseTo(expected, 14));
    expect([1, 0, -1, 0.5, 1.0000000000000002].map(angleOf)).toEqual([0, 0.5, 1, Math.acos(0.5) / Math.PI, 0]);
  });

  it("squared distance is 2 - 2 cosine within 1e-12, and scaling a side changes neither", () => {
    const side = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 20, maxLength: 20 });
    const notZero = side.filter((values) => values.some((value) => Math.abs(value) > 0.01));
    fc.assert(
      fc.property(notZero, notZero, (a, b) => {
        const measure = (rows: number[][]): number[] => {
          const embeddings = matrix(rows);
          const squared = squaredMagnitudes(embeddings);
          const distance = squaredDistances(embeddings, pair, squared.map(Math.sqrt));
          return [cosines(embeddings, pair, squared)[0], distance[0]];
        };
        const [cosine, distance] = measure([a, b]);
        expect(Math.abs(distance - (2 - 2 * cosine))).toBeLessThan(1e-12);
        const scaled = measure([a, b.map((value) => value * 4)]);
        expect(scaled[0]).toBeCloseTo(cosine, 12);
        expect(scaled[1]).toBeCloseTo(distance, 12);
      }),
    );
  });

  it("has none where a side is zero", () => {
    const embeddings = matrix([
      [0, 0],
      [1, 0],
    ]);
    expect([...cosines(embeddings, pair, squaredMagnitudes(embeddings))]).toEqual([NaN]);
  });
});
