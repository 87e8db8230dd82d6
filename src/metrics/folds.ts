// How a pair list is cut for cross-validation.

/** Which fold each pair is tested in. */
export interface Folds {
  readonly count: number;
  /** Number in [0, count) of each pair's fold. */
  readonly of: Uint16Array;
}

/**
 * Consecutive parts of a list, as scikit-learn's KFold cuts it without shuffling: the first `pairs mod count` parts are
 * one longer. With fewer pairs than parts the last parts are empty.
 */
export function consecutiveFolds(pairs: number, count: number): Folds {
  const of = new Uint16Array(pairs);
  for (let fold = 0, start = 0; fold < count; fold++) {
    const end = start + Math.floor(pairs / count) + (fold < pairs % count ? 1 : 0);
    of.fill(fold, start, end);
    start = end;
  }
  return { count, of };
}

/** Folds as a protocol names them; its numbers may have gaps, ours follow their order. */
export function namedFolds(names: Uint16Array): Folds {
  const distinct = [...new Set(names)].sort((a, b) => a - b);
  const numberOf = new Map(distinct.map((name, number) => [name, number]));
  return { count: distinct.length, of: names.map((name) => numberOf.get(name)!) };
}
