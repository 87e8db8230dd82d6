// Naive second implementation of accuracy over folds on drawn pairs, and of the spread of differences between two runs: pairs
// are written out as often as they were drawn, and every figure is counted anew.
import { naiveFold } from "./folds.js";
import { naiveAuc, naiveEer, naiveTar } from "./curves.js";

export interface NaivePairs {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly genuine: readonly number[];
  readonly fold: readonly number[];
}

/** Right decisions over all folds; candidates below all distances, and behind each. */
export function naiveAccuracy(
  distances: readonly number[],
  genuine: readonly number[],
  fold: readonly number[],
): number {
  const all = [...new Set(distances)].sort((a, b) => a - b);
  const behind = (value: number, at: number): number => (at + 1 < all.length ? (value + all[at + 1]) / 2 : value + 1);
  const candidates = [all[0], ...all.map(behind)];
  return naiveShare(distances, genuine, fold, candidates);
}

export function naiveShare(
  distances: readonly number[],
  genuine: readonly number[],
  fold: readonly number[],
  candidates: readonly number[],
): number {
  const folds = [...new Set(fold)];
  const correct = folds.map((each) => {
    const inFold = fold.map((other) => other === each);
    return naiveFold(distances, genuine, inFold, () => [...candidates]).correct;
  });
  return correct.reduce((sum, count) => sum + count, 0) / distances.length;
}

/** Accuracy, AUC, EER and TAR at FAR 0.1 of one run. */
export function naiveFigures(scores: readonly number[], genuine: readonly number[], fold: readonly number[]): number[] {
  const impostors = genuine.filter((label) => label === 0).length;
  const { genuine: accepted } = naiveTar({ scores, genuine }, Math.floor(impostors * 0.1 + 1e-9));
  const distances = scores.map((score) => 2 - 2 * score);
  return [
    naiveAccuracy(distances, genuine, fold),
    naiveAuc({ scores, genuine }),
    naiveEer({ scores, genuine }),
    accepted / (genuine.length - impostors),
  ];
}

/** Differences of all figures of the pairs at some places, which may come again. */
export function naiveDifferences({ before, after, genuine, fold }: NaivePairs, places: readonly number[]): number[] {
  const at = <T>(values: readonly T[]): T[] => places.map((place) => values[place]);
  const [own, others] = [before, after].map((scores) => naiveFigures(at(scores), at(genuine), at(fold)));
  return others.map((value, figure) => value - own[figure]);
}
