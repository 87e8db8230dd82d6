import { quantiles } from "../math/statistics.js";
import { equalBins } from "./equal-bins.js";

/** A line through a cloud of points. */
export interface RunningMedian {
  /** Median of both sides in each bin; x ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly counts: Uint32Array;
}

/** A median of fewer points is mostly chance, and a line through such medians a comb. */
const fewestPoints = 20;

/**
 * Medians of y in bins of equal count along x, and the medians of x they stand at. There are `bins` of them, fewer where
 * a bin would hold less than twenty points.
 *
 * @param x no NaN; y likewise, as long
 */
export function runningMedian(x: Float64Array, y: Float64Array, bins: number): RunningMedian {
  const count = Math.max(1, Math.min(bins, Math.floor(x.length / fewestPoints)));
  const parts = equalBins(x, count).filter((part) => part.length > 0);
  const medians = (of: Float64Array) =>
    Float64Array.from(parts, (part) => medianOf(Float64Array.from(part, (i) => of[i])));
  return { x: medians(x), y: medians(y), counts: Uint32Array.from(parts, (part) => part.length) };
}

const medianOf = (values: Float64Array): number => quantiles(values.sort(), [0.5])[0];
