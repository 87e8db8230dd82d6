import { printSummary } from "./csv.js";
import { printResult } from "./json.js";
import { printMarkdown } from "./markdown.js";
import type { PublishedFigure, Result } from "./result.js";
import { figureTable, type Table } from "./table.js";
import { printTerminal, type TerminalStyle } from "./terminal.js";

/** Values of --format. */
export const formats = ["table", "json", "csv", "md"] as const;
/** One of them. */
export type Format = (typeof formats)[number];

/** A result as stdout carries it, without a trailing line break. json is what result.json holds. */
export const printAs = (
  format: Format,
  result: Result,
  published: readonly PublishedFigure[],
  style?: TerminalStyle,
): string => printWith(format, result, () => figureTable(result, published), style);

/** The same with another table than that of all figures. */
export function printWith(format: Format, result: Result, table: () => Table, style?: TerminalStyle): string {
  switch (format) {
    case "json":
      return printResult(result).trimEnd();
    case "csv":
      return printSummary(result).trimEnd();
    case "md":
      return printMarkdown(table()).trimEnd();
    case "table":
      return printTerminal(table(), style);
  }
}
