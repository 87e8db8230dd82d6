import { UserError } from "../errors.js";
import { closeFile, openForReading, readFully, sizeOfOpen } from "../host/files.js";

const windowBytes = 4096;

/** A file read front to back through a small window: what is skipped is never read. */
export class FileWindow {
  /** Bytes of the whole file. */
  readonly size: number;
  /** Offset of the next byte. */
  at = 0;
  readonly #file: number;
  readonly #window = Buffer.allocUnsafe(windowBytes);
  #start = 0;
  #filled = 0;

  /** @throws UserError when the file can't be opened */
  constructor(readonly path: string) {
    this.#file = openForReading(path);
    this.size = sizeOfOpen(this.#file);
  }

  close(): void {
    closeFile(this.#file);
  }

  /** The next `count` bytes (at most 4,096), valid until the next call. @throws UserError when the file ends before */
  take(count: number): Buffer {
    this.#expect(count);
    if (this.at < this.#start || this.at + count > this.#start + this.#filled) {
      this.#start = this.at;
      this.#filled = readFully(this.#file, this.#window, this.at);
    }
    const from = this.at - this.#start;
    this.at += count;
    return this.#window.subarray(from, from + count);
  }

  /** @throws UserError when the file ends before */
  skip(count: number): void {
    this.#expect(count);
    this.at += count;
  }

  /** Bytes [start, end) of the file, wherever the window stands. */
  read(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    readFully(this.#file, bytes, start);
    return bytes;
  }

  /** Offset of the next line feed, at most `most` bytes ahead. @throws UserError where there is none */
  lineEnd(most: number): number {
    const end = Math.min(this.size, this.at + most);
    for (let from = this.at; from < end;) {
      this.#fill(from);
      const found = this.#window.subarray(0, this.#filled).indexOf(10, from - this.#start);
      if (found >= 0) return this.#start + found;
      from = this.#start + this.#filled;
    }
    throw new UserError(`${this.path}: no line end after byte ${this.at}`);
  }

  /** Moves the window to `from` unless that byte is in it. */
  #fill(from: number): void {
    if (from >= this.#start && from < this.#start + this.#filled) return;
    this.#start = from;
    this.#filled = readFully(this.#file, this.#window, from);
    if (this.#filled === 0) throw new UserError(`${this.path}: became shorter while it was read`);
  }

  #expect(count: number): void {
    if (this.at + count <= this.size) return;
    throw new UserError(
      `${this.path}: ends at byte ${this.size}, expected ${this.at + count} at least; was it copied whole?`,
    );
  }
}
