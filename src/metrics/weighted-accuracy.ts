// Accuracy over folds of weighted pairs, for a bootstrap that finds the folds' thresholds again in every replicate.
import type { Folds } from "./folds.js";
import { countBelow, tallyOf } from "./tally.js";

/** Weighted share of pairs decided rightly. */
export type WeightedAccuracy = (weights: Uint32Array) => number;

/**
 * Each fold is decided by the threshold that decides most weight outside it rightly, the least of equals. A pair is accepted
 * when its distance < threshold. NaN where all weights are 0.
 *
 * @param thresholds candidates, ascending; null = one below all distances, and one behind each distinct distance
 */
export function weightedAccuracy(
  distances: Float64Array,
  genuine: Uint8Array,
  folds: Folds,
  thresholds: Float64Array | null,
): WeightedAccuracy {
  const { first, count } = thresholds === null ? betweenAll(distances, genuine) : amongThese(distances, thresholds);
  const width = count + 1; // The last place is for pairs that no threshold accepts.
  /** By fold and threshold: what accepting the pairs that it is the first to accept adds to the right decisions. */
  const gains = new Int32Array(folds.count * width);
  const all = new Int32Array(width);
  return (weights) => {
    gains.fill(0);
    all.fill(0);
    let [right, total] = [0, 0];
    for (let i = 0; i < weights.length; i++) {
      const gain = genuine[i] === 1 ? weights[i] : -weights[i];
      gains[folds.of[i] * width + first[i]] += gain;
      all[first[i]] += gain;
      if (genuine[i] === 0) right += weights[i]; // What refusing everything decides rightly.
      total += weights[i];
    }
    for (let fold = 0; fold < folds.count; fold++) right += gainOfBest(all, gains, fold * width, count);
    return right / total;
  };
}

/** What a fold gains by the threshold that gains most outside it. */
function gainOfBest(all: Int32Array, gains: Int32Array, start: number, count: number): number {
  let [most, gained, outside, own] = [-Infinity, 0, 0, 0];
  for (let threshold = 0; threshold < count; threshold++) {
    own += gains[start + threshold];
    outside += all[threshold] - gains[start + threshold];
    if (outside > most) [most, gained] = [outside, own];
  }
  return gained;
}

/** The place of the first threshold that accepts each pair, and how many thresholds there are. */
interface Places {
  readonly first: Uint32Array;
  readonly count: number;
}

function betweenAll(distances: Float64Array, genuine: Uint8Array): Places {
  const { value } = tallyOf(distances, genuine);
  return { first: Uint32Array.from(distances, (distance) => countBelow(value, distance) + 1), count: value.length + 1 };
}

function amongThese(distances: Float64Array, thresholds: Float64Array): Places {
  const first = Uint32Array.from(distances, (distance) => {
    const place = thresholds.findIndex((threshold) => distance < threshold);
    return place < 0 ? thresholds.length : place;
  });
  return { first, count: thresholds.length };
}
