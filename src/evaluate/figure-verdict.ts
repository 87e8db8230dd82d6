// Is a figure worse than it was? One figure by one tolerance.
import { probit, z95 } from "../math/normal.js";
import type { Figure } from "../types.js";
import { betterDirection } from "./best.js";
import { fitsPattern, splitScope, type CheckedFigure } from "./figure-choice.js";
import { isPaired, type PairedDifference } from "./simultaneous-differences.js";

export type Direction = "higher" | "lower";

/** What may happen to the figures of a pattern. Exactly one of interval, absolute, relative and skip. */
export interface Tolerance {
  /** See fitsPattern. */
  readonly figure: string;
  /** Confidence with which a difference must be more than chance; 0.95 say. */
  readonly interval?: number;
  /** With interval: smaller differences are let pass, however sure they are. */
  readonly atLeast?: number;
  readonly absolute?: number;
  /** Share of the baseline's value. */
  readonly relative?: number;
  readonly skip?: true;
  /** Which way is better, where the name doesn't say it or says it wrongly. */
  readonly better?: Direction;
}

/**
 * What a baseline has that nobody has edited. The first that fits a figure and can be applied decides. The steps of an
 * error-versus-reject curve are summed up by its pAUC: judged one by one they would be forty more chances of a false alarm.
 */
export const defaultTolerances: readonly Tolerance[] = [
  { figure: "fnmr@*", skip: true },
  { figure: "quality=random: *", skip: true },
  { figure: "*", interval: 0.95, atLeast: 0.0001 },
  { figure: "*", absolute: 0.01 },
];

export type Outcome = "same" | "worse" | "better" | "missing" | "undefined" | "new" | "not judged";

export const failedOutcomes: readonly Outcome[] = ["worse", "missing", "undefined"];

export interface FigureVerdict {
  readonly figure: CheckedFigure;
  readonly outcome: Outcome;
  /** By what it was judged, or why it was not. */
  readonly how: string;
  /** The difference, after less before, with its interval (paired), or the differences that were allowed. */
  readonly interval?: readonly [low: number, high: number];
}

/** A figure that is to be judged, and by what. */
export interface Plan {
  readonly figure: CheckedFigure;
  readonly tolerance: Tolerance;
  readonly direction: Direction;
  /** `paired`: by a bootstrap of both runs' pairs; `interval`: by the baseline's interval. */
  readonly way: "paired" | "interval" | "absolute" | "relative";
}

/**
 * How a figure is to be judged, or at once the verdict where there is nothing to measure.
 *
 * Conventions of scripts measure again what `exact` does: such a figure is judged only by a tolerance that names its
 * convention, `magface: accuracy`, so that one change is not counted thrice.
 *
 * @param all the figures of its result
 * @param paired whether both runs' scores of its pairs are at hand
 */
export function planFigure(
  figure: CheckedFigure,
  all: readonly CheckedFigure[],
  tolerances: readonly Tolerance[],
  paired: boolean,
): Plan | FigureVerdict {
  const { before, after, name } = figure;
  const verdict = (outcome: Outcome, how: string): FigureVerdict => ({ figure, outcome, how });
  if (before === undefined) return verdict("new", "not in the baseline");
  const fitting = tolerances.filter((tolerance) => fitsPattern(figure, splitScope(tolerance.figure)));
  const ways = fitting.map((tolerance) => ({ tolerance, way: wayOf(tolerance, before, paired && isPaired(figure)) }));
  const chosen = ways.find(({ tolerance, way }) => way !== null && (!hasTwin(figure, all) || names(tolerance, figure)));
  if (chosen?.way === "skip") return verdict("not judged", "skipped by a tolerance");
  if (after === undefined) return verdict("missing", "the results lack it");
  const direction = chosen?.tolerance.better ?? directions[betterDirection(name)];
  if (direction === null) return verdict("not judged", "neither way is better");
  if (chosen === undefined)
    return verdict("not judged", fitting.length > 0 ? "convention exact measures the same" : "no tolerance fits");
  if (Number.isNaN(before.value))
    return verdict("not judged", `undefined in the baseline: ${before.reason ?? "no reason given"}`);
  if (Number.isNaN(after.value)) return verdict("undefined", after.reason ?? "no reason given");
  if (chosen.way === "interval" && ignoresThreshold(before))
    return verdict("not judged", "its interval takes the threshold as given, and scores of pairs are not at hand");
  return { figure, tolerance: chosen.tolerance, direction, way: chosen.way as Plan["way"] };
}

const directions: Readonly<Record<-1 | 0 | 1, Direction | null>> = { [-1]: "lower", 0: null, 1: "higher" };

/** Whether `exact` measures the same. */
const hasTwin = ({ name, convention, options }: CheckedFigure, all: readonly CheckedFigure[]): boolean =>
  convention !== "exact" &&
  all.some((other) => other.convention === "exact" && other.name === name && other.options === options);

const names = ({ figure: pattern }: Tolerance, { convention }: CheckedFigure): boolean =>
  splitScope(pattern).words.includes(convention);

function wayOf({ interval, absolute, skip }: Tolerance, before: Figure, paired: boolean): Plan["way"] | "skip" | null {
  if (skip) return "skip";
  if (interval === undefined) return absolute === undefined ? "relative" : "absolute";
  if (paired) return "paired";
  return before.interval?.every(Number.isFinite) ? "interval" : null;
}

/**
 * Whether an interval takes the threshold as given where chance moves it: TAR at FAR 1e-3 of 1,000 impostors hangs on one
 * of them, and Wilson's interval knows the genuine pairs alone.
 */
const ignoresThreshold = ({ name, intervalMethod }: Figure): boolean =>
  name.includes("@") && intervalMethod === "wilson";

/** A paired difference and how it was drawn. */
export interface PairedFinding {
  readonly difference: PairedDifference;
  readonly over: "subjects" | "pairs";
}

/**
 * Judges a figure. By a paired difference it is worse where the whole interval is; else where the difference is more than
 * allowed.
 *
 * @param looks how many chances of a false alarm the whole check has: the baseline's interval is widened for them
 * @param paired where the plan is to judge by it; its interval is widened already
 */
export function judgeFigure(plan: Plan, looks: number, paired?: PairedFinding): FigureVerdict {
  const { figure, tolerance, direction } = plan;
  if (plan.way === "paired" && paired?.difference.interval.every(Number.isFinite)) {
    const { value, interval } = paired.difference;
    const gains = direction === "higher" ? interval : ([-interval[1], -interval[0]] as const);
    const matters = Math.abs(value) >= (tolerance.atLeast ?? 0);
    const outcome = !matters ? "same" : gains[1] < 0 ? "worse" : gains[0] > 0 ? "better" : "same";
    return { figure, outcome, how: `paired bootstrap over ${paired.over}`, interval };
  }
  if (plan.way === "paired" && (!figure.before!.interval?.every(Number.isFinite) || ignoresThreshold(figure.before!)))
    return { figure, outcome: "not judged", how: "too few pairs for a bootstrap" };
  const { allowed, how } = allowance(plan, looks);
  const difference = figure.after!.value - figure.before!.value;
  const over = difference > slack(allowed[1]) ? 1 : difference < slack(allowed[0]) ? -1 : 0;
  const good = direction === "higher" ? 1 : -1;
  return { figure, outcome: over === 0 ? "same" : over === good ? "better" : "worse", how, interval: allowed };
}

/** A limit that a difference of doubles may pass by its rounding: 0.99 - 0.989 is not more than 0.001. */
const slack = (limit: number): number => limit + Math.sign(limit) * (Math.abs(limit) * 1e-9 + 1e-15);

/** The differences that a figure may have. */
function allowance({ figure, tolerance, way }: Plan, looks: number) {
  const { value, interval } = figure.before!;
  const even = (most: number): readonly [number, number] => [-most, most];
  if (way === "absolute") return { allowed: even(tolerance.absolute!), how: `absolute ${tolerance.absolute}` };
  if (way === "relative")
    return { allowed: even(tolerance.relative! * Math.abs(value)), how: `relative ${tolerance.relative}` };
  // The new run has as much chance in it as the baseline, and how much of it the two share is not known.
  const wider = (Math.SQRT2 * probit(1 - (1 - tolerance.interval!) / looks / 2)) / z95;
  const least = tolerance.atLeast ?? 0;
  const allowed = [
    Math.min(-least, (interval![0] - value) * wider),
    Math.max(least, (interval![1] - value) * wider),
  ] as const;
  return { allowed, how: "interval of the baseline" };
}
