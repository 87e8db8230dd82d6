// Angles after subtracting a mean that changes from fold to fold (MagFace's evaluation), without 10 passes over all vectors.
import { addRow, centredDot, centredDots, rowsOf, vectorDot, type Rows } from "../math/dot.js";
import type { EmbeddingMatrix } from "../types.js";
import { angleOf, forPairs, type Pairing } from "./pairs.js";

/**
 * Angle of every pair, once per fold, after subtracting from both sides the mean of that fold's training embeddings
 * (all pairs outside the fold, both sides, as they are: not normalised).
 *
 * With g the mean over everything and d = fold mean - g, the cosine of (a - m, b - m) is written in products of a - g,
 * b - g and d. Pairs' products are then made once and each fold needs one product an embedding. As d is small beside
 * a - g nothing cancels: within [0.01, 0.99] the angle differs from the direct computation by less than 1e-11.
 *
 * An embedding that is the mean has no direction; its distances are Infinity, so that no threshold accepts them.
 *
 * @param foldOf fold number in [0, folds) of each pair; each fold must leave at least one pair outside
 * @returns one array of distances of all pairs for each fold
 */
export function centredAngles(
  embeddings: EmbeddingMatrix,
  pairs: Pairing,
  foldOf: ArrayLike<number>,
  folds: number,
): Float64Array[] {
  const rows = rowsOf(embeddings.values, embeddings.dim);
  const { centre, shifts } = foldMeans(rows, pairs, foldOf, folds);
  const product = forPairs(pairs.left, pairs.right, (a, b) => centredDot(rows, a, b, centre));
  const squared = Float64Array.from({ length: embeddings.count }, (_, a) => centredDot(rows, a, a, centre));
  const onShift = new Float64Array(embeddings.count * folds);
  for (let a = 0; a < embeddings.count; a++) centredDots(rows, a, centre, shifts, onShift, a * folds);
  return Array.from({ length: folds }, (_, fold) => {
    const shift = shifts.slice(fold * rows.dim, (fold + 1) * rows.dim);
    const shiftSquared = vectorDot(shift, shift, 0);
    const length = lengths(squared, (a) => onShift[a * folds + fold], shiftSquared, vectorDot(centre, centre, 0));
    return product.map((own, i) => {
      const [a, b] = [pairs.left[i], pairs.right[i]];
      const along = own - onShift[a * folds + fold] - onShift[b * folds + fold] + shiftSquared;
      const size = length[a] * length[b];
      return size === 0 ? Infinity : angleOf(along / size);
    });
  });
}

/** |a - m| of every embedding; 0 where what is left is no more than rounding of the products or of the mean itself. */
function lengths(squared: Float64Array, onShift: (a: number) => number, shiftSquared: number, centreSquared: number) {
  return squared.map((own, a) => {
    const left = own - 2 * onShift(a) + shiftSquared;
    return left > 1e-14 * (own + shiftSquared) && left > 1e-24 * (own + centreSquared) ? Math.sqrt(left) : 0;
  });
}

/** The mean over both sides of all pairs, and by how much each fold's training mean differs from it. */
function foldMeans(rows: Rows, { left, right }: Pairing, foldOf: ArrayLike<number>, folds: number) {
  const { dim } = rows;
  const sums = new Float64Array(folds * dim);
  const sizes = new Float64Array(folds);
  left.forEach((a, i) => {
    addRow(rows, a, sums, foldOf[i] * dim);
    addRow(rows, right[i], sums, foldOf[i] * dim);
    sizes[foldOf[i]] += 2;
  });
  const centre = meanOutside(sums, sizes, dim, -1);
  const shifts = new Float64Array(folds * dim);
  for (let fold = 0; fold < folds; fold++) {
    meanOutside(sums, sizes, dim, fold).forEach((value, j) => (shifts[fold * dim + j] = value - centre[j]));
  }
  return { centre, shifts };
}

/** Mean over all folds but one; sums are added, never taken away, so that no digits are lost. */
function meanOutside(sums: Float64Array, sizes: Float64Array, dim: number, outside: number): Float64Array {
  const mean = new Float64Array(dim);
  let size = 0;
  sizes.forEach((count, fold) => {
    if (fold === outside) return;
    size += count;
    for (let j = 0; j < dim; j++) mean[j] += sums[fold * dim + j];
  });
  return mean.map((sum) => sum / size);
}
