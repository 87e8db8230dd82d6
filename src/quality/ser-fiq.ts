import { vectorDot } from "../math/dot.js";
import { mean } from "../math/sum.js";

/**
 * SER-FIQ of one image: 2 / (1 + exp(d)) with d the mean Euclidean distance of all pairs of its embeddings under dropout,
 * each brought to length one. HIGHER is better: 1 where dropout changes nothing, 2 / (1 + e^2) = 0.238 where all are opposite.
 *
 * The range of a model is narrow (ArcFace's is about 0.86 to 0.90, say the authors) and no other model's: only the order counts.
 *
 * Source: P. Terhörst, J. N. Kolf, N. Damer, F. Kirchbuchner, A. Kuijper, "SER-FIQ: Unsupervised estimation of face image
 * quality based on stochastic embedding robustness", CVPR 2020, eq. 1, as the authors' code has it (pterhoer/FaceImageQuality
 * at e1e0f36): the mean is over the T (T - 1) / 2 pairs. That code stretches the number afterwards,
 * 1 / (1 + exp(-130 (q - 0.88))), which keeps the order and is fitted to its own model: it is left out here.
 *
 * @param embeddings row after row; a zero vector stays zero
 * @param passes how many, two at least
 */
export function robustness(embeddings: Float32Array | Float64Array, passes: number): number {
  const dim = embeddings.length / passes;
  const rows = unitRows(embeddings, dim);
  const own = Float64Array.from({ length: passes }, (_, a) => vectorDot(rowAt(rows, dim, a), rows, a * dim));
  const distances = new Float64Array((passes * (passes - 1)) / 2);
  for (let a = 1, to = 0; a < passes; a++) {
    const row = rowAt(rows, dim, a);
    for (let b = 0; b < a; b++)
      distances[to++] = Math.sqrt(Math.max(0, own[a] + own[b] - 2 * vectorDot(row, rows, b * dim)));
  }
  return 2 / (1 + Math.exp(mean(distances)));
}

const rowAt = (rows: Float64Array, dim: number, row: number): Float64Array => rows.subarray(row * dim, (row + 1) * dim);

function unitRows(embeddings: Float32Array | Float64Array, dim: number): Float64Array {
  const rows = Float64Array.from(embeddings);
  for (let at = 0; at < rows.length; at += dim) {
    const row = rows.subarray(at, at + dim);
    const length = Math.sqrt(vectorDot(row, row, 0));
    if (length > 0) row.forEach((value, j) => (row[j] = value / length));
  }
  return rows;
}
