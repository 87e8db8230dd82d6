// Naive second implementations of what is read from scores: every threshold tried, every couple compared.

export interface Labelled {
  readonly scores: readonly number[];
  readonly genuine: readonly number[];
}

export const split = ({ scores, genuine }: Labelled): { same: number[]; other: number[] } => ({
  same: scores.filter((_, i) => genuine[i] === 1),
  other: scores.filter((_, i) => genuine[i] === 0),
});

/** Every genuine score against every impostor score. */
export function naiveAuc(data: Labelled): number {
  const { same, other } = split(data);
  let won = 0;
  for (const a of same) for (const b of other) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (same.length * other.length);
}

const shareAbove = (values: readonly number[], limit: number): number =>
  values.filter((value) => value > limit).length / values.length;

/** Thresholds that can make a difference when accepting score > threshold, ascending. */
const thresholds = ({ scores }: Labelled): number[] => [-Infinity, ...[...new Set(scores)].sort((a, b) => a - b)];

/** The most genuine pairs over all thresholds that let through at most `allowed` impostors. */
export function naiveTar(data: Labelled, allowed: number): { genuine: number; impostor: number; threshold: number } {
  const { same, other } = split(data);
  const above = (values: number[], limit: number): number => values.filter((value) => value > limit).length;
  const fits = thresholds(data).filter((limit) => above(other, limit) <= allowed);
  const threshold = fits[0];
  return { threshold, genuine: above(same, threshold), impostor: above(other, threshold) };
}

/** Where the two error rates, drawn as lines between the points of all thresholds, cross: found by bisection. */
export function naiveEer(data: Labelled): number {
  const { same, other } = split(data);
  const points = thresholds(data).map((limit) => ({
    fmr: shareAbove(other, limit),
    fnmr: 1 - shareAbove(same, limit),
  }));
  const at = (t: number, rate: "fmr" | "fnmr"): number => {
    const k = Math.min(points.length - 2, Math.floor(t));
    return points[k][rate] + (t - k) * (points[k + 1][rate] - points[k][rate]);
  };
  let low = 0;
  let high = points.length - 1;
  for (let n = 0; n < 200; n++) {
    const middle = (low + high) / 2;
    if (at(middle, "fnmr") < at(middle, "fmr")) low = middle;
    else high = middle;
  }
  return at(high, "fnmr");
}
