// A stretch of ijbX_template_pair_label.txt, read by a thread: 15.7 million lines are a second's work of one.
import { closeFile, openForReading, readFully } from "../host/files.js";
import { ByteFields, mostFaults } from "./byte-fields.js";
import { templateRow, type TemplateRows } from "./template-rows.js";

/** Bytes after a stretch in which its last line must end. */
const longestLine = 1 << 12;
const LF = 10;

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
  const first = start === 0 || bytes[0] === LF ? shift : bytes.indexOf(LF) + 1;
  const limit = end - start + shift;
  return parsePairs(bytes, first === 0 && start > 0 ? limit : first, limit, templates);
}

function bytesOf(path: string, start: number, end: number): Buffer {
  const from = Math.max(0, start - 1);
  const file = openForReading(path);
  try {
    const bytes = Buffer.allocUnsafe(end - from + longestLine);
    return bytes.subarray(0, readFully(file, bytes, from));
  } finally {
    closeFile(file);
  }
}

function parsePairs(bytes: Buffer, first: number, limit: number, templates: TemplateRows): PairPieceAnswer {
  const most = Math.ceil((limit - first) / 6) + 1; // "1 2 0\n" is the shortest line.
  const [left, right, genuine] = [new Uint32Array(most), new Uint32Array(most), new Uint8Array(most)];
  const faults: { line: number; what: string }[] = [];
  const fields = new ByteFields(bytes, first);
  let count = 0;
  let line = 0;
  for (; fields.at < limit && fields.at < bytes.length && faults.length < mostFaults; line++, fields.nextLine()) {
    const begin = fields.at;
    const a = fields.wholeNumber();
    const b = fields.wholeNumber();
    const label = fields.wholeNumber();
    if (fields.fault || label > 1 || !fields.atLineEnd()) {
      fields.at = begin;
      if (!fields.atLineEnd()) faults.push({ line, what: `"${fields.line(begin)}", expected "template template 0|1"` });
      continue;
    }
    left[count] = templateRow(templates, a);
    right[count] = templateRow(templates, b);
    // Rows of unknown templates are above every count.
    if (left[count] >= templates.numbers.length || right[count] >= templates.numbers.length) {
      const unknown = left[count] >= templates.numbers.length ? a : b;
      faults.push({ line, what: `template ${unknown} has no image` });
    }
    genuine[count++] = label;
  }
  return {
    left: left.slice(0, count),
    right: right.slice(0, count),
    genuine: genuine.slice(0, count),
    lines: line,
    faults,
  };
}
