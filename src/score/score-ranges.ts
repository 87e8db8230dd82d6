// Impostor scores of all blocks cut into ranges of about equal size, so that threads can sort a range each.
import { sortInto } from "../math/sort-floats.js";
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
  readonly count: number;
}

/** Impostors whose scores tell where to cut. */
const sampled = 20_000;

export function cutRanges({ places, scores }: PlacedScores, parts: number): ScoreRange[] {
  const step = Math.max(1, Math.floor(scores.length / sampled));
  const sample: number[] = [];
  for (let i = 0; i < scores.length; i += step) if (places[i] < genuineBit) sample.push(scores[i]);
  const sorted = Float64Array.from(sample).sort();
  const cuts = Array.from({ length: parts - 1 }, (_, part) => sorted[Math.floor((sorted.length * (part + 1)) / parts)]);
  const bounds = [-Infinity, ...cuts.filter((cut) => cut !== undefined), Infinity];
  const counts = countRanges({ places, scores }, bounds);
  return counts.map((count, at) => ({ low: bounds[at], high: bounds[at + 1], count }));
}

function countRanges({ places, scores }: PlacedScores, bounds: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length - 1).fill(0);
  for (let i = 0; i < scores.length; i++) {
    if (places[i] >= genuineBit) continue;
    let range = 0;
    while (scores[i] >= bounds[range + 1]) range++;
    counts[range]++;
  }
  return counts;
}

/** Sorts a range's scores into `into`, which is as long as they are many. */
export function sortRange({ places, scores }: PlacedScores, { low, high }: ScoreRange, into: Float64Array): void {
  let [least, most] = [Infinity, -Infinity];
  const each = (take: (value: number) => void): void => {
    for (let i = 0; i < scores.length; i++) {
      if (places[i] < genuineBit && scores[i] >= low && scores[i] < high) take(scores[i]);
    }
  };
  each((value) => {
    if (value < least) least = value;
    if (value > most) most = value;
  });
  sortInto(each, into, least, most);
}

/** Genuine scores, ascending. */
export function genuineScores({ places, scores }: PlacedScores, count: number): Float64Array {
  const genuine = new Float64Array(count);
  for (let i = 0, at = 0; at < count; i++) if (places[i] >= genuineBit) genuine[at++] = scores[i];
  return genuine.sort();
}
