// The door to mathjs, for statistics outside hot loops. It is loaded on first use, and as its browser bundle, which holds
// the same functions in one file: that takes about 60 ms where the package's main entry takes 900 ms for its 2,000 files.
import { createRequire } from "node:module";
import { mean, populationStd } from "./sum.js";

interface MathJs {
  quantileSeq(sorted: number[], probabilities: number[], isSorted: true): number[];
  gamma(x: number): number;
}

let loaded: MathJs | undefined;

const mathjs = (): MathJs => (loaded ??= createRequire(import.meta.url)("mathjs/lib/browser/math.js") as MathJs);

/** Loads what the functions below need, 60 ms, at a time when the caller waits for others anyway. */
export const loadStatistics = (): void => void mathjs();

/**
 * Quantiles with linear interpolation between neighbours (type 7 of Hyndman and Fan, numpy's default).
 *
 * @param sorted ascending
 * @param probabilities each in [0, 1]
 * @returns NaN for each where `sorted` is empty
 */
export function quantiles(sorted: ArrayLike<number>, probabilities: readonly number[]): number[] {
  if (sorted.length === 0) return probabilities.map(() => NaN);
  return mathjs().quantileSeq(Array.from(sorted), [...probabilities], true);
}

/** Euler's gamma function, for x above 0: (x - 1)! between the whole numbers. */
export const gamma = (x: number): number => mathjs().gamma(x);

/** What a list of numbers looks like. All but `count` are NaN where the list is empty. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly std: number;
  readonly min: number;
  readonly q05: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q95: number;
  readonly max: number;
}

/** @param values finite, in any order; left as they are */
export function summarise(values: Float64Array): Summary {
  const sorted = values.slice().sort();
  const [min, q05, q25, median, q75, q95, max] = quantiles(sorted, [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]);
  return { count: values.length, mean: mean(values), std: populationStd(values), min, q05, q25, median, q75, q95, max };
}
