import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosinesToOthers } from "../../src/score/class-cosines.js";
import { squaredMagnitudes } from "../../src/score/pairs.js";
import { naiveCosinesToOthers } from "../oracle/associations.js";

function cosinesOf(rows: readonly (readonly number[])[], labels: readonly number[]): number[] {
  const matrix = { count: rows.length, dim: rows[0].length, values: Float32Array.from(rows.flat()) };
  const groups = [...new Set(labels)].map((label) =>
    Uint32Array.from(labels.flatMap((other, row) => (other === label ? [row] : []))),
  );
  return [...cosinesToOthers(matrix, squaredMagnitudes(matrix), groups)];
}

describe("cosine to the mean of a person's other images", () => {
  it("of two images is that of the two, whatever their lengths", () => {
    const cosines = cosinesOf(
      [
        [3, 0],
        [0.5, 0.5],
      ],
      [0, 0],
    );
    for (const cosine of cosines) expect(cosine).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it("gives every other image the same say, however long it is", () => {
    // (1, 0) and (0, 1) after they are brought to length one: their mean lies at 45 degrees.
    const [first] = cosinesOf(
      [
        [1, 1],
        [100, 0],
        [0, 0.01],
      ],
      [0, 0, 0],
    );
    expect(first).toBeCloseTo(1, 14);
  });

  it("is undefined for a person's only image, for rows of nobody, and where the others cancel out", () => {
    const rows = [
      [1, 0],
      [1, 0],
      [-1, 0],
      [0, 2],
    ];
    const matrix = { count: 4, dim: 2, values: Float32Array.from(rows.flat()) };
    const squared = squaredMagnitudes(matrix);
    expect([...cosinesToOthers(matrix, squared, [Uint32Array.of(3)])]).toEqual([NaN, NaN, NaN, NaN]);
    const three = cosinesToOthers(matrix, squared, [Uint32Array.of(1, 2, 3)]);
    expect([three[0], three[3]]).toEqual([NaN, NaN]);
    expect(three[1]).toBeCloseTo(-Math.SQRT1_2, 14);
  });

  it("equals the plain computation within 1e-12", () => {
    const number = fc.float({ min: -100, max: 100, noNaN: true });
    const image = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.array(number, { minLength: 5, maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 25 }), (images) => {
        // A first value far from the others' range: no row is zero and no mean of rows is.
        const rows = images.map(([, values]) => [500, ...values]);
        const labels = images.map(([person]) => person);
        const expected = naiveCosinesToOthers(rows, labels.map(String));
        cosinesOf(rows, labels).forEach((cosine, i) =>
          Number.isNaN(expected[i]) ? expect(cosine).toBeNaN() : expect(cosine).toBeCloseTo(expected[i], 12),
        );
      }),
    );
  });
});
