// Areas under error-versus-reject curves.
import type { RejectPoint } from "./error-versus-reject.js";
import type { ChangeCurve } from "./reject-steps.js";

/** CR-FIQA's area: trapezoids between the points of the table. */
export function trapezoidArea(points: readonly RejectPoint[]): number {
  let area = 0;
  for (let k = 1; k < points.length; k++) {
    area += ((k * 0.05 - (k - 1) * 0.05) * (points[k].fnmr + points[k - 1].fnmr)) / 2;
  }
  return area;
}

/** Area under a reject curve up to a rate, and where it lies between the best and a useless quality. */
export interface PartialArea {
  readonly area: number;
  /** Of an order that sets aside all missed genuine pairs first, when every step takes one of the curve's pairs. */
  readonly ideal: number;
  /** Of a random order: the curve stays where it starts. */
  readonly random: number;
  /** 0 = ideal, 1 = random, above 1 = worse than random; NaN where nothing is missed to begin with. */
  readonly normalised: number;
}

/**
 * Partial area under the step curve over [0, to], as a sum of whole steps.
 *
 * @param curve from `rejectCurve`
 * @param to in (0, 1]
 */
export function partialArea(curve: Float64Array, to: number): PartialArea {
  const step = Uint32Array.from(curve, (_, at) => at);
  return partialAreaOf({ step, fnmr: curve }, curve.length, to);
}

/** The same of a curve that names the steps at which it changes. @param count all steps */
export function partialAreaOf(
  { step, fnmr }: Pick<ChangeCurve, "step" | "fnmr">,
  count: number,
  to: number,
): PartialArea {
  const steps = Math.floor(to * count * (1 + 1e-12));
  let area = 0;
  for (let k = 0; k < step.length && step[k] < steps; k++)
    area += fnmr[k] * (Math.min(step[k + 1] ?? count, steps) - step[k]);
  area /= count;
  const start = fnmr[0];
  let ideal = 0;
  for (let i = 0; i < steps && i < start * count; i++) ideal += Math.max(0, (start - i / count) / (1 - i / count));
  ideal /= count;
  const random = (start * steps) / count;
  return { area, ideal, random, normalised: (area - ideal) / (random - ideal) };
}
