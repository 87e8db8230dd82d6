import { stringify } from "csv-stringify/sync";
import type { Figure, ImageFailure } from "../types.js";
import { countNames, optionNames } from "./figure-fields.js";
import { printDouble } from "./number.js";
import type { BinRow, FoldRow, ImageRow, PairRow, Result } from "./result.js";

/** Rows as CSV (RFC 4180 quoting, LF line ends, first row the heads). */
function print(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([head, ...rows] as string[][], { record_delimiter: "\n" });
}

/** summary.csv: one row a figure; a column for every option or count that any figure has. Undefined is an empty field. */
export function printSummary({ figures }: Result): string {
  const options = namesIn(figures, optionNames);
  const counts = namesIn(figures, countNames);
  const head = [
    ...["name", "convention", ...options, "value", "std", "interval_low", "interval_high", "interval_method"],
    ...["far", "accepted_genuine", "accepted_impostor", "threshold", ...counts, "reason"],
  ];
  const row = (figure: Figure): unknown[] => {
    const { name, convention, value, std, interval, intervalMethod, far, accepted, threshold, reason } = figure;
    return [
      ...[name, convention, ...options.map((key) => figure[key])],
      ...[value, std, interval?.[0], interval?.[1], intervalMethod],
      ...[far, accepted?.genuine, accepted?.impostor, threshold, ...counts.map((key) => figure[key]), reason],
    ];
  };
  return print(
    head,
    figures.map((figure) => row(figure).map(field)),
  );
}

/** Every name that occurs in some figure, once, sorted. */
const namesIn = (figures: readonly Figure[], names: (figure: Figure) => string[]): string[] =>
  [...new Set(figures.flatMap(names))].sort();

/** A field's text: numbers in full, structures as JSON, what is absent as nothing. */
function field(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return printDouble(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const foldHead = ["convention", "fold", "pairs", "correct", "accuracy", "threshold", "train_accuracy", "equally_good"];

/** folds.csv: one row a fold and convention; folds count from 1. */
export function printFolds(folds: readonly FoldRow[]): string {
  const rows = folds.map(({ convention, fold, pairs, correct, accuracy, threshold, trainAccuracy, equallyGood }) =>
    [convention, fold + 1, pairs, correct, accuracy, threshold, trainAccuracy, equallyGood].map(field),
  );
  return print(foldHead, rows);
}

const pairHead = [
  "left",
  "right",
  "genuine",
  "fold",
  "score",
  "distance",
  "left_magnitude",
  "right_magnitude",
  "failed",
  "left_subject",
  "right_subject",
];

/** pairs.csv: one row a pair in list order; genuine is 1 or 0, folds count from 1; subjects where the list tells them. */
export function printPairs(pairs: Iterable<PairRow>): string {
  const rows: string[][] = [];
  for (const row of pairs) {
    const numbers = [row.score, row.distance, row.leftMagnitude, row.rightMagnitude].map(printDouble);
    const texts = [row.failed, row.leftSubject, row.rightSubject].map(field);
    rows.push([row.left, row.right, row.genuine ? "1" : "0", String(row.fold + 1), ...numbers, ...texts]);
  }
  return print(pairHead, rows);
}

/** images.csv: one row an image in the order of its set. */
export function printImages(images: readonly ImageRow[]): string {
  const rows = images.map(({ dataset, name, subject, magnitude, cosine }) =>
    [dataset, name, subject, magnitude, cosine].map(field),
  );
  return print(["dataset", "name", "subject", "magnitude", "cosine"], rows);
}

/** histogram.csv: one row a data set and bin. */
export function printHistogram(bins: readonly BinRow[]): string {
  const rows = bins.map(({ dataset, low, high, count }) => [dataset, low, high, count].map(field));
  return print(["dataset", "low", "high", "count"], rows);
}

/** failures.csv: the images that gave no embedding, and why. */
export function printFailures(failures: readonly ImageFailure[]): string {
  return print(
    ["name", "reason"],
    failures.map(({ name, reason }) => [name, reason]),
  );
}
