import { UserError } from "../errors.js";
import type { FileWindow } from "./file-window.js";
import { knownGlobal, type ByteString, type Value } from "./pickle-value.js";

/** Bound on the stack, the memo and every list; the largest real file holds 21,000 values. */
export const mostValues = 4_000_000;
const mostMarks = 64;

/** State of the reading: pickle's stack machine. */
export class PickleMachine {
  readonly stack: Value[] = [];
  readonly marks: number[] = [];
  readonly memo = new Map<number, Value>();
  #decodedBytes = 0;

  constructor(readonly file: FileWindow) {}

  /** A refusal at the current byte. */
  fault(what: string): UserError {
    return new UserError(`${this.file.path}: byte ${this.file.at}: ${what}`);
  }

  push(value: Value): void {
    if (this.stack.length >= mostValues) throw this.fault(`over ${mostValues} values`);
    this.stack.push(value);
  }

  /** The topmost value, taken off. Values below the last mark are out of reach, as in Python. */
  pop(): Value {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.fault("a value is missing; no whole pickle");
    return this.stack.pop()!;
  }

  top(): Value {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  mark(): void {
    if (this.marks.length >= mostMarks) throw this.fault(`nested deeper than ${mostMarks}`);
    this.marks.push(this.stack.length);
  }

  /** Values above the last mark, taken off. */
  popToMark(): Value[] {
    const from = this.marks.pop();
    if (from === undefined) throw this.fault("a mark is missing; no whole pickle");
    return this.stack.splice(from);
  }

  remember(index: number, value: Value): void {
    if (this.memo.size >= mostValues) throw this.fault(`over ${mostValues} remembered values`);
    this.memo.set(index, value);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.fault(`value ${index} was never remembered; no whole pickle`);
    this.push(value);
  }

  /** Bytes in another form than the file's. @throws UserError when they grow beyond the file, as no real ones do */
  decoded(bytes: Uint8Array): ByteString {
    this.#decodedBytes += bytes.length;
    if (this.#decodedBytes > this.file.size) throw this.fault("the same bytes are asked for again and again");
    return { kind: "decoded", bytes };
  }

  /** Pushes what a module's name stands for. @throws UserError naming it where it isn't one of the few known */
  import(module: string, name: string, at: number): void {
    const known = knownGlobal(module, name);
    if (known === undefined) {
      const named = JSON.stringify(`${module}.${name}`.slice(0, 200));
      throw new UserError(
        `${this.file.path}: byte ${at}: the pickle asks Python to import ${named}: refused, a list of images needs no such thing`,
      );
    }
    this.push({ kind: "global", name: known });
  }
}
