// Impostor scores of all blocks cut into ranges of about equal size, so that threads can sort a range each.
import { sortedFloats } from "../math/sort-floats.js";
import { genuineBit } from "./pair-blocks.js";

/** Scores and the class of each, as pair-blocks.ts places them. */
export interface PlacedScores {
  readonly places: Uint32Array;
  readonly scores: Float64Array;
}

/** Impostor scores from `low` on that are below `high`. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** Impostors whose scores tell where to cut. */
const sampled = 20_000;

/** Ranges that hold about as many impostor scores each, by a sample of them. */
export function cutRanges({ places, scores }: PlacedScores, parts: number): ScoreRange[] {
  const step = Math.max(1, Math.floor(scores.length / sampled));
  const sample: number[] = [];
  for (let i = 0; i < scores.length; i += step) if (places[i] < genuineBit) sample.push(scores[i]);
  const sorted = Float64Array.from(sample).sort();
  const cuts = Array.from({ length: parts - 1 }, (_, part) => sorted[Math.floor((sorted.length * (part + 1)) / parts)]);
  const bounds = [-Infinity, ...cuts.filter((cut) => cut !== undefined), Infinity];
  return bounds.slice(1).map((high, at) => ({ low: bounds[at], high }));
}

/** The scores of a range, ascending. */
export function sortedRange({ places, scores }: PlacedScores, { low, high }: ScoreRange): Float64Array {
  const inside = new Float64Array(scores.length);
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    // Written always and kept by counting on: a branch that half of the scores take costs more.
    inside[count] = scores[i];
    count += Number(scores[i] >= low) & Number(scores[i] < high) & (~places[i] >>> 31);
  }
  return sortedFloats(inside.subarray(0, count));
}

/** Genuine scores, ascending. */
export function genuineScores({ places, scores }: PlacedScores, count: number): Float64Array {
  const genuine = new Float64Array(count);
  for (let i = 0, at = 0; at < count; i++) if (places[i] >= genuineBit) genuine[at++] = scores[i];
  return genuine.sort();
}
