// Fewer points for a plot. A curve is thinned in the coordinates it is drawn in.
import { probit } from "../math/normal.js";
import { pick } from "../math/pick.js";
import type { DetCurve, RocCurve } from "./roc.js";

/**
 * Which points of a monotone curve to keep so that the line through them looks the same.
 *
 * Of every run of points that lies within `step` = 4 / (most - 2) of its first, measured along both axes together with
 * each axis's range as 1, the first and the last stay. So no point is further than `step` from the line in either
 * direction (for 2,000 points two thousandths of the plot). Every second kept point is more than `step` further along
 * the curve, which is 2 long: that bounds their number.
 *
 * @param x finite, ascending or descending; y likewise
 * @param most at least 3
 * @returns ascending indices, at most `most`, the first and last point among them
 */
export function thinCurve(x: ArrayLike<number>, y: ArrayLike<number>, most: number): Uint32Array {
  const last = x.length - 1;
  if (x.length <= most) return Uint32Array.from(x, (_, i) => i);
  const width = Math.abs(x[last] - x[0]) || 1;
  const height = Math.abs(y[last] - y[0]) || 1;
  const step = 4 / (most - 2);
  const kept = [0];
  for (let i = 1; i < last; i++) {
    const from = kept[kept.length - 1];
    const length = Math.abs(x[i + 1] - x[from]) / width + Math.abs(y[i + 1] - y[from]) / height;
    if (length > step) kept.push(i);
  }
  kept.push(last);
  return Uint32Array.from(kept);
}

/** A ROC of at most `most` points for a logarithmic FAR axis; FAR 0 counts as half of the smallest FAR there is. */
export function thinRoc({ far, tar, threshold }: RocCurve, most: number): RocCurve {
  const least = smallestAboveZero(far) / 2;
  const kept = thinCurve(
    far.map((rate) => Math.log10(Math.max(rate, least))),
    tar,
    most,
  );
  return { far: pick(far, kept), tar: pick(tar, kept), threshold: pick(threshold, kept) };
}

/** A DET curve of at most `most` points for probit axes; rates of 0 and 1 count as half a pair away from them. */
export function thinDet({ fmr, fnmr, threshold }: DetCurve, most: number): DetCurve {
  const kept = thinCurve(probits(fmr), probits(fnmr), most);
  return { fmr: pick(fmr, kept), fnmr: pick(fnmr, kept), threshold: pick(threshold, kept) };
}

const smallestAboveZero = (rates: Float64Array): number =>
  rates.reduce((least, rate) => (rate > 0 && rate < least ? rate : least), 1);

function probits(rates: Float64Array): Float64Array {
  const least = smallestAboveZero(rates) / 2;
  return rates.map((rate) => probit(Math.min(1 - least, Math.max(least, rate))));
}
