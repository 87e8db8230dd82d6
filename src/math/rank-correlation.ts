/** Ranks from 1, equal values sharing the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const ranked = new Float64Array(values.length);
  rankWeighted(tiedPlaces(values), new Uint32Array(values.length).fill(1), ranked);
  return ranked;
}

/** Pearson's correlation; NaN where a side is constant or there are fewer than two values. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Spearman's rank correlation: Pearson's of the ranks. Finite values only. */
export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => correlation(ranks(a), ranks(b));

/**
 * Spearman's correlation of two lists in which place i occurs `weights[i]` times, without sorting again for each choice
 * of weights: what a bootstrap wants.
 *
 * @returns weights (whole numbers from 0 on) -> the correlation; NaN where a side is constant over what occurs
 */
export function weightedSpearman(a: ArrayLike<number>, b: ArrayLike<number>): (weights: Uint32Array) => number {
  const sides = [a, b].map((values) => ({ tied: tiedPlaces(values), ranked: new Float64Array(values.length) }));
  return (weights) => {
    let total = 0;
    for (const weight of weights) total += weight;
    for (const { tied, ranked } of sides) rankWeighted(tied, weights, ranked);
    const mean = (total + 1) / 2;
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = 0; i < weights.length; i++) {
      const [x, y] = [sides[0].ranked[i] - mean, sides[1].ranked[i] - mean];
      ab += weights[i] * x * y;
      aa += weights[i] * x * x;
      bb += weights[i] * y * y;
    }
    return ab / Math.sqrt(aa * bb);
  };
}

/** Places in ascending order of value, and where each run of equal values ends. */
interface TiedPlaces {
  readonly order: Uint32Array;
  readonly ends: Uint32Array;
}

function tiedPlaces(values: ArrayLike<number>): TiedPlaces {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ends: number[] = [];
  for (let at = 1; at <= order.length; at++)
    if (at === order.length || values[order[at]] !== values[order[at - 1]]) ends.push(at);
  return { order, ends: Uint32Array.from(ends) };
}

/** Ranks from 1 among all that occurs, equal values sharing the mean of theirs. */
function rankWeighted({ order, ends }: TiedPlaces, weights: Uint32Array, ranked: Float64Array): void {
  let below = 0;
  let start = 0;
  for (const end of ends) {
    let here = 0;
    for (let at = start; at < end; at++) here += weights[order[at]];
    for (let at = start; at < end; at++) ranked[order[at]] = below + (here + 1) / 2;
    below += here;
    start = end;
  }
}
