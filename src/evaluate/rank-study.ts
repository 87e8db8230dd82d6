import { seededRandom } from "../math/random.js";
import { spearman } from "../math/rank-correlation.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";

/** Spearman's correlation of two lists with a 95 % percentile interval by a bootstrap over their places. */
export function spearmanStudy(
  a: Float64Array,
  b: Float64Array,
  replicates: number,
  seed: number,
): { readonly correlation: number; readonly interval?: Interval } {
  const random = seededRandom(seed);
  const drawn = Float64Array.from({ length: replicates }, () => {
    const from = Uint32Array.from(a, () => random.below(a.length));
    const pick = (values: Float64Array) => Float64Array.from(from, (i) => values[i]);
    return spearman(pick(a), pick(b));
  });
  return { correlation: spearman(a, b), interval: percentileInterval(drawn) };
}
