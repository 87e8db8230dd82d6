// ijbX_1N_*.csv: which templates a gallery or the probes are, and whose they are. One line an image, half a million in all.
import { CsvError, parse } from "csv-parse/sync";
import { faultsError, UserError } from "../errors.js";
import { readBytes } from "../host/files.js";
import { mostFaults } from "./byte-fields.js";
import { quotingFault } from "./csv-rows.js";
import { checkText } from "./text-lines.js";

/** Templates in order of first mention, each with its subject. */
export interface GalleryList {
  readonly source: string;
  readonly templates: Float64Array;
  readonly subjects: readonly string[];
  /** Line (from 1) of each first mention. */
  readonly lines: Uint32Array;
}

const heads = { template: "TEMPLATE_ID", subject: "SUBJECT_ID" } as const;
const LF = 10;
const COMMA = 44;
const QUOTE = 34;

/**
 * Reads a csv whose head names TEMPLATE_ID and SUBJECT_ID; other columns are not looked at.
 *
 * Rows of one template stand together, and a row that begins like the one before it (both columns) says nothing new: such
 * rows are passed over without parsing, which takes a tenth of the time of parsing them all.
 *
 * @throws UserError with the line of every fault: a template that is no number, or has two subjects
 */
export function readGalleryList(path: string): GalleryList {
  checkText(path);
  const bytes = readBytes(path);
  const lines = new Lines(path, bytes);
  const [head = []] = [lines.fields(lines.next())];
  const columns = [heads.template, heads.subject].map((name) => columnOf(path, head, name));
  const found: Found = new Map();
  const faults: string[] = [];
  for (let line = lines.next(); line.start < bytes.length && faults.length < mostFaults; line = lines.next()) {
    if (line.text === 0 || lines.beginsLikeLast(line, Math.max(...columns) + 1)) continue;
    const fields = lines.fields(line);
    const fault = take(found, line.number, fields[columns[0]], fields[columns[1]]);
    if (fault !== undefined) faults.push(`${path}:${line.number}: ${fault}`);
    else lines.remember(line, Math.max(...columns) + 1);
  }
  if (faults.length > 0) throw faultsError(faults);
  if (found.size === 0)
    throw new UserError(`${path}: no templates, expected ${heads.template},${heads.subject} a line`);
  const rows = [...found.values()];
  return {
    source: path,
    templates: Float64Array.from(found.keys(), Number),
    subjects: rows.map(({ subject }) => subject),
    lines: Uint32Array.from(rows, ({ line }) => line),
  };
}

/** Subject and first line of each template. */
type Found = Map<string, { readonly subject: string; readonly line: number }>;

function take(
  found: Found,
  line: number,
  template: string | undefined,
  subject: string | undefined,
): string | undefined {
  if (template === undefined || !/^\d+$/.test(template) || !subject)
    return `template "${template ?? ""}" of subject "${subject ?? ""}", expected a whole number and a name`;
  const known = found.get(template);
  if (known !== undefined && known.subject !== subject)
    return `template ${template} is of subject ${subject}, expected ${known.subject} as in line ${known.line}`;
  if (known === undefined) found.set(template, { subject, line });
  return undefined;
}

interface Line {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Bytes of it that are no blanks, roughly: 0 = the line is empty. */
  readonly text: number;
}

class Lines {
  #at = 0;
  #number = 0;
  #prefix: Buffer = Buffer.alloc(0);

  constructor(
    private readonly path: string,
    private readonly bytes: Buffer,
  ) {}

  next(): Line {
    const start = this.#at;
    const found = this.bytes.indexOf(LF, start);
    const end = found < 0 ? this.bytes.length : found;
    this.#at = end + 1;
    const last = this.bytes[end - 1] === 13 ? end - 1 : end;
    return { number: ++this.#number, start, end: last, text: last - start };
  }

  beginsLikeLast({ start }: Line, columns: number): boolean {
    const { length } = this.#prefix;
    const inside = length >= columns && start + length <= this.bytes.length;
    return inside && this.bytes.compare(this.#prefix, 0, length, start, start + length) === 0;
  }

  /** Keeps the line's first columns, up to the comma behind them. */
  remember({ start, end }: Line, columns: number): void {
    let at = start;
    for (let comma = 0; comma < columns && at < end; at++) if (this.bytes[at] === COMMA) comma++;
    this.#prefix = this.bytes.subarray(start, at);
    // A quoted comma would end the columns too early.
    if (this.#prefix.includes(QUOTE) || at === end) this.#prefix = Buffer.alloc(0);
  }

  fields({ number, start, end }: Line): string[] {
    const text = this.bytes.subarray(start, end);
    // csv-parse takes 30 us to start, which 23,000 plain lines need not pay.
    if (number > 1 && !text.includes(QUOTE)) return text.toString().split(",").map(trimmed);
    try {
      return (parse(text, { bom: true, trim: true, relax_column_count: true }) as string[][])[0] ?? [];
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new UserError(`${this.path}:${number}: ${quotingFault(error)}`);
    }
  }
}

const trimmed = (field: string): string => field.trim();

function columnOf(path: string, head: readonly string[], name: string): number {
  const at = head.findIndex((field) => field.toUpperCase() === name);
  if (at < 0) throw new UserError(`${path}:1: no column ${name}, found ${head.slice(0, 8).join(",") || "nothing"}`);
  return at;
}
