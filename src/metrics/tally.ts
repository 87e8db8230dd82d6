// The one sorted pass under every curve: distinct scores with how many genuine and impostor pairs have each.

/**
 * Distinct scores in ascending order and the pairs at each. Equal scores are one step: no threshold parts them.
 * Counts may be weights (a bootstrap's), and then 0 at some steps.
 */
export interface Tally {
  readonly value: Float64Array;
  readonly genuine: Uint32Array;
  readonly impostor: Uint32Array;
  readonly genuineTotal: number;
  readonly impostorTotal: number;
}

/**
 * Sorts scores and collapses ties; 0 and -0 are equal.
 *
 * @param genuine 1 genuine, 0 impostor
 * @throws RangeError at a NaN: it has no place in an order
 */
export function tallyOf(scores: ArrayLike<number>, genuine: ArrayLike<number>): Tally {
  const same = new Float64Array(scores.length);
  const other = new Float64Array(scores.length);
  let [sameCount, otherCount] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError(`score ${i} is NaN`);
    if (genuine[i]) same[sameCount++] = scores[i];
    else other[otherCount++] = scores[i];
  }
  return merge(same.subarray(0, sameCount).sort(), other.subarray(0, otherCount).sort());
}

function merge(same: Float64Array, other: Float64Array): Tally {
  const value = new Float64Array(same.length + other.length);
  const genuine = new Uint32Array(value.length);
  const impostor = new Uint32Array(value.length);
  let steps = 0;
  for (let i = 0, j = 0; i < same.length || j < other.length; steps++) {
    const score = j === other.length || (i < same.length && same[i] <= other[j]) ? same[i] : other[j];
    value[steps] = score;
    for (; i < same.length && same[i] === score; i++) genuine[steps]++;
    for (; j < other.length && other[j] === score; j++) impostor[steps]++;
  }
  return {
    value: value.slice(0, steps),
    genuine: genuine.slice(0, steps),
    impostor: impostor.slice(0, steps),
    genuineTotal: same.length,
    impostorTotal: other.length,
  };
}

/** Number of ascending values below `limit`. */
export function countBelow(values: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Why a rate over both classes is undefined, or null where it is not. */
export const missingClass = ({
  genuineTotal,
  impostorTotal,
}: Pick<Tally, "genuineTotal" | "impostorTotal">): string | null =>
  genuineTotal === 0 ? "no genuine pairs" : impostorTotal === 0 ? "no impostor pairs" : null;
