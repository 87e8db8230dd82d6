import { seededRandom } from "../math/random.js";
import { spearman } from "../math/rank-correlation.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";

/** A figure and its 95 % percentile interval by a bootstrap. */
export interface Studied {
  readonly value: number;
  readonly interval?: Interval;
}

/** Spearman's correlation of two lists, bootstrap over their places. */
export const spearmanStudy = (a: Float64Array, b: Float64Array, replicates: number, seed: number): Studied =>
  overPlaces((pick) => spearman(pick(a), pick(b)), a.length, replicates, seed);

/**
 * Spearman's correlation of `one` with `truth` less that of `other`, paired: a replicate draws the same places of all three.
 * Below 0 where quality is to fall as `truth` rises = `one` follows it more.
 */
export const spearmanDifference = (
  one: Float64Array,
  other: Float64Array,
  truth: Float64Array,
  replicates: number,
  seed: number,
): Studied =>
  overPlaces(
    (pick) => spearman(pick(one), pick(truth)) - spearman(pick(other), pick(truth)),
    truth.length,
    replicates,
    seed,
  );

type Pick = (values: Float64Array) => Float64Array;

function overPlaces(measure: (pick: Pick) => number, count: number, replicates: number, seed: number): Studied {
  const random = seededRandom(seed);
  const drawn = Float64Array.from({ length: replicates }, () => {
    const from = Uint32Array.from({ length: count }, () => random.below(count));
    return measure((values) => Float64Array.from(from, (i) => values[i]));
  });
  return { value: measure((values) => values), interval: percentileInterval(drawn) };
}
