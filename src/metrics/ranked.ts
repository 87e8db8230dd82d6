// Curves of so many scores that a step for each would fill the memory: two sorted lists in place of a tally. IJB-C has
// 19,557 genuine and 15,638,932 impostor pairs.
import type { Summary } from "../math/statistics.js";
import { pairwiseSum } from "../math/sum.js";
import { between, type EqualErrorRate, type ErrorRates } from "./eer.js";
import { allowedImpostors, type OperatingPoint } from "./operating-point.js";
import { countBelow, type Tally } from "./tally.js";

/** Scores of either class, ascending, no NaN. */
export interface RankedScores {
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
}

/** Number of ascending values that are at most `limit`. */
function countUpTo(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The `exact` rule on sorted lists: what metrics/operating-point.ts gives on their tally. */
export function rankedOperatingPoint({ genuine, impostor }: RankedScores, far: number): OperatingPoint {
  const allowed = allowedImpostors(far, impostor.length);
  if (allowed >= impostor.length) {
    const all = { genuine: genuine.length, impostor: impostor.length };
    return { threshold: -Infinity, ...all, tar: all.genuine / genuine.length, far: all.impostor / impostor.length };
  }
  const threshold = impostor[impostor.length - 1 - allowed];
  const accepted = impostor.length - countUpTo(impostor, threshold);
  const same = genuine.length - countUpTo(genuine, threshold);
  return { threshold, genuine: same, impostor: accepted, tar: same / genuine.length, far: accepted / impostor.length };
}

/**
 * The tally of the scores with every run of impostors between two genuine scores as one step, at the highest of them.
 * AUC and the corners of the ROC are those of the full tally; thresholds inside a run are not to be had from it.
 */
export function cornerTally({ genuine, impostor }: RankedScores): Tally {
  const most = 2 * genuine.length + 1;
  const steps = { value: new Float64Array(most), genuine: new Uint32Array(most), impostor: new Uint32Array(most) };
  let count = 0;
  const add = (value: number, same: number, other: number): void => {
    steps.value[count] = value;
    steps.genuine[count] = same;
    steps.impostor[count++] = other;
  };
  let before = 0;
  for (let i = 0; i < genuine.length;) {
    const score = genuine[i];
    const first = i;
    while (i < genuine.length && genuine[i] === score) i++;
    const below = countBelow(impostor, score);
    if (below > before) add(impostor[below - 1], 0, below - before);
    const upTo = countUpTo(impostor, score);
    add(score, i - first, upTo - below);
    before = upTo;
  }
  if (impostor.length > before) add(impostor[impostor.length - 1], 0, impostor.length - before);
  return {
    value: steps.value.subarray(0, count),
    genuine: steps.genuine.subarray(0, count),
    impostor: steps.impostor.subarray(0, count),
    genuineTotal: genuine.length,
    impostorTotal: impostor.length,
  };
}

/** Equal error rate of sorted lists: what metrics/eer.ts gives on their tally. NaN without both classes. */
export function rankedEer({ genuine, impostor }: RankedScores): EqualErrorRate {
  const rates = (refused: number, threshold: number): ErrorRates => ({
    fnmr: countUpTo(genuine, threshold) / genuine.length,
    fmr: (impostor.length - refused) / impostor.length,
    threshold,
  });
  const refusedAt = (threshold: number): number => countUpTo(impostor, threshold);
  const crossed = (threshold: number): boolean =>
    countUpTo(genuine, threshold) * impostor.length >= (impostor.length - refusedAt(threshold)) * genuine.length;
  if (genuine.length === 0 || impostor.length === 0) return between(rates(0, -Infinity), null);
  // Both counts only rise with the threshold, so that the first distinct score past the crossing can be halved for.
  const firstIn = (values: Float64Array): number => {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (crossed(values[middle])) high = middle;
      else low = middle + 1;
    }
    return low < values.length ? values[low] : Infinity;
  };
  const after = Math.min(firstIn(genuine), firstIn(impostor));
  const before = Math.max(valueBelow(genuine, after), valueBelow(impostor, after));
  return between(rates(before === -Infinity ? 0 : refusedAt(before), before), rates(refusedAt(after), after));
}

/** The highest of ascending values that is less; -Infinity = none. */
function valueBelow(values: Float64Array, limit: number): number {
  const at = countBelow(values, limit);
  return at === 0 ? -Infinity : values[at - 1];
}

/** Counts of ascending values in bins, as metrics/histogram.ts counts them: the outer bins take what lies outside. */
export function rankedHistogram(sorted: Float64Array, edges: Float64Array): Uint32Array {
  const bins = edges.length - 1;
  const below = Array.from(edges, (edge, i) => (i === 0 ? 0 : i === bins ? sorted.length : countBelow(sorted, edge)));
  return Uint32Array.from({ length: bins }, (_, bin) => below[bin + 1] - below[bin]);
}

/** What ascending values look like; quantiles as in math/statistics.ts (type 7), which would take them all once more. */
export function rankedSummary(sorted: Float64Array): Summary {
  const quantile = (share: number): number => {
    if (sorted.length === 0) return NaN;
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  const [min, q05, q25, median, q75, q95, max] = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map(quantile);
  const mean = pairwiseSum(sorted) / sorted.length;
  return { count: sorted.length, mean, std: spread(sorted, mean), min, q05, q25, median, q75, q95, max };
}

/** Population standard deviation; sums of 4,096 squares each are added up, so that digits last for millions. */
function spread(values: Float64Array, mean: number): number {
  const sums: number[] = [];
  for (let start = 0; start < values.length; start += 4096) {
    let sum = 0;
    for (let i = start; i < Math.min(values.length, start + 4096); i++) sum += (values[i] - mean) ** 2;
    sums.push(sum);
  }
  return Math.sqrt(pairwiseSum(Float64Array.from(sums)) / values.length);
}
