// How far an image's embedding points where its person's other images point.
import { vectorDot } from "../math/dot.js";
import type { EmbeddingMatrix } from "../types.js";

/** Below this share of its longest possible length a sum of unit vectors is rounding, not a direction. */
const noDirection = 1e-12;

/**
 * Cosine of each row to the mean of the other rows of its group, all brought to length one before the mean.
 *
 * A class centre is what training leaves in the last layer, and no released model holds that layer: the mean of a
 * person's other images stands for it. The image itself stays out, or of two images each would agree with itself.
 *
 * @param squared squared length of every row, finite and above 0 for the rows in groups
 * @param groups rows of each person; no row is in two
 * @returns one a row; NaN for rows in no group or in one of their own, and where the other rows cancel out
 */
export function cosinesToOthers(
  matrix: EmbeddingMatrix,
  squared: Float64Array,
  groups: readonly Uint32Array[],
): Float64Array {
  const { count, dim } = matrix;
  const cosines = new Float64Array(count).fill(NaN);
  const [unit, sum, others] = [0, 1, 2].map(() => new Float64Array(dim));
  for (const rows of groups) {
    if (rows.length < 2) continue;
    sum.fill(0);
    for (const row of rows) {
      fillUnit(matrix, row, squared[row], unit);
      for (let j = 0; j < dim; j++) sum[j] += unit[j];
    }
    for (const row of rows) {
      fillUnit(matrix, row, squared[row], unit);
      for (let j = 0; j < dim; j++) others[j] = sum[j] - unit[j];
      const length = Math.sqrt(vectorDot(others, others, 0));
      if (length > noDirection * (rows.length - 1)) cosines[row] = vectorDot(unit, others, 0) / length;
    }
  }
  return cosines;
}

function fillUnit({ values, dim }: EmbeddingMatrix, row: number, squared: number, unit: Float64Array): void {
  const length = Math.sqrt(squared);
  for (let j = 0, p = row * dim; j < dim; j++, p++) unit[j] = values[p] / length;
}
