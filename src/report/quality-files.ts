import { stringify } from "csv-stringify/sync";
import type { ImageFailure } from "../types.js";
import { printFailures, printSummary } from "./csv.js";
import type { Format } from "./formats.js";
import { printResult } from "./json.js";
import { printLongTable } from "./long-table.js";
import { printMarkdown } from "./markdown.js";
import { printDouble } from "./number.js";
import { qualityTable, type QualityList, type ShownImages } from "./quality-table.js";
import type { Result } from "./result.js";

/** All that the text files of a list of qualities print. */
export interface QualityReport extends QualityList {
  readonly result: Result;
  readonly failures: readonly ImageFailure[];
}

/** The text files of a result folder by name. failures.csv only where an image failed. */
export function qualityFiles(report: QualityReport): Map<string, string> {
  const files = new Map([
    ["result.json", printResult(report.result)],
    ["summary.csv", printSummary(report.result)],
    ["quality.csv", qualityRows(report, { places: Uint32Array.from(report.names.keys()) })],
  ]);
  if (report.failures.length > 0) files.set("failures.csv", printFailures(report.failures));
  return files;
}

/**
 * Some images in this order as stdout carries them, without a trailing line break. json is what result.json holds and, beside
 * it, `images`.
 */
export function printQualities(format: Format, report: QualityReport, shown: ShownImages): string {
  switch (format) {
    case "json":
      return withImages(report, shown);
    case "csv":
      return qualityRows(report, shown).trimEnd();
    case "md":
      return printMarkdown(qualityTable(report, shown)).trimEnd();
    case "table":
      return printLongTable(qualityTable(report, shown));
  }
}

/** quality.csv: `name,method,..` as `file=` reads it back; nothing where an image has no number. */
function qualityRows({ names, columns }: QualityList, { places }: ShownImages): string {
  const rows = Array.from(places, (image) => [
    names[image],
    ...columns.map(({ values }) => printDouble(values[image])),
  ]);
  return stringify([["name", ...columns.map(({ name }) => name)], ...rows], { record_delimiter: "\n" });
}

function withImages({ result, names, columns }: QualityReport, { places }: ShownImages): string {
  const lines = Array.from(places, (image) => {
    const values = columns.map(({ name, values }) => [name, values[image]]);
    return `    ${JSON.stringify({ name: names[image], ...Object.fromEntries(values) })}`;
  });
  const head = printResult(result).replace(/\n\}\n$/, "");
  return `${head},\n  "images": [\n${lines.join(",\n")}\n  ]\n}`;
}
