// NIST's template files: one row a face of one template.
//
// Columns read in public code (none of NIST's files was at hand):
// - TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT, then landmarks (IJB-B 2.0) or
//   FRAME_NUM and attributes (IJB-C); IJB-B 1.0 calls FILENAME "FILE" (strpy 0.6.5, janus/dataset/IJB_B.py and ijbc).
// - Files of test1 have TEMPLATE_ID,SUBJECT_ID,FILENAME,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT and no SIGHTING_ID (bob's
//   synthetics package), so that column can't be asked for.
// - IJB-A has FILE and MEDIA_ID as well (README of its repackaging on Hugging Face).
// Inferred: ids are whole numbers, and every face of a gallery or probe has a box.
import { faultsError, UserError } from "../errors.js";
import { didYouMean } from "../host/nearest-name.js";
import { csvRows } from "./csv-rows.js";

/** x, y, width, height of a face in pixels of its picture. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export interface TemplateRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly template: number;
  readonly subject: number;
  /** FILENAME, as `img/123.jpg` or `frames/456_01.png`. */
  readonly picture: string;
  readonly box: Box;
  /** SIGHTING_ID and MEDIA_ID; empty where the file has none. */
  readonly sighting: string;
  readonly media: string;
}

const ids = ["TEMPLATE_ID", "SUBJECT_ID"] as const;
const corners = ["FACE_X", "FACE_Y"] as const;
const sides = ["FACE_WIDTH", "FACE_HEIGHT"] as const;
const needed = [...ids, "FILENAME", ...corners, ...sides] as const;
const optional = ["SIGHTING_ID", "MEDIA_ID"] as const;

type Column = (typeof needed)[number] | (typeof optional)[number];
type Columns = ReadonlyMap<Column, number>;

export const mostFaults = 1000;

/**
 * Rows of a template file as they are read. Columns go by their heads, in any order and case; others are left alone.
 *
 * @param faults gets a line for each faulty row, which is left out; after a thousand of them the reading ends
 * @throws UserError when columns are missing, when there is no row at all, or when the file is no CSV
 */
export async function* templateRows(path: string, faults: string[]): AsyncGenerator<TemplateRow> {
  let columns: Columns | undefined;
  let rows = 0;
  for await (const { record, line } of csvRows(path, ",")) {
    if (columns === undefined) {
      columns = columnsOf(`${path}:${line}`, record);
      continue;
    }
    rows++;
    const fault = faultOf(record, columns);
    if (fault === undefined) yield rowOf(record, columns, line);
    else faults.push(`${path}:${line}: ${fault}`);
    if (faults.length >= mostFaults) return;
  }
  if (rows === 0) throw new UserError(`${path}: empty, expected heads (${needed.join(",")}) and a row a face`);
}

/** @throws UserError with a line for each column that is missing */
function columnsOf(place: string, heads: readonly string[]): Columns {
  const words = heads.map((head) => head.toUpperCase()).map((head) => (head === "FILE" ? "FILENAME" : head));
  const missing = needed.filter((column) => !words.includes(column));
  if (missing.length > 0) throw faultsError(missing.map((column) => `${place}: ${missingColumn(column, heads)}`));
  return new Map([...needed, ...optional].map((column) => [column, words.indexOf(column)]));
}

function missingColumn(column: string, heads: readonly string[]): string {
  const known: readonly string[] = [...needed, ...optional];
  const near = heads.find((head) => !known.includes(head.toUpperCase()) && didYouMean(head.toUpperCase(), [column]));
  return near === undefined
    ? `columns ${heads.join(",").slice(0, 80)}, expected ${column} among them`
    : `column "${near}"${didYouMean(near.toUpperCase(), [column])}`;
}

function faultOf(record: readonly string[], columns: Columns): string | undefined {
  const field = (column: Column): string => record[columns.get(column)!] ?? "";
  const last = Math.max(...needed.map((column) => columns.get(column)!));
  if (record.length <= last) return `${record.length} fields, expected at least ${last + 1}`;
  const id = ids.find((column) => !/^\d{1,9}$/.test(field(column)));
  if (id !== undefined) return `${id} is "${field(id)}", expected a whole number`;
  if (field("FILENAME") === "") return "FILENAME is empty, expected a picture's path";
  const corner = corners.find((column) => !isNumber(field(column)));
  if (corner !== undefined) return `${corner} is "${field(corner)}", expected a number`;
  const side = sides.find((column) => !isNumber(field(column)) || Number(field(column)) <= 0);
  if (side !== undefined) return `${side} is "${field(side)}", expected a number above 0`;
  return undefined;
}

const isNumber = (field: string): boolean => /^-?\d+(\.\d+)?$/.test(field);

function rowOf(record: readonly string[], columns: Columns, line: number): TemplateRow {
  const field = (column: Column): string => record[columns.get(column)!] ?? "";
  const number = (column: Column): number => Number(field(column));
  return {
    line,
    template: number("TEMPLATE_ID"),
    subject: number("SUBJECT_ID"),
    picture: field("FILENAME"),
    box: [number("FACE_X"), number("FACE_Y"), number("FACE_WIDTH"), number("FACE_HEIGHT")],
    sighting: field("SIGHTING_ID"),
    media: field("MEDIA_ID"),
  };
}
