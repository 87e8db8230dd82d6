import { describe, expect, it } from "vitest";
import { columnMeans, covarianceOf, pseudoInverseForm } from "../../src/math/matrix.js";

describe("matrices", () => {
  it("give means and covariances of columns by hand", () => {
    const rows = [Float64Array.of(1, 2), Float64Array.of(3, 5), Float64Array.of(5, 11)];
    expect(columnMeans(rows)).toEqual([3, 6]);
    expect(covarianceOf(rows)).toEqual([
      [4, 9],
      [9, 21],
    ]);
  });

  it.each([
    [
      "inverted: (3 * 4 - 2 * 2 + 2) / 5",
      [
        [2, 1],
        [1, 3],
      ],
      [2, 1],
      (3 * 4 - 2 * 2 + 2) / 5,
    ],
    [
      "of rank 1, along it: (6 / sqrt 2)^2 / 2",
      [
        [1, 1],
        [1, 1],
      ],
      [3, 3],
      9,
    ],
    [
      "of rank 1, across it: nothing counts",
      [
        [1, 1],
        [1, 1],
      ],
      [3, -3],
      0,
    ],
    [
      "of zeros",
      [
        [0, 0],
        [0, 0],
      ],
      [3, 4],
      0,
    ],
  ])("give x' M+ x of a matrix %s", (_name, matrix, x, value) => {
    expect(pseudoInverseForm(matrix, x)).toBeCloseTo(value, 12);
  });
});
