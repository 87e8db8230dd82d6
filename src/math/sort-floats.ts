// Sorting many millions of float64. A typed array's own sort takes 0.12 us a number at 8 million; parting them first into
// buckets of a few numbers takes a third of that (bench/products.ts).

const mostBuckets = 1 << 20;
/** Up to so many numbers insertion beats the own sort, whose call alone costs more. */
const fewNumbers = 24;

/** Hands each number to be sorted to `take`, the same ones in the same order every time it is called. */
export type EachNumber = (take: (value: number) => void) => void;

/**
 * Sorts numbers into place, ascending; -0 and 0 are equal and stay in any order.
 *
 * @param each the numbers, no NaN
 * @param into exactly as long as there are numbers
 * @param least no number is less; `most` no number is more
 */
export function sortInto(each: EachNumber, into: Float64Array, least: number, most: number): void {
  const buckets = Math.max(1, Math.min(mostBuckets, into.length >>> 2));
  const scale = most > least ? (buckets - 1) / (most - least) : 0;
  const starts = new Uint32Array(buckets + 1);
  each((value) => {
    starts[(((value - least) * scale) >>> 0) + 1]++;
  });
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket] += starts[bucket - 1];
  // Filling bucket b moves starts[b] to where b + 1 begins.
  each((value) => {
    into[starts[((value - least) * scale) >>> 0]++] = value;
  });
  for (let bucket = 0, from = 0; bucket < buckets; from = starts[bucket++]) sortBucket(into, from, starts[bucket]);
}

function sortBucket(values: Float64Array, from: number, to: number): void {
  if (to - from > fewNumbers) return values.set(values.slice(from, to).sort(), from);
  for (let i = from + 1; i < to; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= from && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}
