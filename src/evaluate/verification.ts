// Embeddings and pairs -> every number of a verification result. Nothing here touches a file.
import { UserError } from "../errors.js";
import { mean } from "../math/sum.js";
import type { FoldAccuracy } from "../metrics/accuracy.js";
import { tarOverFolds, type FoldTar, type MeanTar, type Reading } from "../metrics/fold-tar.js";
import { consecutiveFolds, namedFolds, type Folds } from "../metrics/folds.js";
import { detCurve, rocCurve, type DetCurve, type RocCurve } from "../metrics/roc.js";
import { tallyOf } from "../metrics/tally.js";
import { trainingTallies, type TrainingTally } from "../metrics/training-tally.js";
import { cosines, squaredDistances, squaredMagnitudes } from "../score/pairs.js";
import type { Figure } from "../types.js";
import { checkInput } from "./checks.js";
import { accuracies, checkConventions, defaultConventions, type Convention } from "./conventions.js";
import { accuracyDraft, foldTarDraft, meanNormFigure, tallyDrafts } from "./drafts.js";
import { bothSides, histogramsOf, statisticsOf, type Histograms, type Statistics } from "./description.js";
import type { PairNumbers, VerificationInput } from "./input.js";
import { withIntervals, type Draft } from "./intervals.js";

/** What is to be measured. */
export interface VerificationOptions {
  readonly conventions: readonly Convention[];
  /** Target FARs, each in (0, 1). */
  readonly fars: readonly number[];
  /** Number of consecutive folds, where the input names none. */
  readonly folds: number;
  /** See IntervalPlan. */
  readonly bootstrap: number | null;
  readonly seed: number;
  /** Copied onto every figure: the options that the embeddings depend on, {flip: "none"} say. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether lengths of embeddings mean something; without, their statistics and histogram are null. */
  readonly magnitudes: boolean;
}

/** One fold by one convention; `fold` counts from 0. */
export type FoldRow = FoldAccuracy & { readonly convention: Convention };
/** TAR of one fold at a target FAR. */
export type FoldTarRow = FoldTar & { readonly convention: Convention; readonly target: number };

/** Figures of a verification, and all they were made from. */
export interface VerificationResult {
  readonly histograms: Histograms;
  readonly statistics: Statistics;
  readonly figures: readonly Figure[];
  /** Accuracy of each fold by each convention. */
  readonly folds: readonly FoldRow[];
  /** The same of `insightface`'s TAR over folds. */
  readonly tarFolds: readonly FoldTarRow[];
  /** Scores and magnitudes, pair by pair in input order. */
  readonly pairs: PairNumbers;
  /** All points; metrics/thin.ts makes fewer of them for a plot. */
  readonly curves: { readonly roc: RocCurve; readonly det: DetCurve };
}

export const defaultOptions: VerificationOptions = {
  conventions: defaultConventions,
  fars: [1e-2, 1e-3, 1e-4],
  folds: 10,
  bootstrap: null,
  seed: 1,
  fields: {},
  magnitudes: true,
};

/** The FAR at which InsightFace's script measures its "val". */
const insightfaceFar = 1e-3;

/** What can be plotted as soon as the pairs are scored, and the slower rest on demand. */
export interface ScoredVerification {
  readonly histograms: Histograms;
  readonly curves: VerificationResult["curves"];
  /** AUC, EER and operating points of the `exact` convention, without intervals. */
  readonly figures: readonly Figure[];
  /** Accuracies over folds, intervals and statistics too. */
  finish(): VerificationResult;
}

/**
 * Every figure, curve and statistic of one pair list.
 *
 * Figures that cannot be defined (a class without pairs, too few pairs for the folds or for a FAR) are NaN with the
 * reason; the others are still measured.
 *
 * @throws UserError for a zero or not finite embedding, no pairs, an option out of range
 */
export const evaluateVerification = (
  input: VerificationInput,
  options: Partial<VerificationOptions> = {},
): VerificationResult => scoreVerification(input, options).finish();

/** The same in two steps, for a caller that draws the curves while the rest is measured. @throws as evaluateVerification */
export function scoreVerification(
  input: VerificationInput,
  options: Partial<VerificationOptions> = {},
): ScoredVerification {
  const asked = { ...defaultOptions, ...options };
  checkOptions(asked);
  const squared = squaredMagnitudes(input.embeddings);
  checkInput(input, squared);
  const pairs = scorePairs(input, squared);
  const tally = tallyOf(pairs.score, input.genuine);
  const curves = { roc: rocCurve(tally), det: detCurve(tally) };
  const histograms = histogramsOf(pairs, input.genuine, asked.magnitudes);
  const points = asked.conventions.includes("exact") ? tallyDrafts(tally, asked.fars) : [];
  const finish = (): VerificationResult => {
    const { drafts, folds, tarFolds } = measure(asked, input, pairs, points);
    const figures = withIntervals(drafts, asked, input, pairs.score, tally);
    const named = figures.map((figure) => ({ ...figure, ...asked.fields }));
    const statistics = statisticsOf(pairs, input.genuine, asked.magnitudes);
    return { figures: named, folds, tarFolds, pairs, curves, histograms, statistics };
  };
  return { curves, histograms, figures: points.map(({ figure }) => figure), finish };
}

function checkOptions({ conventions, fars, folds, bootstrap }: VerificationOptions): void {
  checkConventions(conventions);
  const far = fars.find((rate) => !(rate > 0 && rate < 1));
  if (far !== undefined) throw new UserError(`FAR ${far}, expected a number above 0 and below 1`);
  if (!(Number.isInteger(folds) && folds >= 2)) {
    throw new UserError(`${folds} folds, expected a whole number of at least 2`);
  }
  if (bootstrap !== null && !(Number.isInteger(bootstrap) && bootstrap >= 0)) {
    throw new UserError(`bootstrap ${bootstrap}, expected a whole number of replicates`);
  }
}

function scorePairs(input: VerificationInput, squared: Float64Array): PairNumbers {
  const magnitudes = squared.map(Math.sqrt);
  return {
    score: cosines(input.embeddings, input, squared),
    squaredL2: squaredDistances(input.embeddings, input, magnitudes),
    leftMagnitude: Float64Array.from(input.left, (row) => magnitudes[row]),
    rightMagnitude: Float64Array.from(input.right, (row) => magnitudes[row]),
  };
}

function foldsOf({ fold, left }: VerificationInput, count: number): Folds {
  if (fold === null) return consecutiveFolds(left.length, count);
  const named = namedFolds(fold);
  if (named.count < 2) throw new UserError("all pairs are in one fold, expected at least 2 folds");
  return named;
}

/** Figures in the order tables print them: accuracies, then AUC, EER and operating points, then the mean norm. */
function measure(
  { conventions, folds: foldCount }: VerificationOptions,
  input: VerificationInput,
  pairs: PairNumbers,
  points: readonly Draft[],
) {
  const folds = foldsOf(input, foldCount);
  const trainingOf = trainingTallies(input.genuine, folds);
  const overFolds = accuracies(conventions, input, pairs, folds, trainingOf);
  const tars = foldTars(conventions, input, pairs, folds, trainingOf);
  const drafts: Draft[] = overFolds.map(([convention, accuracy]) => accuracyDraft(convention, accuracy));
  drafts.push(...points);
  drafts.push(...tars.map(([convention, tar]) => foldTarDraft(convention, insightfaceFar, tar, input.genuine)));
  if (conventions.includes("insightface")) drafts.push({ figure: meanNormFigure(mean(bothSides(pairs))) });
  return {
    drafts,
    folds: overFolds.flatMap(([convention, { folds }]) => folds.map((row) => ({ convention, ...row }))),
    tarFolds: tars.flatMap(([convention, { folds }]) =>
      folds.map((row) => ({ convention, target: insightfaceFar, ...row })),
    ),
  };
}

function foldTars(
  asked: readonly Convention[],
  { genuine }: VerificationInput,
  { squaredL2 }: PairNumbers,
  folds: Folds,
  trainingOf: TrainingTally,
): [Convention, MeanTar][] {
  const readings: Partial<Record<Convention, Reading>> = { insightface: "interpolated", "insightface-grid": "grid" };
  return asked.flatMap((convention) => {
    const reading = readings[convention];
    if (reading === undefined) return [];
    return [
      [convention, tarOverFolds(squaredL2, genuine, folds, insightfaceFar, reading, trainingOf)] as [
        Convention,
        MeanTar,
      ],
    ];
  });
}
