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
  const pairs = roomFor(Math.ceil((limit - first) / shortestLine) + 1);
  const faults: { line: number; what: string }[] = [];
  const known = templates.numbers.length;
  const end = Math.min(limit, bytes.length);
  let [count, line] = [0, 0];
  for (let at = first; at < end && faults.length < mostFaults; line++) {
    const plain = plainLines(bytes, at, end, templates.byNumber, pairs, count);
    [at, line, count] = [plain.at, line + plain.count - count, plain.count];
    if (at >= end) break;
    const next = oddLine(bytes, at, fields);
    if (next < 0) faults.push({ line, what: `"${textOf(bytes, at)}", expected "template template 0|1"` });
    else if (fields[2] !== blank) {
      const [left, right] = [templateRow(templates, fields[0]), templateRow(templates, fields[1])];
      // Rows of unknown templates are above every count.
      if (left >= known || right >= known)
        faults.push({ line, what: `template ${left >= known ? fields[0] : fields[1]} has no image` });
      pairs.left[count] = left;
      pairs.right[count] = right;
      pairs.genuine[count++] = fields[2];
    }
    at = next > 0 ? next : lineEnd(bytes, at);
  }
  const { left, right, genuine } = pairs;
  return {
    left: left.slice(0, count),
    right: right.slice(0, count),
    genuine: genuine.slice(0, count),
    lines: line,
    faults,
  };
}

/** Bytes of "1 2 0" and its line end. */
const shortestLine = 6;

type Pairs = Pick<PairPieceAnswer, "left" | "right" | "genuine">;

/** Arrays that a thread fills piece by piece; each piece's answer is a copy of what it took. */
let arrays: Pairs = { left: new Uint32Array(0), right: new Uint32Array(0), genuine: new Uint8Array(0) };

function roomFor(pairs: number): Pairs {
  if (arrays.left.length < pairs)
    arrays = { left: new Uint32Array(pairs), right: new Uint32Array(pairs), genuine: new Uint8Array(pairs) };
  return arrays;
}

/** What a line held: two numbers and a label. */
const fields = new Float64Array(3);
/** The label of a line that holds nothing. */
const blank = 2;

/**
 * Reads lines of the very form `1 2 0` with known templates, as long as there are any: 15.7 million of them, so that nothing
 * is called and nothing made on the way.
 *
 * @param byNumber row by template number, plus one; null = no line is plain
 * @returns where the first other line begins, and how many pairs there are then
 */
function plainLines(
  bytes: Buffer,
  from: number,
  end: number,
  byNumber: Uint32Array | null,
  { left, right, genuine }: Pairs,
  taken: number,
): { at: number; count: number } {
  let [begin, count] = [from, taken];
  while (byNumber !== null && begin < end) {
    let at = begin;
    let a = 0;
    for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) a = a * 10 + digit;
    if (at === begin || bytes[at] !== SPACE || a >= byNumber.length) break;
    const second = ++at;
    let b = 0;
    for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) b = b * 10 + digit;
    if (at === second || bytes[at] !== SPACE || b >= byNumber.length) break;
    const label = bytes[at + 1] - ZERO;
    if ((label !== 0 && label !== 1) || bytes[at + 2] !== LF) break;
    const [one, other] = [byNumber[a], byNumber[b]];
    if (one === 0 || other === 0) break;
    left[count] = one - 1;
    right[count] = other - 1;
    genuine[count++] = label;
    begin = at + 3;
  }
  return { at: begin, count };
}

/** Any other line: tabs, more blanks, CRLF, no line end, nothing. @returns the next line's start; -1 = it is faulty */
function oddLine(bytes: Buffer, from: number, into: Float64Array): number {
  const reader = new ByteFields(bytes, from);
  if (reader.atLineEnd()) into[2] = blank;
  else {
    for (let field = 0; field < 3; field++) into[field] = reader.wholeNumber(2 ** 53);
    if (reader.fault || into[2] > 1 || !reader.atLineEnd()) return -1;
  }
  return lineEnd(bytes, from);
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end + 1;
}

const textOf = (bytes: Buffer, at: number): string => new ByteFields(bytes, at).line(at);
