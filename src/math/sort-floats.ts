// Sorting many millions of float64. A typed array's own sort takes 0.12 us a number at 8 million; parting them first into
// buckets of a few numbers takes a third of that (bench/templates.ts).

const mostBuckets = 1 << 20;
/** Up to so many numbers insertion beats the own sort, whose call alone costs more. */
const fewNumbers = 24;

/**
 * The values in ascending order; -0 and 0 are equal and stay in any order. What came is not changed.
 *
 * @param values no NaN, all finite
 */
export function sortedFloats(values: Float64Array): Float64Array {
  const sorted = new Float64Array(values.length);
  const [least, most] = rangeOf(values);
  const buckets = Math.max(1, Math.min(mostBuckets, values.length >>> 2));
  const scale = most > least ? (buckets - 1) / (most - least) : 0;
  if (!(scale < Infinity)) return values.slice().sort(); // Denormal differences.
  const starts = new Uint32Array(buckets + 1);
  for (let i = 0; i < values.length; i++) starts[(((values[i] - least) * scale) >>> 0) + 1]++;
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket] += starts[bucket - 1];
  // Filling bucket b moves starts[b] to where b + 1 begins.
  for (let i = 0; i < values.length; i++) sorted[starts[((values[i] - least) * scale) >>> 0]++] = values[i];
  for (let bucket = 0, from = 0; bucket < buckets; from = starts[bucket++]) sortBucket(sorted, from, starts[bucket]);
  return sorted;
}

function rangeOf(values: Float64Array): [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}

function sortBucket(values: Float64Array, from: number, to: number): void {
  if (to - from > fewNumbers) return void values.subarray(from, to).sort();
  for (let i = from + 1; i < to; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= from && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}
