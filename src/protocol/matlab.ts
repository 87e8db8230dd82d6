// A small reader of Matlab level 5 MAT-files, for AgeDB's protocol: cells, structs, texts and numbers, all with bounds.
// Own code, since the one package that reads these files (mat-for-js) is under the GPL and this product under MIT.
// Format: "MAT-File Format", MathWorks, chapter 1 (level 5).
import { inflateSync } from "node:zlib";
import { UserError } from "../errors.js";

/** A value of a MAT-file; arrays hold their elements in column order. */
export type MatValue =
  | { readonly kind: "cell"; readonly size: readonly number[]; readonly items: readonly MatValue[] }
  | {
      readonly kind: "struct";
      readonly size: readonly number[];
      readonly items: readonly ReadonlyMap<string, MatValue>[];
    }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "numbers"; readonly size: readonly number[]; readonly values: readonly number[] };

const headerBytes = 128;
const deepest = 16;
const mostElements = 1_000_000;
const mostInflated = 32 << 20;

/** Sizes of the element types that hold numbers or text: miINT8 .. miUTF32. */
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 2,
  5: 4,
  6: 4,
  7: 4,
  9: 8,
  12: 8,
  13: 8,
  16: 1,
  17: 2,
  18: 4,
};
const miMatrix = 14;
const miCompressed = 15;

interface Element {
  readonly type: number;
  readonly data: Buffer;
}

/** Whether bytes begin as a MAT-file of level 5 does. */
export const isMatFile = (start: Uint8Array): boolean =>
  start.length >= headerBytes &&
  /^MATLAB [57]\.\d MAT-file/.test(Buffer.from(start.subarray(0, 24)).toString("latin1"));

/**
 * The variable `name` of a MAT-file.
 *
 * @param path shown in messages
 * @throws UserError when the file is cut, of another version, or lacks the variable
 */
export function readMatVariable(bytes: Buffer, path: string, name: string): MatValue {
  if (!isMatFile(bytes))
    throw new UserError(`${path}: no Matlab level 5 file (saved with -v6 or -v7), expected its header`);
  if (bytes.toString("latin1", 126, 128) !== "IM") {
    throw new UserError(`${path}: a Matlab 7.3 or big-endian file, expected one saved with -v7`);
  }
  const reader = new MatReader(path);
  for (const element of reader.elements(bytes.subarray(headerBytes))) {
    const found = reader.variable(element, name);
    if (found) return found;
  }
  throw new UserError(`${path}: no variable "${name}" in it`);
}

class MatReader {
  #elements = 0;

  constructor(private readonly path: string) {}

  /** Elements one behind another: an 8-byte tag (or a small one with its data inside), data padded to 8 bytes. */
  *elements(bytes: Buffer): Generator<Element> {
    for (let at = 0; at < bytes.length;) {
      if (at + 8 > bytes.length) throw this.#fault("ends inside an element's tag; was it copied whole?");
      const word = bytes.readUInt32LE(at);
      const small = word >>> 16 !== 0;
      const type = small ? word & 0xffff : word;
      const size = small ? word >>> 16 : bytes.readUInt32LE(at + 4);
      const start = at + (small ? 4 : 8);
      if (start + size > bytes.length || (small && size > 4))
        throw this.#fault("ends inside an element; was it copied whole?");
      if (++this.#elements > mostElements) throw this.#fault(`over ${mostElements} elements`);
      yield { type, data: bytes.subarray(start, start + size) };
      const padded = type === miCompressed ? size : Math.ceil(size / 8) * 8;
      at = small ? at + 8 : start + padded;
    }
  }

  /** The matrix in an element of the file's top level where it has the name asked for. */
  variable({ type, data }: Element, name: string): MatValue | undefined {
    if (type === miCompressed) {
      const [inner] = this.elements(this.#inflate(data));
      return inner && this.variable({ type: inner.type === miCompressed ? 0 : inner.type, data: inner.data }, name);
    }
    return type === miMatrix && this.#nameOf(data) === name ? this.#matrix(data, 0) : undefined;
  }

  #inflate(data: Buffer): Buffer {
    try {
      return inflateSync(data, { maxOutputLength: mostInflated });
    } catch (error) {
      throw this.#fault(`compressed data that don't unpack (${(error as Error).message})`);
    }
  }

  #nameOf(data: Buffer): string {
    const [, , name] = this.#take(data, 3);
    return name.data.toString("latin1");
  }

  #take(data: Buffer, count: number): Element[] {
    const taken: Element[] = [];
    for (const element of this.elements(data)) {
      taken.push(element);
      if (taken.length === count) return taken;
    }
    throw this.#fault("ends inside an array's head");
  }

  #matrix(data: Buffer, depth: number): MatValue {
    if (depth > deepest) throw this.#fault(`arrays nested deeper than ${deepest}`);
    if (data.length === 0) return { kind: "numbers", size: [0, 0], values: [] };
    const [flags, dims, , ...parts] = [...this.elements(data)];
    if (flags === undefined || dims === undefined || flags.data.length < 4)
      throw this.#fault("an array without its head");
    const size = this.#numbers(dims);
    const count = size.reduce((product, side) => product * side, 1);
    const kind = flags.data[0];
    if (kind === 1) return { kind: "cell", size, items: this.#matrices(parts, count, depth) };
    if (kind === 2) return { kind: "struct", size, items: this.#structs(parts, count, depth) };
    if (kind === 4) return { kind: "text", text: this.#text(parts[0]) };
    if (kind >= 6 && kind <= 15) return { kind: "numbers", size, values: parts[0] ? this.#numbers(parts[0]) : [] };
    throw this.#fault(`an array of class ${kind}, expected cells, structs, texts or numbers`);
  }

  #matrices(parts: readonly Element[], count: number, depth: number): MatValue[] {
    if (parts.length !== count || parts.some((part) => part.type !== miMatrix)) {
      throw this.#fault(`an array of ${count} with ${parts.length} elements in it`);
    }
    return parts.map((part) => this.#matrix(part.data, depth + 1));
  }

  #structs(parts: readonly Element[], count: number, depth: number): ReadonlyMap<string, MatValue>[] {
    const [width, names, ...fields] = parts;
    const length = width && this.#numbers(width)[0];
    if (!names || !length || length < 1 || names.data.length % length !== 0)
      throw this.#fault("a struct without field names");
    const keys: string[] = [];
    for (let at = 0; at < names.data.length; at += length) {
      keys.push(names.data.toString("latin1", at, at + length).replace(/\0.*$/s, ""));
    }
    if (keys.length === 0 && count > 0) throw this.#fault("a struct without field names");
    const values = this.#matrices(fields, count * keys.length, depth);
    return Array.from({ length: count }, (_, i) => new Map(keys.map((key, k) => [key, values[i * keys.length + k]])));
  }

  #text(element: Element | undefined): string {
    if (element === undefined) return "";
    if (element.type === 17) return element.data.toString("utf16le");
    if (element.type === 16) return element.data.toString("utf8");
    return this.#numbers(element)
      .map((code) => String.fromCodePoint(code >= 0 && code <= 0x10ffff ? code | 0 : 0xfffd))
      .join("");
  }

  #numbers({ type, data }: Element): number[] {
    const bytes = typeBytes[type];
    if (bytes === undefined) throw this.#fault(`data of type ${type}, expected numbers or text`);
    if (data.length / bytes > mostElements) throw this.#fault(`an array of over ${mostElements} numbers`);
    return Array.from({ length: Math.floor(data.length / bytes) }, (_, i) => numberAt(data, type, i * bytes));
  }

  #fault(what: string): UserError {
    return new UserError(`${this.path}: ${what}`);
  }
}

function numberAt(data: Buffer, type: number, at: number): number {
  switch (type) {
    case 1:
      return data.readInt8(at);
    case 3:
      return data.readInt16LE(at);
    case 4:
    case 17:
      return data.readUInt16LE(at);
    case 5:
      return data.readInt32LE(at);
    case 6:
    case 18:
      return data.readUInt32LE(at);
    case 7:
      return data.readFloatLE(at);
    case 9:
      return data.readDoubleLE(at);
    case 12:
      return Number(data.readBigInt64LE(at));
    case 13:
      return Number(data.readBigUInt64LE(at));
    default:
      return data.readUInt8(at);
  }
}
