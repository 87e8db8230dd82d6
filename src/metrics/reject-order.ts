// The order in which pairs are set aside: by their own quality, or with their images.
import { stableOrder } from "../math/stable-order.js";

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

/**
 * The same where a pair's quality is the smaller or the greater of its images': they have few numbers, so that pairs are counted
 * into place.
 *
 * @param values one a row; NaN only where no pair needs it
 */
export function combinedOrder(
  values: Float64Array,
  left: Uint32Array,
  right: Uint32Array,
  combine: (a: number, b: number) => number,
): RejectOrder {
  const { rankOf, ranks } = denseRanks(values);
  const next = new Uint32Array(ranks + 1);
  const of = (pair: number): number => combine(rankOf[left[pair]], rankOf[right[pair]]);
  for (let pair = 0; pair < left.length; pair++) next[of(pair) + 1]++;
  for (let rank = 1; rank <= ranks; rank++) next[rank] += next[rank - 1];
  const exit = new Uint32Array(left.length);
  for (let pair = 0; pair < exit.length; pair++) exit[pair] = next[of(pair)]++;
  return { by: "pairs", exit, steps: exit.length };
}

/** Place of each value among the distinct ones, equal values having the same. */
function denseRanks(values: Float64Array): { rankOf: Uint32Array; ranks: number } {
  const known = values.map((value) => (Number.isNaN(value) ? Infinity : value));
  const order = stableOrder(known);
  const rankOf = new Uint32Array(values.length);
  let ranks = 0;
  order.forEach((row, at) => {
    if (at > 0 && known[row] > known[order[at - 1]]) ranks++;
    rankOf[row] = ranks;
  });
  return { rankOf, ranks: ranks + 1 };
}

/** Steps are images, by their quality; a pair leaves with the worse of its two. @param quality one a row */
export function imageOrder(quality: Float64Array, left: Uint32Array, right: Uint32Array): RejectOrder {
  const place = new Uint32Array(quality.length);
  for (const side of [left, right]) for (let pair = 0; pair < side.length; pair++) place[side[pair]] = 1;
  const used = Uint32Array.from(quality, (_, row) => row).filter((row) => place[row] === 1);
  const order = stableOrder(Float64Array.from(used, (row) => quality[row]));
  order.forEach((at, step) => (place[used[at]] = step));
  const exit = new Uint32Array(left.length);
  for (let pair = 0; pair < exit.length; pair++) exit[pair] = Math.min(place[left[pair]], place[right[pair]]);
  return { by: "images", exit, steps: used.length };
}
