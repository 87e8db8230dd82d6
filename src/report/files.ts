import type { ImageFailure } from "../types.js";
import { printFailures, printFolds, printPairs, printSummary } from "./csv.js";
import { printResult } from "./json.js";
import { printLatex } from "./latex.js";
import { printMarkdown } from "./markdown.js";
import type { FoldRow, PairRow, PublishedFigure, Result } from "./result.js";
import { figureTable } from "./table.js";

/** All that the text files of one run print. Parts that a task doesn't have are left out, and so are their files. */
export interface Report {
  readonly result: Result;
  readonly published: readonly PublishedFigure[];
  readonly folds?: readonly FoldRow[];
  readonly pairs?: Iterable<PairRow>;
  readonly failures?: readonly ImageFailure[];
}

/** The text files of a result folder by name. failures.csv only where an image failed. */
export function reportFiles({ result, published, folds, pairs, failures = [] }: Report): Map<string, string> {
  const table = figureTable(result, published);
  const files = new Map([
    ["result.json", printResult(result)],
    ["summary.csv", printSummary(result)],
    ["table.md", printMarkdown(table)],
    ["table.tex", printLatex(table)],
  ]);
  if (folds) files.set("folds.csv", printFolds(folds));
  if (pairs) files.set("pairs.csv", printPairs(pairs));
  if (failures.length > 0) files.set("failures.csv", printFailures(failures));
  return files;
}
