// Parts of a list by the order of a value.

/**
 * Places of the values in bins of equal count, ascending by value; equal values keep the order of the list. Bin b holds
 * ranks floor(b n / bins) to floor((b + 1) n / bins), so that sizes differ by one at most; with fewer values than bins
 * some are empty.
 *
 * @param values no NaN
 */
export function equalBins(values: Float64Array, bins: number): Uint32Array[] {
  const order = orderOf(values);
  const start = (bin: number): number => Math.floor((bin * order.length) / bins);
  return Array.from({ length: bins }, (_, bin) => order.slice(start(bin), start(bin + 1)));
}

/**
 * Places of at most `most` values, evenly spaced by rank from the least value to the greatest; all where there are no
 * more. Nothing is drawn: the same values give the same choice.
 */
export function evenChoice(values: Float64Array, most: number): Uint32Array {
  const order = orderOf(values);
  if (order.length <= most) return order;
  const step = (order.length - 1) / Math.max(1, most - 1);
  return Uint32Array.from({ length: most }, (_, i) => order[Math.floor(i * step + 1e-9)]);
}

const orderOf = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
