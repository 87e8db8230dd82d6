// Resampling of pairs. A replicate is a weight for every pair: how often it was drawn.
import { poisson } from "../math/poisson.js";
import { uniformOf, type Random } from "../math/random.js";
import { countBelow, type Tally } from "./tally.js";

/** Fills in how often each pair is drawn in the next replicate. */
export type Resample = (weights: Uint32Array) => void;

/**
 * Draws as many genuine and as many impostor pairs as there are, with replacement, each class on its own: the pair list
 * fixes the two numbers. Takes pairs as independent; where they share subjects the intervals come out too narrow.
 */
export function resamplePairs(genuine: ArrayLike<number>, random: Random): Resample {
  const classes = [0, 1]
    .map((label) => Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === label))
    .filter((members) => members.length > 0);
  return (weights) => {
    weights.fill(0);
    for (const members of classes) {
      for (let n = members.length; n > 0; n--) weights[members[random.below(members.length)]]++;
    }
  };
}

/**
 * The same where an impostor pair of a sample stands for many: as often as drawing from all of them would give, a Poisson count.
 *
 * @param stands how many pairs each stands for; 1 for genuine ones
 */
export function resampleStanding(genuine: Uint8Array, stands: Uint32Array, random: Random): Resample {
  const same = Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 1);
  return (weights) => {
    for (let i = 0; i < weights.length; i++) weights[i] = genuine[i] === 1 ? 0 : poisson(stands[i], uniformOf(random));
    for (let n = same.length; n > 0; n--) weights[same[random.below(same.length)]]++;
  };
}

/**
 * Draws as many subjects as there are, with replacement. A pair of two subjects counts the product of the times that
 * its two were drawn, a pair of one subject the times that one was.
 *
 * This is the vertex bootstrap of T. Snijders and S. Borgatti, "Non-parametric standard errors and tests for network
 * statistics", Connections 22 (1999): pairs that share a subject rise and fall together.
 *
 * @param left subject number, in [0, subjects), of each pair's left side
 */
export function resampleSubjects(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  subjects: number,
  random: Random,
): Resample {
  const drawn = new Uint32Array(subjects);
  return (weights) => {
    drawn.fill(0);
    for (let n = 0; n < subjects; n++) drawn[random.below(subjects)]++;
    for (let i = 0; i < weights.length; i++) {
      weights[i] = left[i] === right[i] ? drawn[left[i]] : drawn[left[i]] * drawn[right[i]];
    }
  };
}

/**
 * Draws as many groups as there are, with replacement: an item counts as often as its group was drawn.
 *
 * @param group number, in [0, groups), of each item's group
 */
export function resampleGroups(group: ArrayLike<number>, groups: number, random: Random): Resample {
  const drawn = new Uint32Array(groups);
  return (weights) => {
    drawn.fill(0);
    for (let n = 0; n < groups; n++) drawn[random.below(groups)]++;
    for (let i = 0; i < weights.length; i++) weights[i] = drawn[group[i]];
  };
}

/** Draws `replicates` sets of weights and gives each number that `measure` makes of one in a column of its own. */
export function bootstrap(
  pairs: number,
  resample: Resample,
  replicates: number,
  measure: (weights: Uint32Array) => readonly number[],
): Float64Array[] {
  const weights = new Uint32Array(pairs);
  const rows = Array.from({ length: replicates }, () => {
    resample(weights);
    return measure(weights);
  });
  return rows.length === 0 ? [] : rows[0].map((_, column) => Float64Array.from(rows, (row) => row[column]));
}

/**
 * A tally that can be counted again with weights, without sorting again.
 *
 * @returns a function that gives the tally of the weighted pairs; its arrays are used again by the next call
 */
export function weightedTally(
  tally: Tally,
  scores: ArrayLike<number>,
  isGenuine: ArrayLike<number>,
): (weights: Uint32Array) => Tally {
  const { value } = tally;
  const stepOf = Uint32Array.from(scores, (score) => countBelow(value, score));
  const genuine = new Uint32Array(value.length);
  const impostor = new Uint32Array(value.length);
  return (weights) => {
    genuine.fill(0);
    impostor.fill(0);
    let genuineTotal = 0;
    let impostorTotal = 0;
    for (let i = 0; i < weights.length; i++) {
      if (isGenuine[i]) {
        genuine[stepOf[i]] += weights[i];
        genuineTotal += weights[i];
      } else {
        impostor[stepOf[i]] += weights[i];
        impostorTotal += weights[i];
      }
    }
    return { value, genuine, impostor, genuineTotal, impostorTotal };
  };
}
