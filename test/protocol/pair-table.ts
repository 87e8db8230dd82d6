import type { PairList } from "../../src/types.js";

/** A pair list as rows `left right label fold`, to compare with rows written by hand. */
export function pairTable({ names, left, right, genuine, fold }: PairList): [string, string, number, number | null][] {
  return Array.from(genuine, (label, i) => [names[left[i]], names[right[i]], label, fold ? fold[i] : null]);
}
