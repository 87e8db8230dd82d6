// Sums in numpy's order, so that a figure printed here is the double that a numpy script prints.

/**
 * Sum of values[start .. end), added pairwise in numpy's order: runs of up to 128 numbers in eight interleaved
 * accumulators, longer ranges halved at a multiple of eight. Its error grows with log n instead of n.
 *
 * Source of the order: numpy's pairwise summation of contiguous numbers (`add.reduce` of one axis).
 */
export function pairwiseSum(values: Float64Array, start = 0, end = values.length): number {
  const count = end - start;
  if (count <= 128) return shortSum(values, start, end);
  const half = count >> 1;
  const middle = start + half - (half % 8);
  return pairwiseSum(values, start, middle) + pairwiseSum(values, middle, end);
}

function shortSum(values: Float64Array, start: number, end: number): number {
  let at = start;
  let sum = 0;
  if (end - start >= 8) {
    let r0 = values[at],
      r1 = values[at + 1],
      r2 = values[at + 2],
      r3 = values[at + 3];
    let r4 = values[at + 4],
      r5 = values[at + 5],
      r6 = values[at + 6],
      r7 = values[at + 7];
    for (at += 8; at + 8 <= end; at += 8) {
      r0 += values[at];
      r1 += values[at + 1];
      r2 += values[at + 2];
      r3 += values[at + 3];
      r4 += values[at + 4];
      r5 += values[at + 5];
      r6 += values[at + 6];
      r7 += values[at + 7];
    }
    sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
  }
  for (; at < end; at++) sum += values[at];
  return sum;
}

/** Arithmetic mean, numpy's `.mean()` to the last bit. NaN of nothing. */
export const mean = (values: Float64Array): number => pairwiseSum(values) / values.length;

/** Standard deviation with n in the denominator, numpy's `.std()` to the last bit. NaN of nothing. */
export function populationStd(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
