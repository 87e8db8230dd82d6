// Error-versus-reject curves over weighted pairs, for bootstraps and for rejection by image: a pair leaves at a step, and
// every curve is counted from what stays after each step.
import { stableOrder } from "../math/stable-order.js";
import { allowedImpostors, farTooSmall } from "./operating-point.js";

/** What is set aside step by step, worst first, and the step at which each pair leaves. */
export interface RejectOrder {
  readonly by: "pairs" | "images";
  /** Pair i stays while fewer than exit[i] + 1 steps are set aside. */
  readonly exit: Uint32Array;
  readonly steps: number;
}

/** Steps are pairs, by their quality; equal qualities leave in input order. */
export function pairOrder(quality: Float64Array): RejectOrder {
  const order = stableOrder(quality);
  const exit = new Uint32Array(quality.length);
  order.forEach((pair, step) => (exit[pair] = step));
  return { by: "pairs", exit, steps: quality.length };
}

/** Steps are images, by their quality; a pair leaves with the worse of its two. @param quality one a row */
export function imageOrder(quality: Float64Array, left: Uint32Array, right: Uint32Array): RejectOrder {
  const used = [...new Set([...left, ...right])].sort((a, b) => a - b);
  const order = stableOrder(Float64Array.from(used, (row) => quality[row]));
  const place = new Map<number, number>();
  order.forEach((at, step) => place.set(used[at], step));
  const exit = Uint32Array.from(left, (row, pair) => Math.min(place.get(row)!, place.get(right[pair])!));
  return { by: "images", exit, steps: used.length };
}

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
  const [genuines, impostors] = [1, 0].map((label) => order.filter((pair) => genuine[pair] === label));
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

/**
 * Step curves of one order, counted again and again with other weights.
 *
 * Where pairs are set aside a step is as wide as its pair weighs, where images are, all are as wide.
 */
export class StepCounter {
  readonly #pairs: SortedPairs;
  readonly #order: RejectOrder;
  readonly #same: Float64Array;
  readonly #missed: Float64Array;
  readonly #curve: { rate: Float64Array; fnmr: Float64Array };

  constructor(pairs: SortedPairs, order: RejectOrder) {
    this.#pairs = pairs;
    this.#order = order;
    [this.#same, this.#missed] = [new Float64Array(order.steps), new Float64Array(order.steps)];
    this.#curve = { rate: new Float64Array(order.steps), fnmr: new Float64Array(order.steps) };
  }

  /**
   * The curve at a threshold (accept when distance < threshold); its arrays are used again by the next call.
   */
  count(weights: Uint32Array, threshold: number): StepCurve {
    const { exit, by, steps } = this.#order;
    const { distance, genuine } = this.#pairs;
    const { rate, fnmr } = this.#curve;
    this.#same.fill(0);
    this.#missed.fill(0);
    rate.fill(by === "images" ? 1 : 0);
    for (let i = 0; i < exit.length; i++) {
      const [step, weight] = [exit[i], weights[i]];
      if (by === "pairs") rate[step] = weight;
      if (genuine[i] === 0) continue;
      this.#same[step] += weight;
      if (!(distance[i] < threshold)) this.#missed[step] += weight;
    }
    let [stay, fail, all] = [0, 0, 0];
    for (let k = steps - 1; k >= 0; k--) {
      stay += this.#same[k];
      fail += this.#missed[k];
      all += rate[k];
      fnmr[k] = stay === 0 ? NaN : fail / stay;
    }
    if (Number.isNaN(threshold)) fnmr.fill(NaN);
    for (let k = 0, aside = 0; k < steps; k++) {
      const width = rate[k];
      rate[k] = aside / all;
      aside += width;
    }
    return this.#curve;
  }
}

/** FNMR once a share is set aside: that of the last step at or below it. */
export function fnmrAt({ rate, fnmr }: StepCurve, share: number): number {
  let [low, high] = [0, rate.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rate[middle] <= share * (1 + 1e-12)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? NaN : fnmr[low - 1];
}

/** Areas under the step curve over [0, to] for each `to`; whole steps and a part of the last. */
export function areasTo({ rate, fnmr }: StepCurve, tos: readonly number[]): number[] {
  return tos.map((to) => {
    let area = 0;
    for (let k = 0; k < rate.length && rate[k] < to; k++) {
      const end = k + 1 < rate.length && rate[k + 1] < to ? rate[k + 1] : to;
      if (end > rate[k]) area += (end - rate[k]) * fnmr[k];
    }
    return area;
  });
}
