// Plain second ways to numbers of magnitude studies: everything counted anew, nothing clever.

/** Rank of a value among many: those below, and half of its equals. */
const rankOf = (value: number, all: readonly number[]): number =>
  all.filter((other) => other < value).length + (all.filter((other) => other === value).length + 1) / 2;

/** Spearman's correlation by its definition. */
export function naiveSpearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a.map((value) => rankOf(value, a)), b.map((value) => rankOf(value, b))];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (u: readonly number[], v: readonly number[]): number =>
    mean(u.map((value, i) => (value - mean(u)) * (v[i] - mean(v))));
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/** Cosine of each row to the mean of the other unit rows of its person. */
export function naiveCosinesToOthers(rows: readonly (readonly number[])[], people: readonly string[]): number[] {
  const length = (row: readonly number[]): number => Math.hypot(...row);
  const unit = (row: readonly number[]): number[] => row.map((value) => value / length(row));
  return rows.map((row, i) => {
    const others = rows.filter((_, j) => j !== i && people[j] === people[i]).map(unit);
    if (others.length === 0) return NaN;
    const mean = row.map((_, k) => others.reduce((sum, other) => sum + other[k], 0) / others.length);
    return unit(row).reduce((sum, value, k) => sum + value * mean[k], 0) / length(mean);
  });
}

/** The middle value, or the mean of the middle two. */
export function naiveMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}
