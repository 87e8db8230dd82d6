import { UserError } from "../errors.js";
import type { PairList } from "../types.js";

/** How many pairs a list holds, or should hold. */
export interface PairCounts {
  readonly pairs: number;
  readonly genuine: number;
  readonly impostor: number;
  /** Null where the list names none and is cut into consecutive tenths. */
  readonly folds: number | null;
}

/** Counts what a pair list holds. */
export function countPairs({ genuine, fold }: PairList): PairCounts {
  let same = 0;
  for (const label of genuine) same += label;
  return {
    pairs: genuine.length,
    genuine: same,
    impostor: genuine.length - same,
    folds: fold ? new Set(fold).size : null,
  };
}

/** A count with thousands set apart, as messages print it. */
export const printCount = (count: number): string => count.toLocaleString("en-US");

/** "1 pair", "6,000 pairs"; for nouns that take an s. */
export const countOf = (count: number, noun: string): string => `${printCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** Counts as messages print them: "6,000 pairs (3,000 genuine, 3,000 impostor) in 10 folds". */
export function describeCounts({ pairs, genuine, impostor, folds }: PairCounts): string {
  const kinds = `${printCount(genuine)} genuine, ${printCount(impostor)} impostor`;
  return `${countOf(pairs, "pair")} (${kinds})${folds === null ? "" : ` in ${countOf(folds, "fold")}`}`;
}

/**
 * Checks a list against what a protocol expects, before anything is scored. Counts that the protocol leaves out are not
 * checked; a list that names no folds passes, since it can be cut into any number of them.
 *
 * @throws UserError naming found and expected
 */
export function checkCounts(protocol: { name: string; expected?: Partial<PairCounts> }, pairs: PairList): void {
  const found = countPairs(pairs);
  const expected = { ...found, ...protocol.expected };
  const folds = found.folds === null ? null : expected.folds;
  const wrong = (["pairs", "genuine", "impostor"] as const).some((key) => expected[key] !== found[key]);
  if (!wrong && folds === found.folds) return;
  const parts = (["pairs", "genuine", "impostor"] as const).filter((key) => protocol.expected?.[key] !== undefined);
  const want = [
    ...parts.map((key) => (key === "pairs" ? countOf(expected.pairs, "pair") : `${printCount(expected[key])} ${key}`)),
    ...(folds === null ? [] : [countOf(folds, "fold")]),
  ];
  const whole = parts.length === 3 ? describeCounts({ ...expected, folds }) : want.join(", ");
  throw new UserError(`${pairs.source}: ${describeCounts(found)}, ${protocol.name} expects ${whole}`);
}
