import { CsvError, parse } from "csv-parse";
import { Readable } from "node:stream";
import { UserError } from "../errors.js";
import { fileError, streamBytes } from "../host/files.js";
import { checkText } from "./text-lines.js";

export interface CsvRow {
  readonly record: string[];
  /** 1-based line in which the row ends. */
  readonly line: number;
}

/**
 * Rows of a CSV file as they are read: fields quoted or not, blanks around them dropped, blank lines left out, a
 * byte-order mark and either kind of line end understood. Rows may be of different lengths.
 *
 * @throws UserError with the place where quoting breaks, or when the file can't be read
 */
export async function* csvRows(path: string, delimiter: string): AsyncGenerator<CsvRow> {
  checkText(path);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const bytes = Readable.from(streamBytes(path), { objectMode: false });
  bytes.on("error", (error) => parser.destroy(error));
  bytes.pipe(parser);
  try {
    for await (const row of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { record: row.record, line: row.info.lines };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UserError(`${path}:${lineOf(error)}: ${quotingFault(error)}`);
    throw fileError(path, error);
  } finally {
    bytes.destroy();
  }
}

/** A quote left open runs to the end of the file: what tells its place is the row that it begins in. */
const lineOf = (error: CsvError): number =>
  error.code === "CSV_QUOTE_NOT_CLOSED" ? Number(error.records) + Number(error.empty_lines) + 1 : Number(error.lines);

export const quotingFault = ({ code }: Pick<CsvError, "code">): string =>
  code === "CSV_QUOTE_NOT_CLOSED"
    ? "a quote that is never closed"
    : "a quote inside a field, expected fields with quotes to be quoted whole and the quotes doubled";
