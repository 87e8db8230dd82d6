// Cross-validated accuracy: the threshold is chosen on all other folds, the share of right decisions is counted on its own.
import { mean, populationStd } from "../math/sum.js";
import type { Folds } from "./folds.js";
import { missingClass, type Tally } from "./tally.js";
import { trainingTallies, type TrainingTally } from "./training-tally.js";

/** One fold's threshold and what it does. A pair is accepted when its distance < threshold. */
export interface FoldAccuracy {
  readonly fold: number;
  readonly threshold: number;
  readonly trainAccuracy: number;
  /** Candidate thresholds with the same training accuracy; the smallest was taken. */
  readonly equallyGood: number;
  readonly correct: number;
  readonly pairs: number;
  readonly accuracy: number;
}

export interface Accuracy {
  readonly folds: readonly FoldAccuracy[];
  /** Mean of the folds' accuracies; NaN with a reason where a fold cannot be trained or tested. */
  readonly value: number;
  /** Population standard deviation over folds. */
  readonly std: number;
  readonly reason?: string;
  /** 1 where the decision on a pair was right, in the order of the pairs; empty where the value is undefined. */
  readonly right: Uint8Array;
}

/** Candidate thresholds for training distances, ascending. */
export type Candidates = (training: Tally) => Float64Array;

/** 0, step, 2 step .. below `end`, each i x step in a double, as numpy's arange gives them. */
export const gridThresholds = (end: number, step: number): Float64Array =>
  Float64Array.from({ length: Math.round(end / step) }, (_, i) => i * step);

/**
 * The midpoints between neighbouring distinct training distances, the least distance (which accepts none of them) and
 * one above the greatest. Where two neighbours are so close that their midpoint rounds to the lower one, the upper one
 * stands in: it parts them in the same way.
 */
export function exactThresholds({ value }: Tally): Float64Array {
  const last = value.length - 1;
  const thresholds = new Float64Array(value.length + 1);
  thresholds[0] = value[0];
  for (let i = 1; i <= last; i++) {
    const middle = (value[i] + value[i - 1]) / 2;
    thresholds[i] = middle > value[i - 1] ? middle : value[i];
  }
  thresholds[last + 1] = value[last] + 1e-9;
  return thresholds;
}

/**
 * Accuracy over folds.
 *
 * @param distancesOf distances of all pairs as fold `fold` sees them (they may depend on its training part); no NaN
 * @param trainingOf made for the same pairs and folds; a caller with several conventions shares one
 */
export function crossValidate(
  distancesOf: (fold: number) => Float64Array,
  genuine: Uint8Array,
  folds: Folds,
  candidates: Candidates,
  trainingOf: TrainingTally = trainingTallies(genuine, folds),
): Accuracy {
  const undefinedBecause = (reason: string): Accuracy => ({
    folds: [],
    value: NaN,
    std: NaN,
    reason,
    right: new Uint8Array(0),
  });
  if (genuine.length < folds.count)
    return undefinedBecause(`${folds.count} folds need as many pairs, has ${genuine.length}`);
  const rows: FoldAccuracy[] = [];
  const right = new Uint8Array(genuine.length);
  for (let fold = 0; fold < folds.count; fold++) {
    const distances = distancesOf(fold);
    const training = trainingOf(distances, fold);
    const missing = missingClass(training);
    if (missing !== null) return undefinedBecause(`${missing} outside fold ${fold + 1} to choose a threshold on`);
    rows.push(testFold(distances, genuine, folds, fold, chooseThreshold(training, candidates(training)), right));
  }
  const accuracies = Float64Array.from(rows, (row) => row.accuracy);
  return { folds: rows, value: mean(accuracies), std: populationStd(accuracies), right };
}

interface Choice {
  readonly threshold: number;
  readonly trainAccuracy: number;
  readonly equallyGood: number;
}

/** The smallest of the candidates, given in ascending order, that decide most training pairs rightly. */
function chooseThreshold(training: Tally, candidates: Float64Array): Choice {
  let [best, threshold, equallyGood] = [-1, NaN, 0];
  let step = 0;
  let correct = training.impostorTotal;
  for (const candidate of candidates) {
    for (; step < training.value.length && training.value[step] < candidate; step++) {
      correct += training.genuine[step] - training.impostor[step];
    }
    if (correct > best) [best, threshold, equallyGood] = [correct, candidate, 0];
    if (correct === best) equallyGood++;
  }
  return { threshold, equallyGood, trainAccuracy: best / (training.genuineTotal + training.impostorTotal) };
}

function testFold(
  distances: Float64Array,
  genuine: Uint8Array,
  folds: Folds,
  fold: number,
  choice: Choice,
  right: Uint8Array,
): FoldAccuracy {
  let [correct, pairs] = [0, 0];
  for (let i = 0; i < distances.length; i++) {
    if (folds.of[i] !== fold) continue;
    right[i] = distances[i] < choice.threshold === (genuine[i] === 1) ? 1 : 0;
    correct += right[i];
    pairs++;
  }
  return { fold, ...choice, correct, pairs, accuracy: correct / pairs };
}
