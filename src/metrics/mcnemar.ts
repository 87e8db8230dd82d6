// McNemar's test: did two models decide differently on the same pairs by more than chance?

/** Pairs on which one of two was right and the other wrong. */
export interface Discordant {
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/** @param first 1 where the first decided rightly; `second` likewise, for the same pairs */
export function countDiscordant(first: Uint8Array, second: Uint8Array): Discordant {
  let [onlyFirst, onlySecond] = [0, 0];
  for (let i = 0; i < first.length; i++) {
    if (first[i] > second[i]) onlyFirst++;
    else if (second[i] > first[i]) onlySecond++;
  }
  return { onlyFirst, onlySecond };
}

/**
 * Exact two-sided p: twice the chance that of the pairs on which two differ, each falling to either side as a coin does,
 * as few or fewer fall to the rarer side; at most 1, and 1 where they never differ.
 *
 * It holds the thresholds for fixed and pairs for independent. Q. McNemar, Psychometrika 12 (1947); the exact form is a
 * sign test.
 */
export function mcnemar({ onlyFirst, onlySecond }: Discordant): number {
  const trials = onlyFirst + onlySecond;
  const few = Math.min(onlyFirst, onlySecond);
  if (2 * few === trials) return 1;
  // C(trials, few) / 2^trials. Halving is exact, and done where the product grows too large: 2^-trials alone underflows.
  let [share, halvings] = [1, trials];
  for (let i = 1; i <= few; i++) {
    share *= (trials - few + i) / i;
    for (; share > 1 && halvings > 0; halvings--) share /= 2;
  }
  for (; halvings > 0 && share > 0; halvings--) share /= 2;
  let [sum, term] = [1, 1];
  for (let i = few; i > 0; i--) sum += term *= i / (trials - i + 1);
  return Math.min(1, 2 * share * sum);
}
