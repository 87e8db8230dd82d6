// What a fold's threshold is chosen on: the tally of all pairs outside the fold.
import { weightedTally } from "./bootstrap.js";
import type { Folds } from "./folds.js";
import { tallyOf, type Tally } from "./tally.js";

/** Tally of the pairs outside a fold. */
export type TrainingTally = (distances: Float64Array, fold: number) => Tally;

/**
 * Makes training tallies. Distances are sorted once for all folds and all callers that come with the same array; a
 * fold's tally then only counts again.
 */
export function trainingTallies(genuine: Uint8Array, folds: Folds): TrainingTally {
  const sorted = new WeakMap<Float64Array, ReturnType<typeof weightedTally>>();
  return (distances, fold) => {
    let count = sorted.get(distances);
    if (count === undefined) {
      count = weightedTally(tallyOf(distances, genuine), distances, genuine);
      sorted.set(distances, count);
    }
    return withoutEmptySteps(count(weightsOutside(folds, fold)));
  };
}

/** 1 for every pair outside the fold, 0 for its own. */
function weightsOutside({ of }: Folds, fold: number): Uint32Array {
  const weights = new Uint32Array(of.length);
  for (let i = 0; i < of.length; i++) weights[i] = of[i] === fold ? 0 : 1;
  return weights;
}

/** Distances that only the fold's own pairs have are no steps of its training part. Copies what it keeps. */
function withoutEmptySteps({ value, genuine, impostor, ...totals }: Tally): Tally {
  const kept = { value: value.slice(), genuine: genuine.slice(), impostor: impostor.slice() };
  let steps = 0;
  for (let step = 0; step < value.length; step++) {
    if (genuine[step] + impostor[step] === 0) continue;
    kept.value[steps] = value[step];
    kept.genuine[steps] = genuine[step];
    kept.impostor[steps++] = impostor[step];
  }
  return {
    value: kept.value.subarray(0, steps),
    genuine: kept.genuine.subarray(0, steps),
    impostor: kept.impostor.subarray(0, steps),
    ...totals,
  };
}
