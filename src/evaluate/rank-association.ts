import { seededRandom } from "../math/random.js";
import { weightedSpearman } from "../math/rank-correlation.js";
import { bootstrap, resampleGroups } from "../metrics/bootstrap.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";

/** Spearman's correlation over images of several subjects. */
export interface RankAssociation {
  /** NaN where a side is constant or there are fewer than two images. */
  readonly value: number;
  /** 95 % percentile interval; absent with fewer than five subjects. */
  readonly interval?: Interval;
  /** Subjects that occur. */
  readonly subjects: number;
}

/** With fewer, replicates are mostly copies of each other and their quantiles say nothing. */
const fewestSubjects = 5;

/**
 * Spearman's correlation, bootstrap over subjects: images of one person are not independent. In a replicate a subject
 * brings all its images or none, as often as it was drawn.
 *
 * @param subject number of each image's subject
 * @param replicates 0: no interval
 */
export function rankAssociation(
  a: Float64Array,
  b: Float64Array,
  subject: Uint32Array,
  replicates: number,
  seed: number,
): RankAssociation {
  const numbers = new Map<number, number>();
  const group = subject.map((name) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1));
  const measure = weightedSpearman(a, b);
  const value = measure(new Uint32Array(a.length).fill(1));
  const subjects = numbers.size;
  if (subjects < fewestSubjects || replicates === 0 || Number.isNaN(value)) return { value, subjects };
  const resample = resampleGroups(group, subjects, seededRandom(seed));
  const [drawn] = bootstrap(a.length, resample, replicates, (weights) => [measure(weights)]);
  return { value, interval: percentileInterval(drawn), subjects };
}
