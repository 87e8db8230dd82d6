import { printSummary } from "./csv.js";
import type { Format } from "./formats.js";
import { printResult } from "./json.js";
import { printMarkdown } from "./markdown.js";
import { identificationTable, tarTable } from "./rate-table.js";
import type { PublishedFigure, Result } from "./result.js";
import type { Table } from "./table.js";
import { printTerminal } from "./terminal.js";

/** The tables of template results: TAR at FAR, and ranks where galleries were searched. */
export function templateTables(
  title: string,
  results: readonly Result[],
  published: readonly PublishedFigure[],
): Table[] {
  const searched = results.some(({ figures }) => figures.some(({ name }) => name.startsWith("rank-")));
  const tables = [tarTable(title, results, published)];
  return searched ? [...tables, identificationTable(title, results)] : tables;
}

/** Template results as stdout carries them, without a trailing line break; json is a list where there are several. */
export function printTemplates(
  format: Format,
  title: string,
  results: readonly Result[],
  published: readonly PublishedFigure[],
): string {
  if (format === "json") {
    const printed = results.map((result) => printResult(result).trimEnd());
    return printed.length === 1 ? printed[0] : `[\n${printed.join(",\n")}\n]`;
  }
  if (format === "csv") return results.map((result) => printSummary(result).trimEnd()).join("\n\n");
  const tables = templateTables(title, results, published);
  return format === "md"
    ? tables.map((table) => printMarkdown(table).trimEnd()).join("\n\n")
    : tables.map((table) => printTerminal(table)).join("\n\n");
}
