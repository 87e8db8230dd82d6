// 95 % intervals of figures, from counts or by drawing again.
import { bootstrap, resamplePairs, resampleSubjects, weightedTally, type Resample } from "../metrics/bootstrap.js";
import { percentileInterval, wilsonInterval } from "../metrics/interval.js";
import type { Tally } from "../metrics/tally.js";
import { seededRandom } from "../math/random.js";
import type { Figure } from "../types.js";
import type { VerificationInput } from "./input.js";

/** One set of weights drawn, and the scores counted with them. */
export interface Replicate {
  readonly weights: Uint32Array;
  readonly tally: Tally;
}

/** A figure and what its interval can be made from. Neither: it has none. */
export interface Draft {
  readonly figure: Figure;
  /** The figure as a share: so many of so many. */
  readonly share?: readonly [number, number];
  /** The figure measured again on a replicate. */
  readonly again?: (replicate: Replicate) => number;
}

/** How often to draw by default, where a figure is no share of pairs. */
export const defaultReplicates = 1000;

export interface IntervalPlan {
  /** null: Wilson for shares, a bootstrap of 1,000 for the rest. A number: a bootstrap of so many for all; 0: only Wilson. */
  readonly bootstrap: number | null;
  readonly seed: number;
}

/** The drafts' figures with intervals. Subjects are drawn where they are known, else pairs. */
export function withIntervals(
  drafts: readonly Draft[],
  { bootstrap: replicates, seed }: IntervalPlan,
  input: VerificationInput,
  scores: Float64Array,
  tally: Tally,
): Figure[] {
  const preferWilson = replicates === null || replicates === 0;
  const byWilson = (draft: Draft): boolean => preferWilson && draft.share !== undefined;
  const drawn = drafts.filter((draft) => draft.again !== undefined && !byWilson(draft));
  const count = drawn.length === 0 ? 0 : (replicates ?? defaultReplicates);
  const { resample, over } = resampling(input, seed);
  const retally = weightedTally(tally, scores, input.genuine);
  const columns = bootstrap(scores.length, resample, count, (weights) => {
    const replicate = { weights, tally: retally(weights) };
    return drawn.map((draft) => draft.again!(replicate));
  });
  return drafts.map((draft) => {
    const column = columns[drawn.indexOf(draft)];
    if (byWilson(draft)) return withInterval(draft.figure, wilsonInterval(...draft.share!), "wilson");
    return withInterval(draft.figure, column && percentileInterval(column), `bootstrap over ${over}`);
  });
}

const withInterval = (figure: Figure, interval: Figure["interval"], intervalMethod: string): Figure =>
  interval === undefined ? figure : { ...figure, interval, intervalMethod };

function resampling({ left, right, genuine, subjects }: VerificationInput, seed: number) {
  const random = seededRandom(seed);
  if (subjects === null) return { over: "pairs", resample: resamplePairs(genuine, random) };
  const numbers = new Map<string, number>();
  const numberOf = (row: number): number => {
    const subject = subjects[row];
    if (!numbers.has(subject)) numbers.set(subject, numbers.size);
    return numbers.get(subject)!;
  };
  const [lefts, rights] = [left.map(numberOf), right.map(numberOf)];
  const resample: Resample = resampleSubjects(lefts, rights, numbers.size, random);
  return { over: "subjects", resample };
}

/** Weighted share of pairs whose flag is 1, among those that `among` marks. */
export function weightedShare(weights: Uint32Array, flags: Uint8Array, among?: Uint8Array): number {
  let [hits, all] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    if (among !== undefined && among[i] === 0) continue;
    hits += weights[i] * flags[i];
    all += weights[i];
  }
  return hits / all;
}
