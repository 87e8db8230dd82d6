// Does a quality know which pairs fail? One point of the error-versus-reject curve with intervals.
import { seededRandom } from "../math/random.js";
import { rejectCurve, type QualityPairs } from "../metrics/error-versus-reject.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";
import { pairOrder } from "../metrics/reject-order.js";
import { changeCurve, everyStep, exactThreshold, sortPairs } from "../metrics/reject-steps.js";

/** What rejecting the pairs of lowest quality does to FNMR. */
export interface RejectStudy {
  /** FNMR at the FMR with all pairs. */
  readonly all: number;
  /** FNMR once the share of lowest quality is set aside, threshold unchanged (convention `exact`). */
  readonly kept: number;
  readonly keptInterval?: Interval;
  /** By how much setting aside as many pairs at random leaves FNMR higher; above 0 = the quality knows something. */
  readonly gainOverRandom: number;
  readonly gainInterval?: Interval;
}

/**
 * FNMR with and without the `rate` of lowest quality, 95 % percentile intervals by a bootstrap over pairs.
 *
 * The gain's own value takes a random order's expectation: FNMR stays where it starts. In each replicate a random order
 * is drawn anew, so its chance is in the interval.
 *
 * @param rate share set aside, in [0, 1)
 */
export function studyRejection(
  pairs: QualityPairs,
  fmr: number,
  rate: number,
  replicates: number,
  seed: number,
): RejectStudy {
  const random = seededRandom(seed);
  const at = Math.floor(rate * pairs.quality.length);
  const curve = rejectCurve(pairs, fmr);
  const kept = new Float64Array(replicates);
  const gain = new Float64Array(replicates);
  for (let r = 0; r < replicates; r++) {
    const { quality, distance, genuine } = resample(pairs, random);
    // Both orders are of the same pairs at the same threshold.
    const sorted = sortPairs(distance, genuine);
    const threshold = exactThreshold(sorted, fmr);
    const fnmrBy = (order: Float64Array): number =>
      everyStep(changeCurve(sorted, pairOrder(order), threshold), order.length).fnmr[at];
    kept[r] = fnmrBy(quality);
    gain[r] = fnmrBy(Float64Array.from(quality, () => random.below(1 << 20))) - kept[r];
  }
  return {
    all: curve[0],
    kept: curve[at],
    keptInterval: percentileInterval(kept),
    gainOverRandom: curve[0] - curve[at],
    gainInterval: percentileInterval(gain),
  };
}

function resample({ quality, distance, genuine }: QualityPairs, random: { below(n: number): number }): QualityPairs {
  const from = Uint32Array.from(quality, () => random.below(quality.length));
  return {
    quality: Float64Array.from(from, (i) => quality[i]),
    distance: Float64Array.from(from, (i) => distance[i]),
    genuine: Uint8Array.from(from, (i) => genuine[i]),
  };
}
