// Scores of pairs of embeddings. Similarity is the cosine, higher is more alike; the distances order pairs the other way.
import { dot, rowsOf, squaredNorms, squaredUnitDistance } from "../math/dot.js";
import type { EmbeddingMatrix } from "../types.js";

/** Pairs as two rows of one matrix each. */
export interface Pairing {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/** Squared length of every embedding; NaN or Infinity where one of its numbers is. */
export const squaredMagnitudes = ({ values, dim }: EmbeddingMatrix): Float64Array => squaredNorms(rowsOf(values, dim));

/** Length of every embedding; NaN where there is none. */
export const magnitudes = (matrix: EmbeddingMatrix, failed: { has(row: number): boolean }): Float64Array =>
  squaredMagnitudes(matrix).map((squared, row) => (failed.has(row) ? NaN : Math.sqrt(squared)));

/**
 * Cosine of each pair's embeddings: float32 in, float64 sums in numpy's order (see math/sum), divided by
 * sqrt(|a|^2 |b|^2). NaN where a side is zero.
 *
 * @param squared what `squaredMagnitudes` gives
 */
export function cosines(
  { values, dim }: EmbeddingMatrix,
  { left, right }: Pairing,
  squared: Float64Array,
): Float64Array {
  const rows = rowsOf(values, dim);
  return forPairs(left, right, (a, b) => dot(rows, a, b) / Math.sqrt(squared[a] * squared[b]));
}

/** Squared distance, in [0, 4], of each pair's embeddings brought to length one. NaN where a side is zero. */
export function squaredDistances(
  { values, dim }: EmbeddingMatrix,
  { left, right }: Pairing,
  magnitudes: Float64Array,
): Float64Array {
  const rows = rowsOf(values, dim);
  return forPairs(left, right, (a, b) => squaredUnitDistance(rows, a, b, magnitudes[a], magnitudes[b]));
}

/** One number a pair, from the rows of its two sides. */
export function forPairs(left: Uint32Array, right: Uint32Array, of: (a: number, b: number) => number): Float64Array {
  const numbers = new Float64Array(left.length);
  for (let i = 0; i < left.length; i++) numbers[i] = of(left[i], right[i]);
  return numbers;
}

/** Angle of a cosine as a share of half a turn, in [0, 1]: arccos(cosine) / pi, the cosine clipped to [-1, 1]. */
export const angleOf = (cosine: number): number => Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
