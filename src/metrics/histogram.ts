/** Counts of values in bins of equal width. */
export interface Histogram {
  /** One more than there are bins, ascending. Bin i holds edges[i] <= value < edges[i + 1], the last its upper edge too. */
  readonly edges: Float64Array;
  readonly counts: Uint32Array;
}

/** `bins` + 1 edges from `low` to `high`. */
export const evenEdges = (low: number, high: number, bins: number): Float64Array =>
  Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);

/**
 * Edges at multiples of 1, 2 or 5 times a power of ten that enclose all values in at most `most` bins. The edges depend
 * on the least and greatest value only, so that histograms of parts of the values can share them.
 *
 * @param values finite; where there are none the edges are 0 and 1
 */
export function roundEdges(values: Float64Array, most: number): Float64Array {
  if (values.length === 0) return evenEdges(0, 1, 1);
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((greatest, value) => Math.max(greatest, value));
  const power = Math.floor(Math.log10((high - low) / most || Math.abs(high) || 1));
  for (let step = 0; ; step++) {
    const width = [1, 2, 5][step % 3] * 10 ** (power + Math.floor(step / 3));
    const first = Math.floor(low / width);
    const bins = Math.max(1, Math.ceil(high / width) - first);
    if (bins <= most) return evenEdges(first * width, (first + bins) * width, bins);
  }
}

/** Counts values into bins; what lies outside the edges goes into the first or last bin, so that counts add up. */
export function histogram(values: ArrayLike<number>, edges: Float64Array): Histogram {
  const bins = edges.length - 1;
  const counts = new Uint32Array(bins);
  const perBin = (edges[bins] - edges[0]) / bins;
  for (let i = 0; i < values.length; i++) {
    let bin = Math.min(bins - 1, Math.max(0, Math.floor((values[i] - edges[0]) / perBin)));
    // The division may miss an edge by one rounding; the edges as stated decide.
    if (bin > 0 && values[i] < edges[bin]) bin--;
    else if (bin < bins - 1 && values[i] >= edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return { edges, counts };
}
