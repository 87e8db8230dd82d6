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

/** Rows that a stretch of a feature file held. `values` and `names` are good until the next stretch is asked for. */
export interface RowBlock {
  readonly values: Float32Array;
  readonly names: readonly string[];
  /** Line (from 1) of a row of the block, for messages. */
  readonly lineOf: (row: number) => number;
}

/**
 * Reads `path f1 .. fn` lines. The first line says how many values a row holds.
 *
 * @throws UserError naming file and line of each line that is short, long, blank between rows, not numeric or not finite
 */
export async function readFeatureList(path: string, options: ReadOptions): Promise<FeatureRows> {
  const list = openFeatureList(path, options);
  const rows = new RowCollector(list.dim, list.expectedRows);
  const names: string[] = [];
  for await (const block of list.blocks()) {
    rows.append(block.values);
    for (const name of block.names) names.push(name);
  }
  return { matrix: rows.finish(), names, digest: list.digest() };
}

/** A feature list that streams by: memory does not grow with its length. */
export interface FeatureListStream {
  readonly dim: number;
  /** About how many rows there are, from the length of the first line. */
  readonly expectedRows: number;
  /** The rows in order, up to the first faulty piece; once. @throws UserError after the last, naming every faulty line */
  blocks(): AsyncGenerator<RowBlock>;
  /** Where no blocks are wanted. */
  close(): void;
  /** SHA-256 of the file's bytes, once all blocks came. */
  digest(): Buffer;
}

/** @throws UserError where the first line is no row */
export function openFeatureList(path: string, options: ReadOptions): FeatureListStream {
  const text = new LinePieces(path);
  try {
    const first = newSlot();
    first.length = text.next(first.bytes);
    const line = firstLineOf(path, first);
    const dim = countValues(line);
    return {
      dim,
      expectedRows: text.size / line.length,
      blocks: () => blocksOf(text, first, dim, options),
      close: () => text.close(),
      digest: () => text.digest(),
    };
  } catch (error) {
    text.close();
    throw error;
  }
}

async function* blocksOf(text: LinePieces, first: Slot, dim: number, options: ReadOptions): AsyncGenerator<RowBlock> {
  options.progress?.start("reading features", text.size, "bytes");
  const parser = openParser(text.size, options.threads);
  const faults = new ListFaults(text.path);
  try {
    for await (const { slot, answer } of parsedPieces(text, first, dim, parser, options)) {
      const before = faults.lines;
      faults.take(answer);
      if (faults.any) continue; // Its rows are fewer than its lines, and whoever counts them would tell a wrong fault.
      const values = new Float32Array(slot.values, 0, answer.names.length * dim);
      // Blank lines stand only at the end of a list without faults, so that rows and lines run together.
      yield { values, names: answer.names, lineOf: (row) => before + row + 1 };
    }
    faults.throwAll();
  } finally {
    await parser.close();
    options.progress?.stop();
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

/** Reads, and digests, the next pieces while threads parse the last ones; answers come in file order. */
async function* parsedPieces(text: LinePieces, first: Slot, dim: number, parser: Parser, options: ReadOptions) {
  const inFlight: { slot: Slot; answer: Promise<PieceAnswer> }[] = [];
  const oldest = async () => {
    const { slot, answer } = inFlight.shift()!;
    return { slot, answer: await answer };
  };
  const stop = options.signal;
  try {
    for (let slot = first; slot.length > 0; slot.length = text.next(slot.bytes)) {
      stop?.throwIfAborted();
      const { text: shared, length, values } = slot;
      const answer = parser.run({ text: shared, length, dim, values });
      answer.catch(() => undefined); // Heard when its turn comes; a fault before that must not count as unheard.
      inFlight.push({ slot, answer });
      if (inFlight.length < 2 * parser.threads) {
        slot = newSlot();
        continue;
      }
      const done = await oldest();
      yield done;
      options.progress?.step(done.slot.length);
      slot = done.slot;
    }
    for (; inFlight.length > 0; stop?.throwIfAborted()) {
      const done = await oldest();
      yield done;
      options.progress?.step(done.slot.length);
    }
  } finally {
    await Promise.allSettled(inFlight.map(({ answer }) => answer));
  }
}

/** Puts the pieces' faults together. */
class ListFaults {
  readonly #faults: string[] = [];
  lines = 0;
  #firstBlank = -1;
  #lastRow = -1;

  constructor(readonly path: string) {}

  take(piece: PieceAnswer): void {
    for (const { line, what } of piece.faults) this.#faults.push(`${this.path}:${this.lines + line + 1}: ${what}`);
    if (piece.firstBlank >= 0 && this.#firstBlank < 0) this.#firstBlank = this.lines + piece.firstBlank;
    if (piece.lastRow >= 0) this.#lastRow = this.lines + piece.lastRow;
    this.lines += piece.lines;
  }

  get any(): boolean {
    return this.#faults.length > 0 || this.#hasGap;
  }

  get #hasGap(): boolean {
    return this.#firstBlank >= 0 && this.#firstBlank < this.#lastRow;
  }

  throwAll(): void {
    if (this.#hasGap) {
      this.#faults.push(`${this.path}:${this.#firstBlank + 1}: blank line, expected a row`);
    }
    if (this.#faults.length > 0) throw faultsError(this.#faults);
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
