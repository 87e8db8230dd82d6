// A network on some noise: how fast a provider runs it, and whether it agrees with another.
import { dot, rowsOf } from "../math/dot.js";
import type { ModelCard } from "./card.js";
import { noiseRows } from "./noise.js";
import type { Rows, Session } from "./session.js";

/** Embeddings of some noise, and the least time they took. */
export interface Trial {
  readonly rows: Rows;
  readonly milliseconds: number;
}

/** Least cosine with the CPU's embeddings of a provider that can stand in for it. */
export const leastAgreement = 0.999;

const rounds = 2;

/** @param count images a run, where the model leaves it open. @throws UserError when the model can't run them */
export async function trial(
  session: Session,
  { card, now }: { card: ModelCard; now: () => number },
  count: number,
): Promise<Trial> {
  const images = session.plan.batch ?? count;
  const noise = noiseRows(card, images);
  const rows = await session.run(noise, images);
  let milliseconds = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = now();
    await session.run(noise, images);
    milliseconds = Math.min(milliseconds, now() - began);
  }
  return { rows, milliseconds };
}

/** Least cosine of corresponding rows; NaN where one is not finite or zero. */
export function leastCosine(a: Rows, b: Rows): number {
  if (a.dim !== b.dim) return NaN;
  const both = new Float32Array(2 * a.values.length);
  both.set(a.values);
  both.set(b.values, a.values.length);
  const rows = rowsOf(both, a.dim);
  const cosines = Array.from({ length: a.count }, (_, i) => {
    const other = a.count + i;
    return dot(rows, i, other) / Math.sqrt(dot(rows, i, i) * dot(rows, other, other));
  });
  return cosines.some(Number.isNaN) ? NaN : Math.min(...cosines);
}

/** Largest length of the difference of corresponding rows, against the length of b's row; NaN as above. */
export function largestDifference(a: Rows, b: Rows): number {
  if (a.dim !== b.dim) return NaN;
  let largest = 0;
  for (let row = 0; row < b.count; row++) {
    let [difference, length] = [0, 0];
    for (let i = row * b.dim; i < (row + 1) * b.dim; i++) {
      difference += (a.values[i] - b.values[i]) ** 2;
      length += b.values[i] ** 2;
    }
    const ratio = Math.sqrt(difference / length);
    if (Number.isNaN(ratio)) return NaN;
    largest = Math.max(largest, ratio);
  }
  return largest;
}
