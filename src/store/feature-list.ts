// MagFace's feat.list: read piece by piece, so that neither the text nor a second matrix is ever whole in memory.
import { faultsError, UserError } from "../errors.js";
import { startDigest } from "../host/digest.js";
import { closeFile, openForReading, readFully, sizeOfOpen } from "../host/files.js";
import { openPool } from "../host/pool.js";
import type { EmbeddingMatrix, Progress } from "../types.js";
import { countValues, parsePiece, type PieceAnswer, type PieceTask } from "./feature-piece.js";
import { RowCollector } from "./row-collector.js";

/** Bytes of text that a thread parses at a time; also the longest line that is read. */
const PIECE_BYTES = 1 << 21;
/** Starting threads costs about 0.1 s, as long as one thread needs for this many bytes. */
const THREADS_PAY_BYTES = 32 << 20;
const LF = 10;

/** How to read a feature file. */
export interface ReadOptions {
  /** Threads that may parse besides this one. */
  readonly threads: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Rows of a feature file, in file order. */
export interface FeatureRows {
  readonly matrix: EmbeddingMatrix;
  readonly names: string[];
  /** SHA-256 of the file's bytes. */
  readonly digest: Buffer;
}

/**
 * Reads `path f1 .. fn` lines. The first line says how many values a row holds.
 *
 * @throws UserError naming file and line of each line that is short, long, blank between rows, not numeric or not finite
 */
export async function readFeatureList(path: string, options: ReadOptions): Promise<FeatureRows> {
  const text = new LinePieces(path);
  try {
    const first = newSlot();
    first.length = text.next(first.bytes);
    const line = firstLineOf(path, first);
    const rows = new RowCollector(countValues(line), text.size / line.length);
    const list = new ListBuilder(path, rows);
    options.progress?.start("reading features", text.size, "bytes");
    const parser = openParser(text.size, options.threads);
    try {
      await parsePieces(text, first, parser, list, options);
    } finally {
      await parser.close();
      options.progress?.stop();
    }
    return { ...list.finish(), digest: text.digest() };
  } finally {
    text.close();
  }
}

/** Shared memory that one piece is read into and parsed from; the main thread and a worker take turns with it. */
interface Slot {
  readonly text: SharedArrayBuffer;
  readonly bytes: Buffer;
  readonly values: SharedArrayBuffer;
  length: number;
}

function newSlot(): Slot {
  // One byte more for the line end that the last line may lack.
  const text = new SharedArrayBuffer(PIECE_BYTES + 1);
  return { text, bytes: Buffer.from(text), values: new SharedArrayBuffer(2 * PIECE_BYTES + 4), length: 0 };
}

function firstLineOf(path: string, slot: Slot): string {
  const line = slot.bytes.toString("latin1", 0, slot.bytes.indexOf(LF));
  if (slot.length === 0) throw new UserError(`${path}: the file is empty, expected lines "name f1 .. fn"`);
  if (line.includes("\0")) throw new UserError(`${path}: not text, expected lines "name f1 .. fn"`);
  if (countValues(line) < 1)
    throw new UserError(
      `${path}:1: found no values${line.includes(",") ? " (commas?)" : ""}, expected "name f1 .. fn" parted by blanks`,
    );
  return line;
}

interface Parser {
  readonly threads: number;
  run(task: PieceTask): Promise<PieceAnswer>;
  close(): Promise<void>;
}

function openParser(size: number, threads: number): Parser {
  if (size < THREADS_PAY_BYTES || threads < 2) {
    return { threads: 1, run: (task) => Promise.resolve(parsePiece(task)), close: () => Promise.resolve() };
  }
  return openPool<PieceTask, PieceAnswer>(new URL("./feature-worker.js", import.meta.url), threads);
}

/** Reads, and digests, the next pieces while threads parse the last ones; takes answers in file order. */
async function parsePieces(text: LinePieces, first: Slot, parser: Parser, list: ListBuilder, options: ReadOptions) {
  const inFlight: { slot: Slot; answer: Promise<PieceAnswer> }[] = [];
  const takeOldest = async () => {
    const { slot, answer } = inFlight.shift()!;
    list.take(await answer, slot.values);
    options.progress?.step(slot.length);
    return slot;
  };
  try {
    for (let slot = first; slot.length > 0; slot.length = text.next(slot.bytes)) {
      options.signal?.throwIfAborted();
      const { text: shared, length, values } = slot;
      inFlight.push({ slot, answer: parser.run({ text: shared, length, dim: list.dim, values }) });
      slot = inFlight.length < 2 * parser.threads ? newSlot() : await takeOldest();
    }
    while (inFlight.length > 0) await takeOldest();
  } finally {
    await Promise.allSettled(inFlight.map(({ answer }) => answer));
  }
}

/** Puts the pieces' rows, names and faults together. */
class ListBuilder {
  readonly #names: string[] = [];
  readonly #faults: string[] = [];
  #lines = 0;
  #firstBlank = -1;
  #lastRow = -1;

  constructor(
    readonly path: string,
    readonly rows: RowCollector,
  ) {}

  get dim(): number {
    return this.rows.dim;
  }

  take(piece: PieceAnswer, values: SharedArrayBuffer): void {
    this.rows.append(new Float32Array(values, 0, piece.names.length * this.dim));
    for (const name of piece.names) this.#names.push(name);
    for (const { line, what } of piece.faults) this.#faults.push(`${this.path}:${this.#lines + line + 1}: ${what}`);
    if (piece.firstBlank >= 0 && this.#firstBlank < 0) this.#firstBlank = this.#lines + piece.firstBlank;
    if (piece.lastRow >= 0) this.#lastRow = this.#lines + piece.lastRow;
    this.#lines += piece.lines;
  }

  finish(): { matrix: EmbeddingMatrix; names: string[] } {
    if (this.#firstBlank >= 0 && this.#firstBlank < this.#lastRow) {
      this.#faults.push(`${this.path}:${this.#firstBlank + 1}: blank line, expected a row`);
    }
    if (this.#faults.length > 0) throw faultsError(this.#faults);
    return { matrix: this.rows.finish(), names: this.#names };
  }
}

/** A text file in pieces of whole lines, digested as it is read. */
class LinePieces {
  readonly #file: number;
  readonly #hash = startDigest();
  readonly size: number;
  #position = 0;
  /** The beginning of a line whose end the last piece did not reach. */
  #carry = Buffer.alloc(0);

  constructor(readonly path: string) {
    this.#file = openForReading(path);
    this.size = sizeOfOpen(this.#file);
  }

  /** Fills `into`, whose last byte is spare, with whole lines. @returns their bytes; 0 = the file is at its end */
  next(into: Buffer): number {
    this.#carry.copy(into);
    const room = into.subarray(this.#carry.length, into.length - 1);
    const got = readFully(this.#file, room, this.#position);
    this.#hash.update(room.subarray(0, got));
    this.#position += got;
    const filled = this.#carry.length + got;
    const end = got < room.length ? this.#endLine(into, filled) : into.lastIndexOf(LF, filled - 1) + 1;
    if (end === 0 && filled > 0) {
      throw new UserError(`${this.path}: a line longer than ${PIECE_BYTES} bytes, expected "name f1 .. fn"`);
    }
    this.#carry = Buffer.from(into.subarray(end, Math.max(end, filled)));
    return end;
  }

  #endLine(into: Buffer, filled: number): number {
    if (filled === 0 || into[filled - 1] === LF) return filled;
    into[filled] = LF;
    return filled + 1;
  }

  digest(): Buffer {
    return this.#hash.digest();
  }

  close(): void {
    closeFile(this.#file);
  }
}
