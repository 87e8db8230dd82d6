// A figure's fields beyond the fixed ones, sorted by name: options it depends on, and further counts.
import type { Figure } from "../types.js";

const fixed = new Set([
  ...["name", "convention", "value", "reason", "std", "interval", "intervalMethod"],
  ...["far", "accepted", "threshold"],
]);

type Fields = Pick<Figure, "name"> & Readonly<Record<string, unknown>>;

const further = (figure: Fields): string[] =>
  Object.keys(figure)
    .filter((key) => !fixed.has(key) && figure[key] !== undefined)
    .sort();

const isOption = (value: unknown): boolean => typeof value === "string" || typeof value === "boolean";

/** Names of the options: fields of text and switches. */
export const optionNames = (figure: Fields): string[] => further(figure).filter((key) => isOption(figure[key]));

/** Names of the counts: all other fields. */
export const countNames = (figure: Fields): string[] => further(figure).filter((key) => !isOption(figure[key]));
