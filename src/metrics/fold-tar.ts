// InsightFace's "val": TAR at a FAR with the threshold chosen on the other folds.
import { mean, populationStd } from "../math/sum.js";
import { gridThresholds } from "./accuracy.js";
import type { Folds } from "./folds.js";
import { missingClass, type Tally } from "./tally.js";
import { trainingTallies, type TrainingTally } from "./training-tally.js";

/** Between which grid thresholds the training FAR passes its target, and how the threshold is taken from there. */
export type Reading = "interpolated" | "grid";

/** One fold's threshold on squared distances and what it accepts (distance < threshold) among the fold's own pairs. */
export interface FoldTar {
  readonly fold: number;
  readonly threshold: number;
  readonly tar: number;
  readonly far: number;
}

export interface MeanTar {
  readonly folds: readonly FoldTar[];
  /** Mean TAR over folds; NaN with a reason where a fold lacks a class. */
  readonly value: number;
  readonly std: number;
  /** Mean FAR over folds. */
  readonly far: number;
  readonly reason?: string;
  /** 1 where a pair was accepted in its fold. */
  readonly accepted: Uint8Array;
}

const grid = gridThresholds(4, 0.001);

/**
 * Mean over folds of the TAR at the threshold that reaches a FAR on the other folds, thresholds 0, 0.001 .. 3.999.
 *
 * `interpolated`, which the script means to do: on the line between the last grid threshold with training FAR < target
 * and the first with training FAR >= target; 0 where none reaches it. `grid`: the last one with training FAR <= target.
 */
export function tarOverFolds(
  distances: Float64Array,
  genuine: Uint8Array,
  folds: Folds,
  target: number,
  reading: Reading,
  trainingOf: TrainingTally = trainingTallies(genuine, folds),
): MeanTar {
  const accepted = new Uint8Array(genuine.length);
  const undefinedBecause = (reason: string): MeanTar => ({
    folds: [],
    value: NaN,
    std: NaN,
    far: NaN,
    reason,
    accepted,
  });
  const rows: FoldTar[] = [];
  for (let fold = 0; fold < folds.count; fold++) {
    const training = trainingOf(distances, fold);
    if (training.impostorTotal === 0) return undefinedBecause(`no impostor pairs outside fold ${fold + 1}`);
    const rate = fmrOnGrid(training);
    const threshold = reading === "grid" ? lastWithin(rate, target) : interpolate(rate, target);
    for (let i = 0; i < genuine.length; i++) {
      if (folds.of[i] === fold && distances[i] < threshold) accepted[i] = 1;
    }
    const row = testFold(accepted, genuine, folds, fold, threshold);
    if (typeof row === "string") return undefinedBecause(`${row} in fold ${fold + 1}`);
    rows.push(row);
  }
  const tars = Float64Array.from(rows, (row) => row.tar);
  return {
    folds: rows,
    value: mean(tars),
    std: populationStd(tars),
    far: mean(Float64Array.from(rows, (row) => row.far)),
    accepted,
  };
}

/** Share of impostors with a distance below each grid threshold. */
function fmrOnGrid({ value, impostor, impostorTotal }: Tally): Float64Array {
  let step = 0;
  let accepted = 0;
  return grid.map((threshold) => {
    for (; step < value.length && value[step] < threshold; step++) accepted += impostor[step];
    return accepted / impostorTotal;
  });
}

const lastWithin = (rate: Float64Array, target: number): number => grid[rate.findLastIndex((far) => far <= target)];

function interpolate(rate: Float64Array, target: number): number {
  const high = rate.findIndex((far) => far >= target);
  if (high <= 0) return 0;
  const low = high - 1;
  return grid[low] + ((target - rate[low]) / (rate[high] - rate[low])) * (grid[high] - grid[low]);
}

/** The fold's rates, or which class it lacks. */
function testFold(accepted: Uint8Array, genuine: Uint8Array, folds: Folds, fold: number, threshold: number) {
  const passed = [0, 0];
  const totals = [0, 0];
  for (let i = 0; i < genuine.length; i++) {
    if (folds.of[i] !== fold) continue;
    totals[genuine[i]]++;
    passed[genuine[i]] += accepted[i];
  }
  const missing = missingClass({ genuineTotal: totals[1], impostorTotal: totals[0] });
  return missing ?? { fold, threshold, tar: passed[1] / totals[1], far: passed[0] / totals[0] };
}
