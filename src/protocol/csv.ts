import { faultsError, UserError } from "../errors.js";
import type { PairList } from "../types.js";
import { csvRows } from "./csv-rows.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { withSubjectsOfNames } from "./subjects.js";

const heads: Readonly<Record<Column, readonly string[]>> = {
  left: [
    "a",
    "left",
    "first",
    "image1",
    "img1",
    "file1",
    "path1",
    "name1",
    "sample1",
    "id1",
    "imagea",
    "filea",
    "probe",
  ],
  right: [
    "b",
    "right",
    "second",
    "image2",
    "img2",
    "file2",
    "path2",
    "name2",
    "sample2",
    "id2",
    "imageb",
    "fileb",
    "reference",
  ],
  same: ["same", "issame", "sameperson", "genuine", "match", "mated", "label", "target"],
  fold: ["fold", "folds", "foldid", "split"],
};
const labels: Readonly<Record<string, boolean>> = {
  ...{ "1": true, true: true, same: true, genuine: true },
  ...{ "0": false, false: false, different: false, diff: false, impostor: false },
};
const expected = "a,b,same[,fold] with same 0/1, true/false or same/different";
const mostFaults = 1000;
const mostFolds = 65_536;

type Column = "left" | "right" | "same" | "fold";
type Columns = Readonly<Record<Column, number>>;

/** The label a field stands for (0/1, true/false, same/different, genuine/impostor; any case), else undefined. */
const labelOf = (field: string): boolean | undefined => labels[field.trim().toLowerCase()];

/** Whether the first line of a file reads as the start of a CSV pair list: known heads, or `a,b,label` without heads. */
export function looksLikeCsv(line: string): boolean {
  const fields = line.split(delimiterOf(line)).map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
  return fields.length >= 3 && (columnsOf(fields) !== undefined || labelOf(fields[2]) !== undefined);
}

/**
 * Reads a CSV pair list: `a,b,same[,fold]`, split at commas, semicolons or tabs, fields quoted where they hold one.
 *
 * The first row may name the columns (several usual names are known, in any order, further columns are left alone);
 * without such a row the columns are a, b, same, fold in this order. Folds are whole numbers of any base: their sorted
 * distinct values become folds 0, 1, ...
 *
 * @param firstLine the file's first line that is not blank, from which the delimiter and the heads are told
 * @throws UserError with all faulty rows, or with the place where quoting breaks
 */
export async function readCsv(path: string, firstLine: string): Promise<PairList> {
  const builder = new PairListBuilder();
  const folds: number[] = [];
  const faults: string[] = [];
  let columns: Columns | undefined;
  for await (const { record, line } of csvRows(path, delimiterOf(firstLine))) {
    if (columns === undefined) {
      columns = columnsOf(record) ?? withoutHeads(path, record);
      if (columnsOf(record) !== undefined) continue;
    }
    const fault = addRow(builder, folds, columns, record);
    if (fault !== undefined) faults.push(`${path}:${line}: ${fault}`);
    if (faults.length === mostFaults) break;
  }
  if (faults.length > 0) throw faultsError(faults);
  if (builder.length === 0) throw new UserError(`${path}: no pairs in it, expected ${expected}`);
  const pairs = withSubjectsOfNames(builder.finish(path));
  return folds.length === 0 ? pairs : { ...pairs, fold: numberFolds(path, folds) };
}

const delimiterOf = (line: string): string => [",", ";", "\t"].find((mark) => line.includes(mark)) ?? ",";

/** Where the columns are, by their heads; undefined where the row is no row of heads. */
function columnsOf(record: readonly string[]): Columns | undefined {
  const words = record.map((field) => field.toLowerCase().replace(/[\s_-]/g, ""));
  const place = (column: Column): number => words.findIndex((word) => heads[column].includes(word));
  const columns = { left: place("left"), right: place("right"), same: place("same"), fold: place("fold") };
  return columns.left >= 0 && columns.right >= 0 && columns.same >= 0 ? columns : undefined;
}

function withoutHeads(path: string, record: readonly string[]): Columns {
  if (record.length < 3 || labelOf(record[2]) === undefined) {
    throw new UserError(`${path}:1: "${record.join(",").slice(0, 80)}", expected ${expected}, or a row of these heads`);
  }
  return { left: 0, right: 1, same: 2, fold: record.length > 3 ? 3 : -1 };
}

function addRow(
  builder: PairListBuilder,
  folds: number[],
  columns: Columns,
  record: readonly string[],
): string | undefined {
  const last = Math.max(columns.left, columns.right, columns.same, columns.fold);
  if (record.length <= last) return `${record.length} fields, expected at least ${last + 1} (${expected})`;
  const [left, right, label] = [record[columns.left], record[columns.right], record[columns.same]];
  if (left === "" || right === "") return "an empty name";
  const genuine = labelOf(label);
  if (genuine === undefined) return `same is "${label}", expected 0/1, true/false or same/different`;
  if (columns.fold >= 0) {
    if (!/^-?\d{1,9}$/.test(record[columns.fold])) return `fold "${record[columns.fold]}", expected a whole number`;
    folds.push(Number(record[columns.fold]));
  }
  builder.add(left, right, genuine);
  return undefined;
}

function numberFolds(path: string, folds: readonly number[]): Uint16Array {
  const distinct = [...new Set(folds)].sort((a, b) => a - b);
  if (distinct.length > mostFolds)
    throw new UserError(`${path}: ${distinct.length} folds, expected at most ${mostFolds}`);
  const numbers = new Map(distinct.map((fold, k) => [fold, k]));
  return Uint16Array.from(folds, (fold) => numbers.get(fold)!);
}
