// How tolerances and rules say which figure they mean: `lfw/exact: accuracy`, `ijbc/G1/pooling=magface: rank-1`, `tar@far=*`.
import { UserError } from "../errors.js";
import type { Figure } from "../types.js";

/** A figure of the baseline, of the new results, or of both. */
export interface CheckedFigure {
  readonly name: string;
  /** How all that is printed calls it; no other figure is called so. */
  readonly label: string;
  readonly convention: string;
  /** The convention aside, its options: "flip none"; empty where it has none. */
  readonly options: string;
  /** What may stand before the colon: protocol, task, convention, and each option as VALUE and as NAME=VALUE. */
  readonly words: readonly string[];
  /** Absent where the baseline lacks it. */
  readonly before?: Figure;
  /** Absent where the results lack it. */
  readonly after?: Figure;
}

/** What stands before a colon, in words, and what stands behind it. */
export interface Scoped {
  readonly words: readonly string[];
  readonly rest: string;
}

/** Parts `lfw/exact: accuracy >= 0.9` at its colon. @throws UserError for an empty word */
export function splitScope(text: string): Scoped {
  const colon = text.indexOf(":");
  if (colon < 0) return { words: [], rest: text.trim() };
  const words = text
    .slice(0, colon)
    .split("/")
    .map((word) => word.trim());
  if (words.includes(""))
    throw new UserError(`"${text}": a word is missing before the colon, expected e.g. lfw/exact: accuracy`);
  return { words, rest: text.slice(colon + 1).trim() };
}

export const isInScope = ({ words }: Pick<CheckedFigure, "words">, wanted: readonly string[]): boolean =>
  wanted.every((word) => words.includes(word));

/** Whether a tolerance's pattern fits a figure: the name, or its beginning and a star, behind words that it must have. */
export function fitsPattern({ name, words: own }: CheckedFigure, { words, rest }: Scoped): boolean {
  const start = rest.endsWith("*") ? rest.slice(0, -1) : null;
  return isInScope({ words: own }, words) && (start === null ? name === rest : name.startsWith(start));
}

/**
 * The one figure of a name in a scope. Where several are, the one of convention `exact` is meant, if there is one only.
 *
 * @returns the figure, or those it could be; none where there is no such
 */
export function chooseFigure(
  figures: readonly CheckedFigure[],
  name: string,
  words: readonly string[],
): CheckedFigure | readonly CheckedFigure[] {
  const all = figures.filter((figure) => figure.name === name && isInScope(figure, words));
  if (all.length === 1) return all[0];
  const exact = all.filter(({ convention }) => convention === "exact");
  return exact.length === 1 ? exact[0] : exact.length > 1 ? exact : all;
}
