import type { PairedScores } from "../evaluate/simultaneous-differences.js";
import { Numbering } from "../math/numbering.js";
import type { PairRow } from "../report/result.js";

/**
 * The pairs that have a score in both runs; null where none has.
 *
 * @param before of the same pairs in the same order
 */
export function pairedScores(before: Float64Array, rows: readonly PairRow[]): PairedScores | null {
  const kept = rows.flatMap(({ score }, at) => (Number.isFinite(score) && Number.isFinite(before[at]) ? [at] : []));
  if (kept.length === 0) return null;
  return {
    before: Float64Array.from(kept, (at) => before[at]),
    after: Float64Array.from(kept, (at) => rows[at].score),
    genuine: Uint8Array.from(kept, (at) => Number(rows[at].genuine)),
    fold: Uint16Array.from(kept, (at) => rows[at].fold),
    subjects: subjectsOf(kept.map((at) => rows[at].leftSubject)),
  };
}

function subjectsOf(names: readonly (string | undefined)[]): PairedScores["subjects"] {
  if (names.includes(undefined)) return null;
  const numbers = new Numbering<string | undefined>();
  return { of: Uint32Array.from(names, (name) => numbers.of(name)), count: numbers.count };
}
