import { z95 } from "../math/normal.js";
import { quantiles } from "../math/statistics.js";

/** Lower and upper end of a 95 % interval. */
export type Interval = readonly [number, number];

/**
 * Wilson's 95 % score interval of a proportion: sound at 0 and 1 and for few trials, unlike value +- 2 standard errors.
 * It takes trials as independent. E. B. Wilson, JASA 22 (1927).
 *
 * @returns undefined without trials
 */
export function wilsonInterval(successes: number, trials: number): Interval | undefined {
  if (trials === 0) return undefined;
  const share = successes / trials;
  const squared = z95 * z95;
  const centre = (share + squared / (2 * trials)) / (1 + squared / trials);
  const half =
    (z95 / (1 + squared / trials)) * Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

/**
 * Percentile 95 % interval: the 2.5 and 97.5 % quantiles of what the replicates gave. Replicates that gave NaN (a class
 * without pairs, in tiny sets) are left out.
 *
 * @returns undefined where fewer than half of the replicates gave a number
 */
export function percentileInterval(replicates: Float64Array): Interval | undefined {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort();
  if (defined.length === 0 || 2 * defined.length < replicates.length) return undefined;
  const [low, high] = quantiles(defined, [0.025, 0.975]);
  return [low, high];
}
