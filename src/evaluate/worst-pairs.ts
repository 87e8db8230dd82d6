// What to look at first: the pairs that a model gets most wrong, and the images that are worst by a number.
import { fromBest, fromWorst } from "./quality-order.js";

/** Places of the lowest-scoring genuine and of the highest-scoring impostor pairs, worst first. */
export interface WorstPairs {
  readonly genuine: Uint32Array;
  readonly impostor: Uint32Array;
}

/**
 * The pairs that a model gets most wrong, whatever the threshold. Of equal scores the earlier first; pairs without a score
 * are left out.
 *
 * @param score higher = more alike; NaN where there is none
 * @param genuine 1 genuine, 0 impostor
 * @param most of each kind
 */
export function worstPairs(score: Float64Array, genuine: Uint8Array, most: number): WorstPairs {
  const of = (label: number): Float64Array => score.map((value, at) => (genuine[at] === label ? value : NaN));
  return { genuine: fromWorst(of(1)).subarray(0, most), impostor: fromBest(of(0)).subarray(0, most) };
}
