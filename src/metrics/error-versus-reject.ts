// Error versus reject: what happens to FNMR when the pairs of lowest quality are set aside. Distances here are any
// numbers that are lower the more alike a pair is; a pair is accepted when its distance < threshold.
import { allowedImpostors, farTooSmall } from "./operating-point.js";
import { changeCurve, everyStep, exactThreshold, sortPairs, type SortedPairs } from "./reject-steps.js";
import { combinedOrder, pairOrder, type RejectOrder } from "./reject-order.js";
import { countBelow } from "./tally.js";

/** How a pair's quality is made of its two images'. */
export type Combination = "min" | "max" | "mean" | "product";

const combine: Record<Combination, (a: number, b: number) => number> = {
  min: Math.min,
  max: Math.max,
  mean: (a, b) => (a + b) / 2,
  product: (a, b) => a * b,
};

/** Quality of each pair; the smaller of the two by default. */
export const pairQuality = (left: Float64Array, right: Float64Array, combination: Combination = "min"): Float64Array =>
  left.map((quality, i) => combine[combination](quality, right[i]));

/** The order in which pairs leave by a quality of every image. @param left row of each pair's left side */
export function imagesToPairOrder(
  values: Float64Array,
  left: Uint32Array,
  right: Uint32Array,
  combination: Combination,
): RejectOrder {
  if (combination === "min" || combination === "max") return combinedOrder(values, left, right, combine[combination]);
  const quality = new Float64Array(left.length);
  const of = combine[combination];
  for (let pair = 0; pair < quality.length; pair++) quality[pair] = of(values[left[pair]], values[right[pair]]);
  return pairOrder(quality);
}

/** Quality of one pair of images. */
export const qualityOf = (combination: Combination, left: number, right: number): number =>
  combine[combination](left, right);

/** Pairs with one quality number each, higher = better; distance lower = more alike. */
export interface QualityPairs {
  readonly quality: Float64Array;
  readonly distance: Float64Array;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
}

/**
 * - `exact`: threshold fixed once on all pairs; rate r sets aside floor(r n) pairs.
 * - `genuine-only`: the same threshold; rates count genuine pairs only.
 * - `refixed`: threshold anew on the pairs that stay, by the exact rule.
 * - `magface` (eval_quality.py): anew; the impostor distance at index n - 1 divided by ten three times, rounded down.
 * - `cr-fiqa` (erc.py): anew; the distance whose FMR, accepting distance <= it, is nearest to the target, the largest of
 *   several; genuine pairs are then accepted only below it.
 */
export type RejectConvention = "exact" | "genuine-only" | "refixed" | "magface" | "cr-fiqa";

/** FNMR when a share of pairs is set aside. */
export interface RejectPoint {
  /** Share of pairs set aside: 0, 0.05 .. 0.95. */
  readonly rate: number;
  readonly rejected: number;
  /** Genuine and impostor pairs that stay. */
  readonly genuine: number;
  readonly impostor: number;
  /** NaN with the reason where the threshold or the rate is undefined. */
  readonly fnmr: number;
  readonly reason?: string;
  readonly threshold: number;
}

interface Limit {
  readonly threshold: number;
  readonly reason?: string;
}

/** What stays of sorted pairs. */
interface Staying {
  /** Distances, ascending. */
  readonly genuine: Float64Array;
  readonly impostors: number;
  /** Distances of the impostors, ascending. Of millions a rule looks at the first few: a list would cost more than the rule. */
  impostorDistances(): Generator<number>;
}

type LimitRule = (staying: Staying, fmr: number) => Limit;

const anew: Partial<Record<RejectConvention, LimitRule>> = {
  refixed: exactLimit,
  magface: magfaceLimit,
  "cr-fiqa": crFiqaLimit,
};

/** The table of FNMR at reject rates 0, 5 .. 95 %. Pairs of equal quality leave in input order. */
export const errorVersusReject = (
  { quality, distance, genuine }: QualityPairs,
  fmr: number,
  convention: RejectConvention,
): RejectPoint[] => rejectTable(sortPairs(distance, genuine), pairOrder(quality), fmr, convention);

/** The same of pairs that are sorted, for several FMRs and conventions. @param order of pairs */
export function rejectTable(
  sorted: SortedPairs,
  order: RejectOrder,
  fmr: number,
  convention: RejectConvention,
): RejectPoint[] {
  const fixed: Limit = {
    threshold: exactThreshold(sorted, fmr),
    reason: farTooSmall(fmr, sorted.impostors.length) ?? undefined,
  };
  const pool = convention === "genuine-only" ? genuineOrder(sorted, order) : order;
  return Array.from({ length: 20 }, (_, k) => {
    const rejected = rejectedAt(k, pool.steps, convention);
    const left = stayingAfter(rejected, sorted, pool);
    const { threshold, reason } = anew[convention]?.(left, fmr) ?? fixed;
    const genuine = left.genuine.length;
    const why = reason ?? (genuine === 0 ? "no genuine pair stays" : undefined);
    const fnmr = why === undefined ? (genuine - countBelow(left.genuine, threshold)) / genuine : NaN;
    const point = { rate: k / 20, rejected, genuine, impostor: left.impostors, fnmr, threshold };
    return why === undefined ? point : { ...point, reason: why };
  });
}

/** The scripts multiply by k x 0.05 in doubles; ours is k n / 20 rounded down, exactly. */
const rejectedAt = (k: number, count: number, convention: RejectConvention): number =>
  Math.floor(convention === "magface" || convention === "cr-fiqa" ? k * 0.05 * count : (k * count) / 20);

/** The order in which genuine pairs leave, nothing else being counted. */
function genuineOrder({ genuines }: SortedPairs, { exit }: RejectOrder): RejectOrder {
  const ranks = new Uint32Array(exit.length);
  genuines
    .slice()
    .sort((a, b) => exit[a] - exit[b])
    .forEach((pair, rank) => (ranks[pair] = rank));
  return { by: "pairs", exit: ranks, steps: genuines.length };
}

function stayingAfter(rejected: number, { distance, genuines, impostors }: SortedPairs, order: RejectOrder): Staying {
  const { exit, steps } = order;
  const genuine = Float64Array.from(
    genuines.filter((pair) => exit[pair] >= rejected),
    (pair) => distance[pair],
  );
  return {
    genuine,
    impostors: steps - rejected - genuine.length,
    *impostorDistances() {
      for (const pair of impostors) if (exit[pair] >= rejected) yield distance[pair];
    },
  };
}

function exactLimit(staying: Staying, fmr: number): Limit {
  const reason = farTooSmall(fmr, staying.impostors);
  if (reason !== null) return { threshold: NaN, reason };
  return { threshold: impostorAt(staying, allowedImpostors(fmr, staying.impostors)) ?? Infinity };
}

function impostorAt(staying: Staying, place: number): number | undefined {
  let at = 0;
  for (const distance of staying.impostorDistances()) if (at++ === place) return distance;
  return undefined;
}

function magfaceLimit(staying: Staying, fmr: number): Limit {
  if (fmr !== 1e-3) return { threshold: NaN, reason: "the script measures at FMR 1e-3 only" };
  if (staying.impostors <= 100) return { threshold: NaN, reason: "the script gives nothing below 101 impostors" };
  return { threshold: impostorAt(staying, Math.floor((staying.impostors - 1) / 1000))! };
}

/** Thresholds are distances of pairs, and accept up to themselves: only two counts of impostors can be nearest. */
function crFiqaLimit(staying: Staying, fmr: number): Limit {
  const { genuine, impostors } = staying;
  if (impostors === 0) return { threshold: NaN, reason: "no impostor pair stays" };
  const off = (accepted: number): number => Math.abs(accepted / impostors - fmr);
  // Up to `last` so many impostors are accepted, from `next` on more.
  let [accepted, last, threshold] = [0, -Infinity, NaN];
  let nearest = Infinity;
  const consider = (next: number): boolean => {
    const below = genuine[countBelow(genuine, next) - 1] ?? -Infinity;
    const highest = Math.max(last, below);
    if (highest > -Infinity && off(accepted) <= nearest) [nearest, threshold] = [off(accepted), highest];
    return accepted / impostors < fmr;
  };
  let more = true;
  for (const distance of staying.impostorDistances()) {
    if (distance !== last) more = consider(distance);
    if (!more) break;
    [last, accepted] = [distance, accepted + 1];
  }
  if (more) consider(Infinity);
  return { threshold };
}

/**
 * FNMR after setting aside 0, 1, 2 .. n - 1 pairs, the threshold fixed on all: the step curve between whose points
 * nothing happens. NaN where no genuine pair stays, and throughout where the FMR cannot be measured.
 *
 * @param convention which pairs the steps count
 */
export function rejectCurve(
  { quality, distance, genuine }: QualityPairs,
  fmr: number,
  convention: "exact" | "genuine-only" = "exact",
): Float64Array {
  const sorted = sortPairs(distance, genuine);
  const order = pairOrder(quality);
  const pool = convention === "genuine-only" ? genuineOrder(sorted, order) : order;
  return everyStep(changeCurve(sorted, pool, exactThreshold(sorted, fmr)), pool.steps).fnmr;
}
