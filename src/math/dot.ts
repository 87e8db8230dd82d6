// Products of rows of a float32 matrix in float64, summed in numpy's order. `scratch` holds one row's terms: with it the
// loops that make terms stay simple and one summation serves all of them.
import { pairwiseSum } from "./sum.js";

/** Rows of equal length, one after another, and room for one row of float64 terms. */
export interface Rows {
  readonly values: Float32Array;
  readonly dim: number;
  readonly scratch: Float64Array;
}

export const rowsOf = (values: Float32Array, dim: number): Rows => ({ values, dim, scratch: new Float64Array(dim) });

/** Dot product of rows a and b; equals numpy's `(x[a] * x[b]).sum()` in float64 to the last bit. */
export function dot({ values, dim, scratch }: Rows, a: number, b: number): number {
  for (let j = 0, p = a * dim, q = b * dim; j < dim; j++, p++, q++) scratch[j] = values[p] * values[q];
  return pairwiseSum(scratch);
}

/** Squared length of every row. */
export function squaredNorms(rows: Rows): Float64Array {
  const squared = new Float64Array(rows.values.length / rows.dim);
  for (let row = 0; row < squared.length; row++) squared[row] = dot(rows, row, row);
  return squared;
}

/** Sum of (a_j / normA - b_j / normB)^2: the squared distance of two rows brought to length one. */
export function squaredUnitDistance(rows: Rows, a: number, b: number, normA: number, normB: number): number {
  const { values, dim, scratch } = rows;
  for (let j = 0, p = a * dim, q = b * dim; j < dim; j++, p++, q++) {
    const difference = values[p] / normA - values[q] / normB;
    scratch[j] = difference * difference;
  }
  return pairwiseSum(scratch);
}

/** Dot product of rows a and b, both less `centre`. */
export function centredDot({ values, dim, scratch }: Rows, a: number, b: number, centre: Float64Array): number {
  for (let j = 0, p = a * dim, q = b * dim; j < dim; j++, p++, q++) {
    scratch[j] = (values[p] - centre[j]) * (values[q] - centre[j]);
  }
  return pairwiseSum(scratch);
}

/**
 * Dot product of row a, less `centre`, with each of `others.length / dim` float64 vectors that lie one after another.
 * Five vectors at a time, which halves the loads; not in numpy's order: nothing printed depends on the last bits.
 *
 * @param into receives the products from `at` on
 */
export function centredDots(
  { values, dim, scratch }: Rows,
  a: number,
  centre: Float64Array,
  others: Float64Array,
  into: Float64Array,
  at: number,
): void {
  for (let j = 0, p = a * dim; j < dim; j++, p++) scratch[j] = values[p] - centre[j];
  let start = 0;
  for (; start + 5 * dim <= others.length; start += 5 * dim, at += 5) fiveDots(scratch, others, start, into, at);
  for (; start < others.length; start += dim) into[at++] = vectorDot(scratch, others, start);
}

function fiveDots(a: Float64Array, others: Float64Array, start: number, into: Float64Array, at: number): void {
  const dim = a.length;
  const [q1, q2, q3, q4] = [start + dim, start + 2 * dim, start + 3 * dim, start + 4 * dim];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (let j = 0; j < dim; j++) {
    const x = a[j];
    s0 += x * others[start + j];
    s1 += x * others[q1 + j];
    s2 += x * others[q2 + j];
    s3 += x * others[q3 + j];
    s4 += x * others[q4 + j];
  }
  into[at] = s0;
  into[at + 1] = s1;
  into[at + 2] = s2;
  into[at + 3] = s3;
  into[at + 4] = s4;
}

/** Dot product of `a` with the vector of the same length that starts at `start` in `others`. */
export function vectorDot(a: Float64Array, others: Float64Array, start: number): number {
  const whole = a.length - (a.length % 4);
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  let j = 0;
  for (; j < whole; j += 4) {
    const q = start + j;
    s0 += a[j] * others[q];
    s1 += a[j + 1] * others[q + 1];
    s2 += a[j + 2] * others[q + 2];
    s3 += a[j + 3] * others[q + 3];
  }
  for (; j < a.length; j++) s0 += a[j] * others[start + j];
  return s0 + s1 + (s2 + s3);
}

/** Adds row a to `into`. */
export function addRow({ values, dim }: Rows, a: number, into: Float64Array, at: number): void {
  for (let j = 0, p = a * dim; j < dim; j++, p++) into[at + j] += values[p];
}
