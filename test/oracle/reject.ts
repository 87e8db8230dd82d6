// Naive second implementation of error versus reject: one rate at a time, every pair looked at.

export interface NaivePair {
  readonly quality: number;
  readonly distance: number;
  readonly genuine: boolean;
}

/** The pairs that stay after the `count` of lowest quality are gone, the first in input order among equals. */
export function without(pairs: readonly NaivePair[], count: number): NaivePair[] {
  const stay = [...pairs];
  for (let n = 0; n < count; n++) {
    const lowest = Math.min(...stay.map(({ quality }) => quality));
    stay.splice(
      stay.findIndex(({ quality }) => quality === lowest),
      1,
    );
  }
  return stay;
}

/** The largest of all distances (or Infinity) below which at most `allowed` impostors lie. */
export function naiveLimit(pairs: readonly NaivePair[], allowed: number): number {
  const impostors = pairs.filter(({ genuine }) => !genuine).map(({ distance }) => distance);
  const fits = [...impostors, Infinity].filter(
    (limit) => impostors.filter((distance) => distance < limit).length <= allowed,
  );
  return Math.max(...fits);
}

export function naiveFnmr(pairs: readonly NaivePair[], limit: number): number {
  const genuine = pairs.filter((pair) => pair.genuine);
  return genuine.filter(({ distance }) => distance >= limit).length / genuine.length;
}
