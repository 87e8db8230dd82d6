// The pairs on which two models differ most.
import { countBelow } from "../metrics/tally.js";

/** Two models on the same pairs. */
export interface TwoScores {
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  readonly model: Float64Array;
  readonly against: Float64Array;
  /** Thresholds of either at one FAR: accepted when score > threshold; null = no FAR that both have. */
  readonly thresholds: { readonly model: number; readonly against: number } | null;
}

export interface Disagreements {
  /** Rank of each pair by either model; see `classRanks`. */
  readonly ranks: { readonly model: Float64Array; readonly against: Float64Array };
  /** Places of the pairs whose ranks differ most, the greatest difference first. */
  readonly byRank: Uint32Array;
  /** Places of pairs that one model decides rightly and the other wrongly, the greatest difference of ranks first. */
  readonly byDecision: Uint32Array;
  /** How many of the latter there are in all. */
  readonly decisions: number;
}

/** @param most of either list */
export function findDisagreements({ genuine, model, against, thresholds }: TwoScores, most: number): Disagreements {
  const ranks = { model: classRanks(model, genuine), against: classRanks(against, genuine) };
  const gap = (pair: number): number => Math.abs(ranks.model[pair] - ranks.against[pair]);
  const order = Uint32Array.from(genuine, (_, pair) => pair).sort((a, b) => gap(b) - gap(a) || a - b);
  const differs = (pair: number): boolean =>
    thresholds !== null && model[pair] > thresholds.model !== against[pair] > thresholds.against;
  const decided = order.filter(differs);
  return {
    ranks,
    byRank: order.filter((pair) => gap(pair) > 0).slice(0, most),
    byDecision: decided.slice(0, most),
    decisions: decided.length,
  };
}

/**
 * Share of the pairs of the same class that score lower, in [0, 1): scores of two models have scales of their own, their
 * ranks have one.
 */
export function classRanks(score: Float64Array, genuine: Uint8Array): Float64Array {
  const sorted = [0, 1].map((label) => score.filter((_, i) => genuine[i] === label).sort());
  return score.map((value, i) => countBelow(sorted[genuine[i]], value) / sorted[genuine[i]].length);
}
