// What a fold's threshold is chosen on: the tally of all pairs outside the fold.
import type { Folds } from "./folds.js";
import { countBelow, tallyOf, type Tally } from "./tally.js";

/** Tally of the pairs outside a fold. */
export type TrainingTally = (distances: Float64Array, fold: number) => Tally;

/**
 * Makes training tallies. Distances are sorted once for all folds and all callers that come with the same array; a
 * fold's tally then only counts again.
 */
export function trainingTallies(genuine: Uint8Array, folds: Folds): TrainingTally {
  const sorted = new WeakMap<Float64Array, Steps>();
  return (distances, fold) => {
    let steps = sorted.get(distances);
    if (steps === undefined) sorted.set(distances, (steps = stepsOf(distances, genuine)));
    return outside(steps, genuine, folds, fold);
  };
}

/** Distinct distances, ascending, and which of them each pair has. */
interface Steps {
  readonly value: Float64Array;
  readonly of: Uint32Array;
}

function stepsOf(distances: Float64Array, isGenuine: Uint8Array): Steps {
  const { value } = tallyOf(distances, isGenuine);
  return { value, of: Uint32Array.from(distances, (distance) => countBelow(value, distance)) };
}

function outside({ value, of }: Steps, isGenuine: Uint8Array, folds: Folds, fold: number): Tally {
  const genuine = new Uint32Array(value.length);
  const impostor = new Uint32Array(value.length);
  for (let i = 0; i < of.length; i++) {
    if (folds.of[i] !== fold) (isGenuine[i] === 1 ? genuine : impostor)[of[i]]++;
  }
  return withoutEmptySteps(value.slice(), genuine, impostor);
}

/** Distances that only the fold's own pairs have are no steps of its training part. Works in place. */
function withoutEmptySteps(value: Float64Array, genuine: Uint32Array, impostor: Uint32Array): Tally {
  let steps = 0;
  let [genuineTotal, impostorTotal] = [0, 0];
  for (let step = 0; step < value.length; step++) {
    if (genuine[step] + impostor[step] === 0) continue;
    value[steps] = value[step];
    genuineTotal += genuine[steps] = genuine[step];
    impostorTotal += impostor[steps] = impostor[step];
    steps++;
  }
  return {
    value: value.subarray(0, steps),
    genuine: genuine.subarray(0, steps),
    impostor: impostor.subarray(0, steps),
    genuineTotal,
    impostorTotal,
  };
}
