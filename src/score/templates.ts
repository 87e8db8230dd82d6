// Templates: several images and video frames of one subject as one vector.
import { rowsOf, squaredNorms, vectorDot } from "../math/dot.js";
import type { EmbeddingMatrix } from "../types.js";

/**
 * How media become a template. Images of one medium are always averaged first.
 *
 * - `magface`: each media mean brought to length one, then their mean (MagFace's script with magface_qlt 0).
 * - `magface-plus`: the mean of the media means as they are, so that magnitudes weigh (magface_qlt 1).
 * - `insightface`: the sum of the media means as they are.
 */
export const poolings = ["magface", "magface-plus", "insightface"] as const;
/** One of them. */
export type Pooling = (typeof poolings)[number];

/** How embeddings become a template. */
export interface PoolingOptions {
  readonly pooling: Pooling;
  /** false: each embedding is brought to length one before anything else. */
  readonly keepNorm: boolean;
  /** Weight of each embedding after that (InsightFace's detector score); null = 1. */
  readonly weights: Float64Array | null;
}

/** Which template and medium each embedding belongs to; medium numbers have a meaning inside their template only. */
export interface Membership {
  readonly template: ArrayLike<number>;
  readonly medium: ArrayLike<number>;
}

/** Templates as rows. */
export interface Templates {
  /** Template numbers, ascending: number i is row i. */
  readonly numbers: Float64Array;
  readonly dim: number;
  /** Float64 row after row, not brought to length one: the cosine does not need it. */
  readonly values: Float64Array;
}

/**
 * Pools embeddings into templates, in float64. A zero embedding is NaN where norms are removed, and a template whose
 * media cancel is zero: `zeroTemplates` finds both before any score is made.
 */
export function poolTemplates(
  { values, dim, count }: EmbeddingMatrix,
  { template, medium }: Membership,
  options: PoolingOptions,
): Templates {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  order.sort((a, b) => template[a] - template[b] || medium[a] - medium[b] || a - b);
  const numbers = Float64Array.from(new Set(Array.from(order, (row) => template[row])));
  const pooled = new Float64Array(numbers.length * dim);
  const weigh = weightOf(rowsOf(values, dim), options);
  const mean = new Float64Array(dim);
  for (let start = 0, at = 0; start < count; at++) {
    const into = pooled.subarray(at * dim, (at + 1) * dim);
    const number = template[order[start]];
    let media = 0;
    for (; start < count && template[order[start]] === number; media++) {
      const end = endOfMedium(order, start, template, medium);
      mediaMean(values, order.subarray(start, end), weigh, mean);
      addScaled(into, mean, options.pooling === "magface" ? 1 / Math.sqrt(vectorDot(mean, mean, 0)) : 1);
      start = end;
    }
    if (options.pooling !== "insightface") scale(into, 1 / media);
  }
  return { numbers, dim, values: pooled };
}

/** Numbers of the templates that have no direction: zero, or not all finite. */
export function zeroTemplates({ numbers, dim, values }: Templates): number[] {
  return Array.from(numbers).filter((_, i) => {
    const squared = values.subarray(i * dim, (i + 1) * dim).reduce((sum, value) => sum + value * value, 0);
    return !(squared > 0 && squared < Infinity);
  });
}

function weightOf(rows: ReturnType<typeof rowsOf>, { keepNorm, weights }: PoolingOptions): (row: number) => number {
  const squared = keepNorm ? null : squaredNorms(rows);
  return (row) => (weights === null ? 1 : weights[row]) / (squared === null ? 1 : Math.sqrt(squared[row]));
}

function endOfMedium(
  order: Uint32Array,
  start: number,
  template: ArrayLike<number>,
  medium: ArrayLike<number>,
): number {
  const [first, same] = [
    order[start],
    (row: number) => template[row] === template[first] && medium[row] === medium[first],
  ];
  let end = start + 1;
  while (end < order.length && same(order[end])) end++;
  return end;
}

function mediaMean(values: Float32Array, rows: Uint32Array, weigh: (row: number) => number, into: Float64Array): void {
  into.fill(0);
  for (const row of rows) {
    const weight = weigh(row);
    for (let j = 0, p = row * into.length; j < into.length; j++, p++) into[j] += weight * values[p];
  }
  scale(into, 1 / rows.length);
}

function addScaled(into: Float64Array, vector: Float64Array, factor: number): void {
  for (let j = 0; j < into.length; j++) into[j] += vector[j] * factor;
}

function scale(vector: Float64Array, factor: number): void {
  for (let j = 0; j < vector.length; j++) vector[j] *= factor;
}

/** Cosine of each pair of templates, in float64. @throws RangeError for a number that is no template's */
export function templateCosines(
  { numbers, dim, values }: Templates,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
): Float64Array {
  const rowOf = new Map(Array.from(numbers, (number, row) => [number, row]));
  const unit = values.slice();
  for (let at = 0; at < unit.length; at += dim) {
    const vector = unit.subarray(at, at + dim);
    scale(vector, 1 / Math.sqrt(vectorDot(vector, vector, 0)));
  }
  const vectorOf = (number: number): Float64Array => {
    const row = rowOf.get(number);
    if (row === undefined) throw new RangeError(`no template ${number}`);
    return unit.subarray(row * dim, (row + 1) * dim);
  };
  return Float64Array.from(left, (number, pair) => vectorDot(vectorOf(number), vectorOf(right[pair]), 0));
}
