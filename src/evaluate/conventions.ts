// The names under which figures are computed, and what each means for accuracy over folds.
import { UserError } from "../errors.js";
import { crossValidate, exactThresholds, gridThresholds, type Accuracy, type Candidates } from "../metrics/accuracy.js";
import type { Folds } from "../metrics/folds.js";
import type { TrainingTally } from "../metrics/training-tally.js";
import { centredAngles } from "../score/centred.js";
import { angleOf } from "../score/pairs.js";
import type { PairNumbers, VerificationInput } from "./input.js";

/**
 * - `exact`: ours. Accuracy on squared-l2 distance with thresholds between training distances; AUC, EER, TAR at FAR.
 * - `magface`: angle after subtracting the training mean, thresholds 0, 0.01 .. 3.99.
 * - `insightface`: squared-l2, the same grid; TAR at FAR 1e-3 over folds, interpolated on the grid; mean norm.
 * - `magface-no-mean`, `magface-exact`: `magface` without the mean, or with thresholds between training distances.
 * - `insightface-grid`: TAR at FAR 1e-3 over folds without interpolation.
 */
export const conventions = [
  "exact",
  "magface",
  "insightface",
  "magface-no-mean",
  "magface-exact",
  "insightface-grid",
] as const;

/** One way to compute an accuracy. */
export type Convention = (typeof conventions)[number];

export const defaultConventions: readonly Convention[] = ["exact", "magface", "insightface"];

/** @throws UserError for a name that is none */
export function checkConventions(names: readonly string[]): void {
  const unknown = names.find((name) => !(conventions as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new UserError(`unknown convention "${unknown}", expected one of ${conventions.join(", ")}`);
  }
}

const grid: Candidates = () => hundredths;
const hundredths = gridThresholds(4, 0.01);

/** Accuracy over folds by each convention that has one, in the order asked for. */
export function accuracies(
  asked: readonly Convention[],
  input: VerificationInput,
  { score, squaredL2 }: Pick<PairNumbers, "score" | "squaredL2">,
  folds: Folds,
  trainingOf: TrainingTally,
): [Convention, Accuracy][] {
  let centred: Float64Array[] | undefined;
  const angles = (fold: number): Float64Array =>
    (centred ??= centredAngles(input.embeddings, input, folds.of, folds.count))[fold];
  const over = (distancesOf: (fold: number) => Float64Array, candidates: Candidates): Accuracy =>
    crossValidate(distancesOf, input.genuine, folds, candidates, trainingOf);
  const ways: Partial<Record<Convention, () => Accuracy>> = {
    exact: () => over(() => squaredL2, exactThresholds),
    insightface: () => over(() => squaredL2, grid),
    magface: () => over(angles, grid),
    "magface-exact": () => over(angles, exactThresholds),
    "magface-no-mean": () => {
      const plain = score.map(angleOf);
      return over(() => plain, grid);
    },
  };
  return asked.flatMap((convention) => {
    const way = ways[convention];
    return way === undefined ? [] : [[convention, way()] as [Convention, Accuracy]];
  });
}
