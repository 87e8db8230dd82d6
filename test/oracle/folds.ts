// Naive second implementation of accuracy over folds: every candidate threshold counted on every pair.

export interface NaiveFold {
  readonly threshold: number;
  readonly trainAccuracy: number;
  readonly equallyGood: number;
  readonly correct: number;
  readonly pairs: number;
}

const right = (distances: readonly number[], genuine: readonly number[], threshold: number): number =>
  distances.filter((distance, i) => distance < threshold === (genuine[i] === 1)).length;

/** One fold: the first candidate with the most right training decisions, and its right decisions on the rest. */
export function naiveFold(
  distances: readonly number[],
  genuine: readonly number[],
  inFold: readonly boolean[],
  candidatesOf: (training: number[]) => number[],
): NaiveFold {
  const part = <T>(values: readonly T[], inside: boolean): T[] => values.filter((_, i) => inFold[i] === inside);
  const training = part(distances, false);
  const candidates = candidatesOf(training);
  const counts = candidates.map((candidate) => right(training, part(genuine, false), candidate));
  const best = Math.max(...counts);
  const threshold = candidates[counts.indexOf(best)];
  return {
    threshold,
    trainAccuracy: best / training.length,
    equallyGood: counts.filter((count) => count === best).length,
    correct: right(part(distances, true), part(genuine, true), threshold),
    pairs: part(distances, true).length,
  };
}

export function naiveMidpoints(training: number[]): number[] {
  const distinct = [...new Set(training)].sort((a, b) => a - b);
  const middles = distinct.slice(1).map((value, i) => (value + distinct[i]) / 2);
  return [distinct[0], ...middles, distinct[distinct.length - 1] + 1e-9];
}

/** Angle over pi between a - m and b - m, with m the mean of all given training vectors; plain loops throughout. */
export function naiveCentredAngle(
  a: readonly number[],
  b: readonly number[],
  training: readonly (readonly number[])[],
): number {
  const mean = a.map((_, j) => training.reduce((sum, row) => sum + row[j], 0) / training.length);
  const [u, v] = [a, b].map((row) => row.map((x, j) => x - mean[j]));
  const product = (x: number[], y: number[]): number => x.reduce((sum, value, j) => sum + value * y[j], 0);
  const cosine = product(u, v) / Math.sqrt(product(u, u) * product(v, v));
  return Math.acos(Math.max(-1, Math.min(1, cosine))) / Math.PI;
}
