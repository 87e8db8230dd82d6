// A stretch of ijbX_template_pair_label.txt, read by a thread: 15.7 million lines are a second's work of one.
import { closeFile, openForReading, readFully } from "../host/files.js";
import { ByteFields, mostFaults, textStart } from "./byte-fields.js";
import { templateRow, type TemplateRows } from "./template-rows.js";

/** Bytes after a stretch in which its last line must end. */
const longestLine = 1 << 12;
const LF = 10;
const SPACE = 32;
const ZERO = 48;

export interface PairPieceTask {
  readonly path: string;
  /** Lines that begin in [start, end) of the file are this task's. */
  readonly start: number;
  readonly end: number;
  readonly templates: TemplateRows;
}

/** Pairs by template rows; 1 genuine, 0 impostor. Lines count from 0 at the piece's first. */
export interface PairPieceAnswer {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly genuine: Uint8Array;
  readonly lines: number;
  readonly faults: readonly { readonly line: number; readonly what: string }[];
}

export function readPairPiece({ path, start, end, templates }: PairPieceTask): PairPieceAnswer {
  const bytes = bytesOf(path, start, end);
  // The stretch is read from the byte before it, which tells whether a line begins right at its start.
  const shift = start === 0 ? 0 : 1;
  const first = start === 0 ? textStart(bytes) : bytes[0] === LF ? shift : bytes.indexOf(LF) + 1;
  const limit = end - start + shift;
  return parsePairs(bytes, first === 0 && start > 0 ? limit : first, limit, templates);
}

/** A thread reads one piece after another into the same memory. */
let room = Buffer.alloc(0);

function bytesOf(path: string, start: number, end: number): Buffer {
  const from = Math.max(0, start - 1);
  const file = openForReading(path);
  try {
    if (room.length < end - from + longestLine) room = Buffer.alloc(end - from + longestLine);
    const bytes = room.subarray(0, end - from + longestLine);
    return bytes.subarray(0, readFully(file, bytes, from));
  } finally {
    closeFile(file);
  }
}

function parsePairs(bytes: Buffer, first: number, limit: number, templates: TemplateRows): PairPieceAnswer {
  const most = countLines(bytes, first, limit) + 1;
  const [left, right, genuine] = [new Uint32Array(most), new Uint32Array(most), new Uint8Array(most)];
  const faults: { line: number; what: string }[] = [];
  const known = templates.numbers.length;
  let [count, line] = [0, 0];
  for (let at = first; at < limit && at < bytes.length && faults.length < mostFaults; line++) {
    const end = plainLine(bytes, at, fields);
    const next = end > 0 ? end : oddLine(bytes, at, fields);
    const a = fields[0];
    const b = fields[1];
    if (next < 0) faults.push({ line, what: `"${textOf(bytes, at)}", expected "template template 0|1"` });
    else if (fields[2] !== blank) {
      left[count] = templateRow(templates, a);
      right[count] = templateRow(templates, b);
      // Rows of unknown templates are above every count.
      if (left[count] >= known || right[count] >= known)
        faults.push({ line, what: `template ${left[count] >= known ? a : b} has no image` });
      genuine[count++] = fields[2];
    }
    at = next > 0 ? next : lineEnd(bytes, at);
  }
  const cut = { left: left.subarray(0, count), right: right.subarray(0, count), genuine: genuine.subarray(0, count) };
  return { ...cut, lines: line, faults };
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  const end = Math.min(to, bytes.length);
  for (let at = from; at < end; at++) if (bytes[at] === LF) lines++;
  return lines;
}

/** What a line held: two numbers and a label. */
const fields = new Float64Array(3);
/** The label of a line that holds nothing. */
const blank = 2;

/** Reads a line of the very form `1 2 0`, LF behind it. @returns the next line's start; 0 = the line is of another form */
function plainLine(bytes: Buffer, from: number, into: Float64Array): number {
  let at = from;
  let a = 0;
  for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) a = a * 10 + digit;
  if (at === from || bytes[at] !== SPACE) return 0;
  const second = ++at;
  let b = 0;
  for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) b = b * 10 + digit;
  if (at === second || bytes[at] !== SPACE) return 0;
  const label = bytes[at + 1] - ZERO;
  if ((label !== 0 && label !== 1) || bytes[at + 2] !== LF) return 0;
  into[0] = a;
  into[1] = b;
  into[2] = label;
  return at + 3;
}

/** Any other line: tabs, more blanks, CRLF, no line end, nothing. @returns the next line's start; -1 = it is faulty */
function oddLine(bytes: Buffer, from: number, into: Float64Array): number {
  const reader = new ByteFields(bytes, from);
  if (reader.atLineEnd()) into[2] = blank;
  else {
    for (let field = 0; field < 3; field++) into[field] = reader.wholeNumber();
    if (reader.fault || into[2] > 1 || !reader.atLineEnd()) return -1;
  }
  return lineEnd(bytes, from);
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end + 1;
}

const textOf = (bytes: Buffer, at: number): string => new ByteFields(bytes, at).line(at);
