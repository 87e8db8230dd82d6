import { DecimalScanner } from "./decimal.js";

const LF = 10;
const SPACE = 32;

/** Whole lines of a feature list, and where their values go. */
export interface PieceTask {
  /** Text in shared memory; the first `length` bytes are lines and the last of them is a line end. */
  readonly text: SharedArrayBuffer;
  readonly length: number;
  /** Values a line must hold. */
  readonly dim: number;
  /** Room for length / 2 float32: no line has more values than half its bytes. */
  readonly values: SharedArrayBuffer;
}

/** What a piece held. Line numbers count from 0 at the piece's first line. */
export interface PieceAnswer {
  readonly lines: number;
  /** Names of the rows; row r's values lie at [r * dim, (r + 1) * dim) of `values`. */
  readonly names: string[];
  /** One fault a line at most. */
  readonly faults: readonly { readonly line: number; readonly what: string }[];
  /** First blank line and last line that is not blank; -1 = none. */
  readonly firstBlank: number;
  readonly lastRow: number;
}

/** Reads `path f1 .. fdim` lines, blank-separated, LF or CRLF, blanks at a line's end allowed. */
export function parsePiece({ text, length, dim, values }: PieceTask): PieceAnswer {
  const bytes = Buffer.from(text, 0, length);
  const out = new Float32Array(values);
  const scanner = new DecimalScanner(bytes);
  const names: string[] = [];
  const faults: { line: number; what: string }[] = [];
  let line = 0;
  let firstBlank = -1;
  let lastRow = -1;
  for (; scanner.at < length; line++) {
    const nameAt = skipBlanks(bytes, scanner.at);
    let nameEnd = nameAt;
    while (bytes[nameEnd] > SPACE) nameEnd++;
    scanner.at = nameEnd;
    if (nameEnd === nameAt) {
      if (firstBlank < 0) firstBlank = line;
    } else {
      lastRow = line;
      const what = readValues(scanner, out, names.length * dim, dim);
      if (what === null) names.push(bytes.toString("utf8", nameAt, nameEnd));
      else faults.push({ line, what });
    }
    scanner.at = bytes.indexOf(LF, scanner.at) + 1;
  }
  return { lines: line, names, faults, firstBlank, lastRow };
}

/** Reads the rest of a line into out[from ..]. @returns what is wrong with it, or null */
function readValues(scanner: DecimalScanner, out: Float32Array, from: number, dim: number): string | null {
  const bytes = scanner.bytes;
  let found = 0;
  for (;;) {
    let c = bytes[scanner.at];
    while (c <= SPACE && c !== LF) c = bytes[++scanner.at];
    if (c === LF) break;
    const start = scanner.at;
    // A line with too many values writes behind its row: there is room, and the next row begins at the same place.
    scanner.read(out, from + found);
    if (scanner.fault !== null) return fieldFault(scanner, start, found);
    found++;
  }
  return found === dim ? null : `found ${found} values, expected ${dim} as in the first line`;
}

function fieldFault(scanner: DecimalScanner, start: number, index: number): string {
  const text = scanner.fieldAt(start);
  const field = `value ${index + 1} is "${text.length > 40 ? `${text.slice(0, 40)}...` : text}"`;
  if (scanner.fault === "not finite") return `${field}, expected a finite float32`;
  const hint = index === 0 ? " (an image name must hold no blanks)" : "";
  return `${field}, expected a number${hint}`;
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (bytes[at] <= SPACE && bytes[at] !== LF) at++;
  return at;
}

/** Values in the first line of `text`: its blank-separated fields but the name. */
export function countValues(firstLine: string): number {
  return firstLine.trim().split(/\s+/).length - 1;
}
