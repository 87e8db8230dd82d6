// Many comparisons at once: some look significant by chance alone, so p values are raised.

/**
 * Holm's adjusted p values: refusing all at most `level` wrongly refuses any with a chance of at most `level`, however the
 * tests depend on each other. S. Holm, Scandinavian Journal of Statistics 6 (1979).
 *
 * @param values p values, no NaN; the answer is in their order
 */
export function holm(values: readonly number[]): number[] {
  const order = ascending(values);
  const adjusted = new Array<number>(values.length);
  let most = 0;
  order.forEach((at, rank) => (adjusted[at] = most = Math.max(most, Math.min(1, (values.length - rank) * values[at]))));
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p values: of those refused at `level` a share of at most `level` is expected to be
 * refused wrongly, where tests are independent or rise and fall together. JRSS B 57 (1995).
 *
 * @param values p values, no NaN; the answer is in their order
 */
export function benjaminiHochberg(values: readonly number[]): number[] {
  const order = ascending(values);
  const adjusted = new Array<number>(values.length);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const at = order[rank - 1];
    adjusted[at] = least = Math.min(least, (values.length / rank) * values[at]);
  }
  return adjusted;
}

const ascending = (values: readonly number[]): number[] =>
  values.map((_, at) => at).sort((a, b) => values[a] - values[b] || a - b);
