import { stringify } from "csv-stringify/sync";
import { printSummary } from "./csv.js";
import { areaTable, comparisonTable, fnmrTable, jointAreaTable, type ErcComparison } from "./erc-tables.js";
import type { Format } from "./formats.js";
import { printResult } from "./json.js";
import { printLatex } from "./latex.js";
import { printMarkdown } from "./markdown.js";
import { printDouble } from "./number.js";
import type { Result } from "./result.js";
import type { Table } from "./table.js";
import { printTerminal } from "./terminal.js";

/** All that the text files of an error-versus-reject run print. */
export interface ErcReport {
  readonly result: Result;
  /** The data set's. */
  readonly title: string;
  readonly curves: readonly {
    readonly method: string;
    readonly fmr: number;
    readonly step: Uint32Array;
    readonly rate: Float64Array;
    readonly fnmr: Float64Array;
  }[];
  readonly comparisons: readonly ErcComparison[];
}

/** The text files of a result folder by name. */
export function ercFiles(report: ErcReport): Map<string, string> {
  const tables = ercTables(report, false);
  return new Map([
    ["result.json", printResult(report.result)],
    ["summary.csv", printSummary(report.result)],
    ["curves.csv", curveRows(report)],
    ["comparisons.csv", comparisonRows(report)],
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ]);
}

/**
 * Results as stdout carries them, without a trailing line break; the table has fewer shares than the files. Several are a list in
 * JSON, and in tables end with their areas together.
 */
export function printErc(format: Format, reports: readonly ErcReport[]): string {
  const results = reports.map(({ result }) => result);
  if (format === "json") {
    const printed = results.map((result) => printResult(result).trimEnd());
    return printed.length === 1 ? printed[0] : `[\n${printed.join(",\n")}\n]`;
  }
  if (format === "csv") return results.map((result) => printSummary(result).trimEnd()).join("\n\n");
  const tables = reports.flatMap((report) => ercTables(report, format === "table"));
  if (reports.length > 1) tables.push(jointAreaTable(reports));
  return format === "md"
    ? tables.map((table) => printMarkdown(table).trimEnd()).join("\n\n")
    : tables.map((table) => printTerminal(table)).join("\n\n");
}

/** FNMR by share set aside and FMR, and areas. */
export function ercTables({ result, title, comparisons }: Omit<ErcReport, "curves">, short: boolean): Table[] {
  const named = `${title}, ${String(result.provenance.modelName)}`;
  // A FMR that so few impostors can't measure has no table: the one of areas says why.
  const measured = result.figures.filter(({ value }) => Number.isFinite(value));
  const fmrs = [...new Set(measured.flatMap(({ name }) => /^fnmr@fmr=([^,]+),/.exec(name)?.[1] ?? []))];
  const tables = [...fmrs.map((fmr) => fnmrTable(named, result, fmr, short)), areaTable(named, result)];
  const known = comparisons.filter(({ difference }) => Number.isFinite(difference));
  return known.length === 0 ? tables : [...tables, comparisonTable(named, known)];
}

/** curves.csv: every step of every curve that there is. */
function curveRows({ curves }: ErcReport): string {
  const lines = ["quality,fmr,step,rate,fnmr"];
  for (const { method, fmr, step, rate, fnmr } of curves) {
    const head = `${stringify([[method]], { record_delimiter: "" })},${fmr.toExponential()}`;
    for (let at = 0; at < step.length; at++)
      lines.push(`${head},${step[at]},${printDouble(rate[at])},${printDouble(fnmr[at])}`);
  }
  return `${lines.join("\n")}\n`;
}

function comparisonRows({ comparisons }: ErcReport): string {
  const head = ["fmr", "to", "quality", "against", "difference", "interval_low", "interval_high"];
  const rows = comparisons.map(({ fmr, to, one, other, difference, interval }) => [
    ...[fmr.toExponential(), String(to), one, other, printDouble(difference)],
    ...[interval?.[0], interval?.[1]].map((end) => (end === undefined ? "" : printDouble(end))),
  ]);
  return stringify([head, ...rows], { record_delimiter: "\n" });
}
