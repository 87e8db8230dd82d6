// Naive second implementation of what scikit-learn's roc_curve returns, written from its documentation: one point a
// distinct score, highest first; with drop_intermediate the points go at which neither count bends; (0, 0) before all.
import type { Labelled } from "./curves.js";

export interface NaiveCorner {
  readonly threshold: number;
  readonly genuine: number;
  readonly impostor: number;
}

export function naiveSteps({ scores, genuine }: Labelled): NaiveCorner[] {
  const accepted = (label: number, threshold: number): number =>
    scores.filter((score, i) => genuine[i] === label && score >= threshold).length;
  const distinct = [...new Set(scores)].sort((a, b) => b - a);
  return distinct.map((threshold) => ({
    threshold,
    genuine: accepted(1, threshold),
    impostor: accepted(0, threshold),
  }));
}

export function naiveCorners(data: Labelled): NaiveCorner[] {
  const all = naiveSteps(data);
  const bend = (counts: number[], i: number): number => counts[i + 1] - 2 * counts[i] + counts[i - 1];
  const [same, other] = [all.map(({ genuine }) => genuine), all.map(({ impostor }) => impostor)];
  return all.filter((_, i) => i === 0 || i === all.length - 1 || bend(same, i) !== 0 || bend(other, i) !== 0);
}

/** Of (0, 0) and the corners the one whose FAR is nearest; of two as near the one of larger FAR, then of larger TAR. */
export function naiveNearest(corners: readonly NaiveCorner[], target: number): NaiveCorner {
  const points = [{ threshold: Infinity, genuine: 0, impostor: 0 }, ...corners].reverse();
  const impostors = points[0].impostor;
  const distances = points.map(({ impostor }) => Math.abs(impostor / impostors - target));
  return points[distances.indexOf(Math.min(...distances))];
}
