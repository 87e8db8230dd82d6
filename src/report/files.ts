import type { ImageFailure } from "../types.js";
import { printFailures, printFolds, printHistogram, printImages, printPairs, printSummary } from "./csv.js";
import { printResult } from "./json.js";
import { printLatex } from "./latex.js";
import { printMarkdown } from "./markdown.js";
import type { BinRow, FoldRow, ImageRow, PairRow, PublishedFigure, Result } from "./result.js";
import { figureTable, type Table } from "./table.js";

/** All that the text files of one run print. Parts that a task doesn't have are left out, and so are their files. */
export interface Report {
  readonly result: Result;
  readonly published: readonly PublishedFigure[];
  readonly folds?: readonly FoldRow[];
  readonly pairs?: Iterable<PairRow>;
  readonly images?: readonly ImageRow[];
  readonly histogram?: readonly BinRow[];
  readonly failures?: readonly ImageFailure[];
  /** Tables in place of the one of all figures. */
  readonly tables?: readonly Table[];
}

/** The text files of a result folder by name. failures.csv only where an image failed. */
export function reportFiles({
  result,
  published,
  folds,
  pairs,
  failures = [],
  ...report
}: Report): Map<string, string> {
  const tables = report.tables ?? [figureTable(result, published)];
  const files = new Map([
    ["result.json", printResult(result)],
    ["summary.csv", printSummary(result)],
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ]);
  if (folds) files.set("folds.csv", printFolds(folds));
  if (pairs) files.set("pairs.csv", printPairs(pairs));
  if (report.images) files.set("images.csv", printImages(report.images));
  if (report.histogram) files.set("histogram.csv", printHistogram(report.histogram));
  if (failures.length > 0) files.set("failures.csv", printFailures(failures));
  return files;
}
