// 1:1 figures of template pairs from their sorted scores.
import { UserError } from "../errors.js";
import { auc } from "../metrics/auc.js";
import { percentileInterval, wilsonInterval } from "../metrics/interval.js";
import { float32Angles, highestCorners, nearestCorners } from "../metrics/nearest-corner.js";
import { farTooSmall, printRate } from "../metrics/operating-point.js";
import { cornerTally, rankedEer, rankedOperatingPoint, type RankedScores } from "../metrics/ranked.js";
import type { ReplicateFigures } from "../metrics/replicates.js";
import { missingClass } from "../metrics/tally.js";
import type { Figure } from "../types.js";

/**
 * - `exact`: ours, the "at most" rule; AUC and EER.
 * - `nearest-corner`: InsightFace's ijb_11.py: the corner of scikit-learn's ROC whose FAR is nearest.
 * - `magface`: MagFace's eval_ijb.py: the same on float32 1 - arccos(cosine) / pi.
 */
export const templateConventions = ["exact", "nearest-corner", "magface"] as const;
export type TemplateConvention = (typeof templateConventions)[number];

/** @throws UserError for a name that is none */
export function checkTemplateConventions(names: readonly string[]): void {
  const unknown = names.find((name) => !(templateConventions as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new UserError(`unknown convention "${unknown}", expected one of ${templateConventions.join(", ")}`);
}

export interface TemplateOptions {
  readonly conventions: readonly TemplateConvention[];
  readonly fars: readonly number[];
  /** Options on every figure: pooling, norm, flip, detectorScore, scoring. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether scores are cosines, of which angles can be taken. */
  readonly cosine: boolean;
}

/** What intervals are made from: replicates of the figures, and what was drawn for them. */
export interface Bootstrap {
  readonly drawn: readonly ReplicateFigures[];
  readonly over: "subjects" | "pairs";
}

/** Figures of the script conventions asked for. */
export function cornerFigures(ranked: RankedScores, options: TemplateOptions): Figure[] {
  const { conventions, fars, fields, cosine } = options;
  const figures: Figure[] = [];
  if (conventions.includes("nearest-corner"))
    figures.push(...readCorners("nearest-corner", ranked, (scores) => scores, fars));
  if (conventions.includes("magface") && cosine) figures.push(...readCorners("magface", ranked, float32Angles, fars));
  return figures.map((figure) => ({ ...figure, ...fields }));
}

/**
 * TAR and threshold at every FAR, AUC and EER by the exact rule; none where `exact` is not asked for.
 *
 * @param bootstrap without replicates: Wilson for TAR, no interval for AUC and EER
 */
export function exactFigures(ranked: RankedScores, options: TemplateOptions, { drawn, over }: Bootstrap): Figure[] {
  if (!options.conventions.includes("exact")) return [];
  const missing = missingOf(ranked);
  const intervalOf = (of: (one: ReplicateFigures) => number): Partial<Figure> => {
    const interval =
      drawn.length === 0 || missing !== null ? undefined : percentileInterval(Float64Array.from(drawn, of));
    return interval === undefined ? {} : { interval, intervalMethod: `bootstrap over ${over}` };
  };
  const whole = (name: string, value: () => Partial<Figure> & { value: number }, interval: Partial<Figure>): Figure =>
    missing === null
      ? { name, convention: "exact", ...value(), ...interval }
      : { name, convention: "exact", value: NaN, reason: missing };
  const points = options.fars.map((far, at) =>
    pointFigures(
      ranked,
      far,
      missing,
      intervalOf((one) => one.tar[at]),
    ),
  );
  return [
    ...points.map(([tar]) => tar),
    whole(
      "auc",
      () => ({ value: auc(cornerTally(ranked)) }),
      intervalOf((one) => one.auc),
    ),
    whole(
      "eer",
      () => eerFields(ranked),
      intervalOf((one) => one.eer),
    ),
    ...points.map(([, threshold]) => threshold),
  ].map((figure) => ({ ...figure, ...options.fields }));
}

const missingOf = ({ genuine, impostor }: RankedScores): string | null =>
  missingClass({ genuineTotal: genuine.length, impostorTotal: impostor.length });

function eerFields(ranked: RankedScores) {
  const { value, after } = rankedEer(ranked);
  return { value, threshold: after.threshold };
}

function pointFigures(
  ranked: RankedScores,
  far: number,
  missing: string | null,
  interval: Partial<Figure>,
): [tar: Figure, threshold: Figure] {
  const [tarName, thresholdName] = [`tar@far=${printRate(far)}`, `threshold@far=${printRate(far)}`];
  const reason = missing ?? farTooSmall(far, ranked.impostor.length);
  if (reason !== null) {
    const figure = { convention: "exact", value: NaN, reason };
    return [
      { name: tarName, ...figure },
      { name: thresholdName, ...figure },
    ];
  }
  const point = rankedOperatingPoint(ranked, far);
  const reached = { far: point.far, accepted: { genuine: point.genuine, impostor: point.impostor } };
  const wilson = wilsonInterval(point.genuine, ranked.genuine.length);
  const either = interval.interval || !wilson ? interval : { interval: wilson, intervalMethod: "wilson" };
  return [
    { name: tarName, convention: "exact", value: point.tar, ...either, ...reached, threshold: point.threshold },
    { name: thresholdName, convention: "exact", value: point.threshold, ...reached },
  ];
}

/** @param scoresOf what the convention makes of cosines; a higher cosine never becomes a lower score */
function readCorners(
  convention: TemplateConvention,
  { genuine, impostor }: RankedScores,
  scoresOf: (cosines: Float64Array) => Float64Array | Float32Array,
  fars: readonly number[],
): Figure[] {
  const missing = missingClass({ genuineTotal: genuine.length, impostorTotal: impostor.length });
  const same = scoresOf(genuine);
  // Of millions of impostors a tenth decides; the rest is looked at only where it has to be.
  const few = Math.ceil(1.2 * Math.max(...fars) * impostor.length);
  const highest = scoresOf(impostor.subarray(Math.max(0, impostor.length - few)));
  const points =
    highestCorners(same, highest, impostor.length, fars) ?? nearestCorners(same, scoresOf(impostor), fars).points;
  return fars.map((target, at): Figure => {
    const name = `tar@far=${printRate(target)}`;
    if (missing !== null) return { name, convention, value: NaN, reason: missing };
    const { tar, far, threshold, genuine: same, impostor: other } = points[at];
    return { name, convention, value: tar, far, accepted: { genuine: same, impostor: other }, threshold };
  });
}
