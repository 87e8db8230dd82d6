// Several models' verification of one pair list: the figures of the `exact` convention, drawn again together.
import { mean } from "../math/sum.js";
import { seededRandom } from "../math/random.js";
import { crossValidate, exactThresholds } from "../metrics/accuracy.js";
import { auc } from "../metrics/auc.js";
import { bootstrap, resamplePairs, resampleSubjects, weightedTally } from "../metrics/bootstrap.js";
import { eer } from "../metrics/eer.js";
import { namedFolds } from "../metrics/folds.js";
import { farTooSmall, operatingPoint, printRate } from "../metrics/operating-point.js";
import { missingClass, tallyOf, type Tally } from "../metrics/tally.js";
import { weightedShare, type Replicate } from "./intervals.js";
import type { PairedFigure } from "./paired-comparison.js";

/** One model on the pairs that all models have. */
export interface PairedScores {
  /** Higher = more alike. */
  readonly score: Float64Array;
  /** 1 where the decision of the pair's fold was right; null where the model's accuracy is undefined. */
  readonly right: Uint8Array | null;
  /** Threshold of its own result for each FAR: a pair is accepted when score > threshold. */
  readonly thresholds: readonly number[];
}

export interface PairedVerification {
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  readonly fold: Uint16Array;
  /** Numbers of the two sides' subjects in [0, count); null = not known. */
  readonly subjects: { readonly left: Uint32Array; readonly right: Uint32Array; readonly count: number } | null;
  readonly models: readonly PairedScores[];
}

export interface PairedOptions {
  /** FARs at which every model has a threshold. */
  readonly fars: readonly number[];
  readonly bootstrap: number;
  readonly seed: number;
}

/**
 * Whether each pair was decided rightly by the threshold of the other folds: what stands behind `accuracy` (exact).
 *
 * @param distance lower = more alike, as pairs.csv has it
 * @returns null where a fold can't be trained
 */
export function foldDecisions(distance: Float64Array, genuine: Uint8Array, fold: Uint16Array): Uint8Array | null {
  const { right, reason } = crossValidate(() => distance, genuine, namedFolds(fold), exactThresholds);
  return reason === undefined ? right : null;
}

/** Of a model: the figure on all pairs, and on a replicate's. */
interface Measure {
  readonly name: string;
  readonly whole: (tally: Tally, model: PairedScores) => number;
  readonly again: (replicate: Replicate, model: PairedScores) => number;
  readonly decisions?: PairedFigure["decisions"];
}

/**
 * Accuracy, AUC, EER and TAR at each FAR, with McNemar's decisions: for accuracy those of the folds on all pairs, for TAR
 * those on the genuine pairs at each model's own threshold. In replicates the threshold of a TAR is found anew, that of a
 * fold stays. What can't be measured on these pairs is left out.
 */
export function pairedVerification(input: PairedVerification, options: PairedOptions): PairedFigure[] {
  const { genuine, models } = input;
  const tallies = models.map(({ score }) => tallyOf(score, genuine));
  const again = models.map(({ score }, m) => weightedTally(tallies[m], score, genuine));
  const measures = measuresOf(input, tallies[0], options.fars);
  const columns = bootstrap(genuine.length, resampling(input, options.seed), options.bootstrap, (weights) =>
    models.flatMap((model, m) => {
      const replicate = { weights, tally: again[m](weights) };
      return measures.map((measure) => measure.again(replicate, model));
    }),
  );
  return measures.map(({ name, whole, decisions }, f) => ({
    name,
    values: models.map((model, m) => whole(tallies[m], model)),
    drawn: columns.length === 0 ? [] : models.map((_, m) => columns[m * measures.length + f]),
    ...(decisions && { decisions }),
  }));
}

function measuresOf(input: PairedVerification, tally: Tally, fars: readonly number[]): Measure[] {
  const { models, fold } = input;
  const measures: Measure[] = [];
  if (models.every(({ right }) => right !== null)) {
    measures.push({
      name: "accuracy",
      whole: (_, { right }) => meanOverFolds(right!, fold),
      again: ({ weights }, { right }) => weightedShare(weights, right!),
      decisions: { among: "all pairs", right: models.map(({ right }) => right!) },
    });
  }
  if (missingClass(tally) !== null) return measures;
  const eerOf = (one: Tally): number => eer(one).value;
  measures.push({ name: "auc", whole: auc, again: ({ tally }) => auc(tally) });
  measures.push({ name: "eer", whole: eerOf, again: ({ tally }) => eerOf(tally) });
  fars.forEach((far, f) => {
    if (farTooSmall(far, tally.impostorTotal) === null) measures.push(tarMeasure(input, far, f));
  });
  return measures;
}

function tarMeasure({ genuine, models }: PairedVerification, far: number, f: number): Measure {
  const same = Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 1);
  const tarOf = (tally: Tally): number => operatingPoint(tally, far).tar;
  const accepted = ({ score, thresholds }: PairedScores): Uint8Array =>
    Uint8Array.from(same, (i) => (score[i] > thresholds[f] ? 1 : 0));
  return {
    name: `tar@far=${printRate(far)}`,
    whole: tarOf,
    again: ({ tally }) => tarOf(tally),
    decisions: { among: "genuine pairs", right: models.map(accepted) },
  };
}

/** Accuracy as the folds have it: each fold counts the same, as large as it may be. */
function meanOverFolds(right: Uint8Array, fold: Uint16Array): number {
  const { count, of } = namedFolds(fold);
  const [correct, pairs] = [new Uint32Array(count), new Uint32Array(count)];
  right.forEach((one, i) => {
    correct[of[i]] += one;
    pairs[of[i]]++;
  });
  return mean(Float64Array.from(pairs, (all, k) => correct[k] / all));
}

function resampling({ genuine, subjects }: PairedVerification, seed: number) {
  const random = seededRandom(seed);
  return subjects === null
    ? resamplePairs(genuine, random)
    : resampleSubjects(subjects.left, subjects.right, subjects.count, random);
}
