// How figures are called in tables: result.json says tar@far=1e-4, a table TAR@FAR=1e-4.
import type { Figure } from "../types.js";
import { optionNames } from "./figure-fields.js";

const spelling: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["tar", "far", "auc", "eer", "fmr", "fnmr", "tpir", "fpir", "nmi", "ari"].map((word) => [word, word.toUpperCase()]),
  ),
  pauc: "pAUC",
  bcubed: "BCubed",
};

const rates = /^(accuracy|auc|eer|tar@|rank-|tpir@|fnmr@|bcubed-|pairwise-)/;

/** Whether tables print the figure in percent. */
export const isRate = (name: string): boolean => rates.test(name);

/**
 * A figure's name as tables print it, and its options behind it: "FNMR@FMR=1e-3,reject=0.05 (quality magnitude)".
 *
 * @param shared options that all figures of the table agree on: the title says them once
 */
export function labelOf(figure: Figure, shared: readonly string[]): string {
  const options = optionNames(figure).filter((key) => !shared.includes(key));
  return withOptions(labelOfName(figure.name), figure, options);
}

/** "tar@far=1e-4" -> "TAR@FAR=1e-4". */
export const labelOfName = (name: string): string => name.replace(/[a-z]+/g, (word) => spelling[word] ?? word);

/** Options that every figure has with the same value. */
export function sharedOptions(figures: readonly Figure[]): string[] {
  if (figures.length === 0) return [];
  return optionNames(figures[0]).filter((key) => figures.every((figure) => figure[key] === figures[0][key]));
}

/** A text with options in parentheses behind it, if there are any. */
export function withOptions(text: string, figure: Figure, options: readonly string[]): string {
  return options.length === 0 ? text : `${text} (${options.map((key) => `${key} ${String(figure[key])}`).join(", ")})`;
}
