// By how much two runs on the same pairs differ, and how far chance alone takes them apart: one question with one answer, for
// `check`, whose figures must hold all at once. paired-comparison.ts holds many models against each other, for `compare`.
import { seededRandom } from "../math/random.js";
import { quantiles } from "../math/statistics.js";
import { populationStd } from "../math/sum.js";
import { crossValidate, exactThresholds, gridThresholds } from "../metrics/accuracy.js";
import { auc } from "../metrics/auc.js";
import { resampleGroups, resamplePairs, weightedTally, type Resample } from "../metrics/bootstrap.js";
import { eer } from "../metrics/eer.js";
import { namedFolds, type Folds } from "../metrics/folds.js";
import { farTooSmall, operatingPoint } from "../metrics/operating-point.js";
import { tallyOf, type Tally } from "../metrics/tally.js";
import { weightedAccuracy } from "../metrics/weighted-accuracy.js";
import type { Figure } from "../types.js";

/** Scores of two runs on the same pairs, cosines; no NaN. */
export interface PairedScores {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  readonly fold: Uint16Array;
  /** Subject number of each pair's left side; null = not known. */
  readonly subjects: { readonly of: Uint32Array; readonly count: number } | null;
}

/** A figure that pairs' scores give again. */
export type PairedFigure = Pick<Figure, "name" | "convention">;

/** After less before, with its interval. */
export interface PairedDifference {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

export interface PairedDifferences {
  /** What was drawn. */
  readonly over: "subjects" | "pairs";
  /**
   * One interval a figure, in the order asked, which hold the true differences all at once with this confidence. NaN where
   * a run or too many replicates leave a figure undefined.
   */
  at(confidence: number): PairedDifference[];
}

/** All figures of one run on weighted pairs. */
type Measure = (weights: Uint32Array) => number[];

/**
 * Whether scores and folds alone give the figure: accuracy by `exact` and `insightface`, and by `exact` AUC, EER and TAR.
 */
export const isPaired = ({ name, convention }: PairedFigure): boolean =>
  name === "accuracy"
    ? convention === "exact" || convention === "insightface"
    : convention === "exact" && /^(auc|eer|tar@far=.+)$/.test(name);

/**
 * Paired bootstrap: each replicate draws the same subjects for both runs, each with the pairs that it is the left side of (else
 * single pairs), and all thresholds are found again in it, those of accuracy on the folds as they are. Weighing a pair by both
 * its subjects, as resampleSubjects does, makes intervals of differences so wide in lists where a subject is in few pairs that
 * no check would ever alarm falsely, and few rightly (bench/false-alarms.ts).
 *
 * The intervals are simultaneous: difference +- c x its standard deviation over replicates, c the quantile of the greatest
 * deviation of any figure, each in its own standard deviations (the single-step max-t method; J. Romano and M. Wolf,
 * "Exact and approximate stepdown methods for multiple hypothesis testing", JASA 100, 2005). Figures that rise and fall
 * together cost little that way, where Bonferroni's correction would take them for independent.
 */
export function simultaneousDifferences(
  pairs: PairedScores,
  figures: readonly PairedFigure[],
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
): PairedDifferences {
  const { before, after, genuine, subjects } = pairs;
  const folds = namedFolds(pairs.fold);
  const runs = [before, after].map((scores) => ({ scores, distances: scores.map(squaredDistance), genuine, folds }));
  const measures = runs.map((run) => measureOf(run, figures));
  const differences = (weights: Uint32Array): number[] => {
    const [own, others] = measures.map((measure) => measure(weights));
    return others.map((value, at) => value - own[at]);
  };
  const weights = new Uint32Array(genuine.length).fill(1);
  const centres = differences(weights);
  const resample = resampling(pairs, seed);
  const drawn = Array.from({ length: replicates }, () => {
    resample(weights);
    return differences(weights);
  });
  const spreads = centres.map((_, at) => spreadOf(drawn.map((row) => row[at])));
  const worst = greatestDeviations(drawn, centres, spreads);
  const values = centres.map((centre, at) =>
    figures[at].name === "accuracy" ? accuracyGain(runs, figures[at]) : centre,
  );
  return {
    over: subjects === null ? "pairs" : "subjects",
    at: (confidence) => {
      const [times] = quantiles(worst, [confidence]);
      return values.map((value, at) => ({
        value,
        interval: around(value, spreads[at] > 0 ? times * spreads[at] : spreads[at]),
      }));
    },
  };
}

/** Scores of one run, and the squared distances of unit vectors that they come to, on which accuracy's thresholds are chosen. */
interface Run {
  readonly scores: Float64Array;
  readonly distances: Float64Array;
  readonly genuine: Uint8Array;
  readonly folds: Folds;
}

const squaredDistance = (cosine: number): number => 2 - 2 * cosine;

function resampling({ genuine, subjects }: PairedScores, seed: number): Resample {
  const random = seededRandom(seed);
  if (subjects === null) return resamplePairs(genuine, random);
  return resampleGroups(subjects.of, subjects.count, random);
}

/** The thresholds of InsightFace's script. */
const grid = gridThresholds(4, 0.01);

/** As results have it: thresholds lie midway between training distances, which replicates leave open. */
function accuracyGain(runs: readonly Run[], { convention }: PairedFigure): number {
  const candidates = convention === "insightface" ? () => grid : exactThresholds;
  const [own, others] = runs.map(
    ({ distances, genuine, folds }) => crossValidate(() => distances, genuine, folds, candidates).value,
  );
  return others - own;
}

const around = (value: number, half: number): [number, number] => [value - half, value + half];

/** Standard deviation of the replicates that are defined; NaN where fewer than half are. */
function spreadOf(replicates: readonly number[]): number {
  const defined = Float64Array.from(replicates.filter((value) => !Number.isNaN(value)));
  return 2 * defined.length < replicates.length ? NaN : populationStd(defined);
}

/** Of each replicate the greatest deviation of any figure in standard deviations, ascending. */
function greatestDeviations(
  drawn: readonly (readonly number[])[],
  values: readonly number[],
  spreads: readonly number[],
): Float64Array {
  const judged = spreads.flatMap((spread, at) => (spread > 0 ? [at] : []));
  return Float64Array.from(drawn, (row) =>
    judged.reduce((most, at) => {
      const deviation = Math.abs(row[at] - values[at]) / spreads[at];
      return deviation > most ? deviation : most; // A replicate that leaves the figure undefined says nothing.
    }, 0),
  ).sort();
}

/** The figures of one run on weighted pairs. */
function measureOf({ scores, distances, genuine, folds }: Run, figures: readonly PairedFigure[]): Measure {
  const tally = tallyOf(scores, genuine);
  const retally = weightedTally(tally, scores, genuine);
  const readings = figures.map(({ name, convention }): Reading => {
    if (name !== "accuracy") return readingOf(name, tally);
    const again = weightedAccuracy(distances, genuine, folds, convention === "insightface" ? grid : null);
    return (_, weights) => again(weights);
  });
  return (weights) => {
    const weighted = retally(weights);
    return readings.map((read) => read(weighted, weights));
  };
}

type Reading = (tally: Tally, weights: Uint32Array) => number;

function readingOf(name: string, { impostorTotal }: Tally): Reading {
  if (name === "auc") return auc;
  if (name === "eer") return (tally) => eer(tally).value;
  const far = Number(name.slice("tar@far=".length));
  return (tally) => (farTooSmall(far, impostorTotal) === null ? operatingPoint(tally, far).tar : NaN);
}
