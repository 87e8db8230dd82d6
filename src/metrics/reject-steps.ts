// Error-versus-reject curves over weighted pairs, for bootstraps and for rejection by image: a pair leaves at a step, and
// every curve is counted from what stays after each step.
import { stableOrder } from "../math/stable-order.js";
import { allowedImpostors, farTooSmall } from "./operating-point.js";
import type { RejectOrder } from "./reject-order.js";

/** Pairs in ascending order of distance, sorted once for all curves and replicates. */
export interface SortedPairs {
  readonly distance: Float64Array;
  readonly genuine: Uint8Array;
  /** Genuine pairs, the most alike first. */
  readonly genuines: Uint32Array;
  /** Impostor pairs, the most alike first. */
  readonly impostors: Uint32Array;
}

export function sortPairs(distance: Float64Array, genuine: Uint8Array): SortedPairs {
  const order = stableOrder(distance);
  let same = 0;
  for (let pair = 0; pair < genuine.length; pair++) same += genuine[pair];
  const [genuines, impostors] = [new Uint32Array(same), new Uint32Array(order.length - same)];
  for (let at = 0, other = 0, own = 0; at < order.length; at++) {
    if (genuine[order[at]] === 1) genuines[own++] = order[at];
    else impostors[other++] = order[at];
  }
  return { distance, genuine, genuines, impostors };
}

/** The `exact` threshold on all pairs (accept when distance < it); NaN where there are too few impostors for the FMR. */
export function exactThreshold({ distance, impostors }: SortedPairs, fmr: number): number {
  if (farTooSmall(fmr, impostors.length) !== null) return NaN;
  const at = allowedImpostors(fmr, impostors.length);
  return at < impostors.length ? distance[impostors[at]] : Infinity;
}

/**
 * The `exact` threshold on weighted pairs: accepted impostors weigh at most floor(FMR x all); NaN without impostors. Where that
 * is none, as in a replicate that drew few, the most alike impostor's distance.
 */
export function weightedThreshold({ distance, impostors }: SortedPairs, weights: Uint32Array, fmr: number): number {
  let all = 0;
  for (const i of impostors) all += weights[i];
  if (all === 0) return NaN;
  const allowed = allowedImpostors(fmr, all);
  let accepted = 0;
  for (let at = 0; at < impostors.length; at++) {
    accepted += weights[impostors[at]];
    if (accepted > allowed) return distance[impostors[at]];
  }
  return Infinity;
}

/** FNMR after each step, and how much is set aside there, as a share of all. */
export interface StepCurve {
  /** rate[k] and fnmr[k] hold after k steps, up to the next; FNMR is NaN where no genuine pair stays. */
  readonly rate: Float64Array;
  readonly fnmr: Float64Array;
}

/** The same at the steps that change FNMR only: it stays until the next. */
export interface ChangeCurve extends StepCurve {
  /** How many are set aside at each. */
  readonly step: Uint32Array;
}

/** The curve of all pairs, each counting once: where nothing is set aside, and after each step that takes a genuine pair. */
export function changeCurve(
  { distance, genuines }: SortedPairs,
  { exit, steps }: RejectOrder,
  threshold: number,
): ChangeCurve {
  const isMissed = (pair: number): boolean => !(distance[pair] < threshold);
  // Exit and miss in one number, so that sorting keeps them together.
  const leaving = Float64Array.from(genuines, (pair) => 2 * exit[pair] + Number(isMissed(pair))).sort();
  const [step, fnmr]: [number[], number[]] = [[0], []];
  let [stay, missed] = [leaving.length, genuines.reduce((sum, pair) => sum + Number(isMissed(pair)), 0)];
  leaving.forEach((key) => {
    const after = Math.floor(key / 2) + 1;
    if (after !== step[step.length - 1]) {
      fnmr.push(missed / stay);
      step.push(after);
    }
    stay--;
    missed -= key % 2;
  });
  if (step[step.length - 1] === steps) step.pop();
  else fnmr.push(missed / stay);
  const values = Number.isNaN(threshold) ? fnmr.map(() => NaN) : fnmr;
  return {
    ...{ step: Uint32Array.from(step), fnmr: Float64Array.from(values) },
    rate: Float64Array.from(step, (at) => at / steps),
  };
}

/** The same curve with a point at each of its steps. @param steps all that there are */
export function everyStep({ step, fnmr }: ChangeCurve, steps: number): ChangeCurve {
  const whole = new Float64Array(steps);
  step.forEach((from, at) => whole.fill(fnmr[at], from, step[at + 1] ?? steps));
  return { step: Uint32Array.from(whole, (_, k) => k), rate: whole.map((_, k) => k / steps), fnmr: whole };
}

/**
 * Step curves of one order, counted again and again with other weights.
 *
 * Where pairs are set aside a step is as wide as its pair weighs, where images are, all are as wide.
 */
export class StepCounter {
  readonly #pairs: SortedPairs;
  readonly #order: RejectOrder;
  readonly #stay: Float64Array;
  readonly #missed: Float64Array;
  readonly #rate: Float64Array;
  readonly #fnmr: Float64Array;
  #weights: Uint32Array;

  constructor(pairs: SortedPairs, order: RejectOrder) {
    const column = (): Float64Array => new Float64Array(order.steps);
    [this.#pairs, this.#order, this.#weights] = [pairs, order, new Uint32Array(0)];
    [this.#stay, this.#missed, this.#rate, this.#fnmr] = [column(), column(), column(), column()];
  }

  /** Takes the weights of all pairs, which must stay as they are while curves are counted. */
  weigh(weights: Uint32Array): this {
    const { exit, by, steps } = this.#order;
    const [rate, stay] = [this.#rate, this.#stay];
    this.#weights = weights;
    if (by === "images") rate.fill(1);
    else for (let pair = 0; pair < exit.length; pair++) rate[exit[pair]] = weights[pair];
    stay.fill(0);
    for (const pair of this.#pairs.genuines) stay[exit[pair]] += weights[pair];
    for (let k = steps - 2; k >= 0; k--) stay[k] += stay[k + 1];
    let all = 0;
    for (let k = 0; k < steps; k++) all += rate[k];
    for (let k = 0, aside = 0; k < steps; k++) {
      const width = rate[k];
      rate[k] = aside / all;
      aside += width;
    }
    return this;
  }

  /** The curve at a threshold (accept when distance < threshold); its arrays are used again by the next call. */
  curve(threshold: number): StepCurve {
    const [missed, stay, fnmr] = [this.#missed, this.#stay, this.#fnmr];
    const { distance, genuines } = this.#pairs;
    missed.fill(0);
    // The least alike come last.
    for (let at = genuines.length - 1; at >= 0 && !(distance[genuines[at]] < threshold); at--)
      missed[this.#order.exit[genuines[at]]] += this.#weights[genuines[at]];
    for (let k = fnmr.length - 1, sum = 0; k >= 0; k--) {
      sum += missed[k];
      fnmr[k] = stay[k] === 0 ? NaN : sum / stay[k];
    }
    if (Number.isNaN(threshold)) fnmr.fill(NaN);
    return { rate: this.#rate, fnmr };
  }

  /** Both at once. */
  count(weights: Uint32Array, threshold: number): StepCurve {
    return this.weigh(weights).curve(threshold);
  }
}

/** FNMR once a share is set aside: that of the last step at or below it. */
export function fnmrAt({ rate, fnmr }: StepCurve, share: number): number {
  const steps = stepsUpTo(rate, share * (1 + 1e-12));
  return steps === 0 ? NaN : fnmr[steps - 1];
}

/** How many ascending rates are at most `limit`. */
function stepsUpTo(rate: Float64Array, limit: number): number {
  let [low, high] = [0, rate.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rate[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Areas under the step curve over [0, to] for each `to`; whole steps and a part of the last. */
export function areasTo({ rate, fnmr }: StepCurve, tos: readonly number[]): number[] {
  return tos.map((to) => {
    const last = stepsUpTo(rate, to) - 1;
    let area = 0;
    // Steps of no width have no part in it, be they undefined. Nearly all have some: looking at each would cost as much again.
    for (let k = 0; k < last; k++) area += (rate[k + 1] - rate[k]) * fnmr[k];
    if (!Number.isNaN(area)) return area + (to > rate[last] ? (to - rate[last]) * fnmr[last] : 0);
    return areaOfWide(rate, fnmr, last, to);
  });
}

function areaOfWide(rate: Float64Array, fnmr: Float64Array, last: number, to: number): number {
  let area = 0;
  for (let k = 0; k <= last; k++) {
    const width = (k < last ? rate[k + 1] : to) - rate[k];
    if (width > 0) area += width * fnmr[k];
  }
  return area;
}
