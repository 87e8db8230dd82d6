// Error versus reject: what happens to FNMR when the pairs of lowest quality are set aside. Distances here are any
// numbers that are lower the more alike a pair is; a pair is accepted when its distance < threshold.
import { allowedImpostors, farTooSmall } from "./operating-point.js";
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

/** Ascending distances of the pairs that stay. */
interface Staying {
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
}

type LimitRule = (staying: Staying, fmr: number) => Limit;

const anew: Partial<Record<RejectConvention, LimitRule>> = {
  refixed: ({ impostor }, fmr) => exactLimit(impostor, fmr),
  magface: ({ impostor }, fmr) => magfaceLimit(impostor, fmr),
  "cr-fiqa": crFiqaLimit,
};

/** The table of FNMR at reject rates 0, 5 .. 95 %. Pairs of equal quality leave in input order. */
export function errorVersusReject(pairs: QualityPairs, fmr: number, convention: RejectConvention): RejectPoint[] {
  const everything = staying(pairs, byQuality(pairs));
  const fixed = exactLimit(everything.impostor, fmr);
  const pool = byQuality(pairs, convention === "genuine-only" ? 1 : undefined);
  return Array.from({ length: 20 }, (_, k) => {
    const rejected = rejectedAt(k, pool.length, convention);
    const left = staying(pairs, pool.subarray(rejected));
    const { threshold, reason } = anew[convention]?.(left, fmr) ?? fixed;
    const genuine = left.genuine.length;
    const why = reason ?? (genuine === 0 ? "no genuine pair stays" : undefined);
    const fnmr = why === undefined ? (genuine - countBelow(left.genuine, threshold)) / genuine : NaN;
    const point = { rate: k / 20, rejected, genuine, impostor: left.impostor.length, fnmr, threshold };
    return why === undefined ? point : { ...point, reason: why };
  });
}

/** The scripts multiply by k x 0.05 in doubles; ours is k n / 20 rounded down, exactly. */
const rejectedAt = (k: number, count: number, convention: RejectConvention): number =>
  Math.floor(convention === "magface" || convention === "cr-fiqa" ? k * 0.05 * count : (k * count) / 20);

/** Pairs, of one label where it is given, in the order in which they leave. */
function byQuality({ quality, genuine }: QualityPairs, label?: number): Uint32Array {
  const all = Uint32Array.from(quality, (_, i) => i);
  const members = label === undefined ? all : all.filter((i) => genuine[i] === label);
  return members.sort((a, b) => quality[a] - quality[b] || a - b);
}

function staying({ distance, genuine }: QualityPairs, members: Uint32Array): Staying {
  const distancesOf = (label: number): Float64Array =>
    Float64Array.from(
      members.filter((i) => genuine[i] === label),
      (i) => distance[i],
    ).sort();
  return { genuine: distancesOf(1), impostor: distancesOf(0) };
}

function exactLimit(impostor: Float64Array, fmr: number): Limit {
  const reason = farTooSmall(fmr, impostor.length);
  if (reason !== null) return { threshold: NaN, reason };
  return { threshold: impostor[allowedImpostors(fmr, impostor.length)] ?? Infinity };
}

function magfaceLimit(impostor: Float64Array, fmr: number): Limit {
  if (fmr !== 1e-3) return { threshold: NaN, reason: "the script measures at FMR 1e-3 only" };
  if (impostor.length <= 100) return { threshold: NaN, reason: "the script gives nothing below 101 impostors" };
  return { threshold: impostor[Math.floor((impostor.length - 1) / 1000)] };
}

function crFiqaLimit({ genuine, impostor }: Staying, fmr: number): Limit {
  if (impostor.length === 0) return { threshold: NaN, reason: "no impostor pair stays" };
  const descending = Float64Array.from([...genuine, ...impostor])
    .sort()
    .reverse();
  let [threshold, nearest, accepted] = [NaN, Infinity, impostor.length];
  for (const distance of descending) {
    while (accepted > 0 && impostor[accepted - 1] > distance) accepted--;
    const off = Math.abs(accepted / impostor.length - fmr);
    if (off < nearest) [threshold, nearest] = [distance, off];
  }
  return { threshold };
}

/** CR-FIQA's area: trapezoids between the points of the table. */
export function trapezoidArea(points: readonly RejectPoint[]): number {
  let area = 0;
  for (let k = 1; k < points.length; k++) {
    area += ((k * 0.05 - (k - 1) * 0.05) * (points[k].fnmr + points[k - 1].fnmr)) / 2;
  }
  return area;
}

/**
 * FNMR after setting aside 0, 1, 2 .. n - 1 pairs, the threshold fixed on all: the step curve between whose points
 * nothing happens. NaN where no genuine pair stays, and throughout where the FMR cannot be measured.
 *
 * @param convention which pairs the steps count
 */
export function rejectCurve(
  pairs: QualityPairs,
  fmr: number,
  convention: "exact" | "genuine-only" = "exact",
): Float64Array {
  const { threshold, reason } = exactLimit(staying(pairs, byQuality(pairs)).impostor, fmr);
  const pool = byQuality(pairs, convention === "genuine-only" ? 1 : undefined);
  const curve = new Float64Array(pool.length).fill(NaN);
  if (reason !== undefined) return curve;
  for (let at = pool.length - 1, genuine = 0, missed = 0; at >= 0; at--) {
    const i = pool[at];
    genuine += pairs.genuine[i];
    if (pairs.genuine[i] === 1 && !(pairs.distance[i] < threshold)) missed++;
    curve[at] = genuine === 0 ? NaN : missed / genuine;
  }
  return curve;
}

/** Area under a reject curve up to a rate, and where it lies between the best and a useless quality. */
export interface PartialArea {
  readonly area: number;
  /** Of an order that sets aside all missed genuine pairs first, when every step takes one of the curve's pairs. */
  readonly ideal: number;
  /** Of a random order: the curve stays where it starts. */
  readonly random: number;
  /** 0 = ideal, 1 = random, above 1 = worse than random; NaN where nothing is missed to begin with. */
  readonly normalised: number;
}

/**
 * Partial area under the step curve over [0, to], as a sum of whole steps.
 *
 * @param curve from `rejectCurve`
 * @param to in (0, 1]
 */
export function partialArea(curve: Float64Array, to: number): PartialArea {
  const count = curve.length;
  const steps = Math.floor(to * count * (1 + 1e-12));
  const [start, part] = [curve[0], curve.subarray(0, steps)];
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0) / count;
  const area = sum(part);
  const ideal = sum(part.map((_, i) => Math.max(0, (start - i / count) / (1 - i / count))));
  const random = (start * steps) / count;
  return { area, ideal, random, normalised: (area - ideal) / (random - ideal) };
}
