// Which of some models has the best figure.

const higher = /^(accuracy|auc|tar@|rank-|tpir@|bcubed-|pairwise-|nmi|ari$)/;
const lower = /^(eer$|fnmr@|fmr@|pauc@)/;

/** 1 where more of a figure is better, -1 where less is, 0 where it is no matter of better or worse. */
export function betterDirection(name: string): -1 | 0 | 1 {
  if (higher.test(name)) return 1;
  return lower.test(name) ? -1 : 0;
}

/**
 * Which of some models' values of one figure are the best; several where they are equal. None where fewer than two are
 * defined, or where the figure has no better.
 *
 * @param values NaN where undefined
 */
export function bestValues(name: string, values: readonly number[]): boolean[] {
  const direction = betterDirection(name);
  const known = values.filter(Number.isFinite);
  if (direction === 0 || known.length < 2) return values.map(() => false);
  const best = direction * Math.max(...known.map((value) => direction * value));
  return values.map((value) => value === best);
}
