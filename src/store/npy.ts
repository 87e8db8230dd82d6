import { UserError } from "../errors.js";
import { startDigest } from "../host/digest.js";
import {
  checkFileTarget,
  closeFile,
  openForReading,
  readBytes,
  readFully,
  sizeOfOpen,
  statOf,
  WholeFile,
} from "../host/files.js";
import type { EmbeddingMatrix, Progress } from "../types.js";
import { floatTypes, numberTypes, type ElementReader, type ElementType } from "./element-types.js";
import { formatNpyHeader, NPY_HEADER_BYTES, parseNpyHeader, type NpyHeader } from "./npy-header.js";

const PIECE_BYTES = 1 << 22;

/** A .npy array as doubles, whatever its type on disk, in C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Element type as numpy writes it: b1, i8, f4 ... */
  readonly type: string;
}

/** Where float values lie in a file and how. */
export interface FloatLayout {
  readonly rows: number;
  readonly dim: number;
  readonly dataStart: number;
  readonly type: string;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
}

/** Options of the readers of binary features. */
export interface BinaryReadOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * A whole .npy array of booleans, integers or floats: labels, flags, scores.
 *
 * @throws UserError when the file is no .npy, holds objects, or has more or fewer bytes than its header says
 */
export function readNpy(path: string): NumberArray {
  const bytes = readBytes(path);
  const header = parseNpyHeader(path, bytes.subarray(0, NPY_HEADER_BYTES));
  const element = elementType(path, header, numberTypes);
  const count = header.shape.reduce((product, size) => product * size, 1);
  checkSize(path, bytes.length - header.dataStart, count * element.bytes);
  if (header.fortran && header.shape.length > 1)
    throw new UserError(`${path}: Fortran order, expected C order: save np.ascontiguousarray of it`);
  const { shape, type, dataStart } = header;
  if (type === "f8" && !header.bigEndian) {
    // As they lie in the file: millions of scores are not read one by one.
    const data = bytes.buffer.slice(bytes.byteOffset + dataStart, bytes.byteOffset + bytes.length) as ArrayBuffer;
    return { shape, values: new Float64Array(data), type };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart);
  const read = element.reader(header.bigEndian);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = read(view, index * element.bytes);
  return { shape, values, type };
}

function elementType(path: string, { type }: NpyHeader, known: Readonly<Record<string, ElementType>>): ElementType {
  if (Object.hasOwn(known, type)) return known[type];
  throw new UserError(`${path}: elements of type "${type}", expected one of ${Object.keys(known).join(", ")}`);
}

function checkSize(path: string, found: number, expected: number): void {
  if (found === expected) return;
  const what = found < expected ? "truncated" : "longer than its header says";
  throw new UserError(`${path}: ${what}: ${found} bytes of data, expected ${expected}`);
}

/** Layout of the features in a 2-D .npy of float16, float32 or float64. @throws UserError when it's anything else */
export function npyFeatureLayout(path: string): FloatLayout {
  const header = parseNpyHeader(path, headOf(path));
  elementType(path, header, floatTypes);
  const [rows, dim] = header.shape;
  if (header.shape.length !== 2 || dim < 1) {
    throw new UserError(`${path}: an array of shape (${header.shape.join(", ")}), expected (rows, values a row)`);
  }
  return { ...header, rows, dim };
}

function headOf(path: string): Buffer {
  const file = openForReading(path);
  try {
    const head = Buffer.alloc(NPY_HEADER_BYTES);
    return head.subarray(0, readFully(file, head, 0));
  } finally {
    closeFile(file);
  }
}

/**
 * Reads float features piece by piece into one matrix, digesting the file on the way.
 *
 * @throws UserError when the file has another size than the layout says, or a value is no finite float32
 */
export function readFloatRows(path: string, layout: FloatLayout, options: BinaryReadOptions = {}) {
  const { rows, dim, dataStart } = layout;
  const element = floatTypes[layout.type];
  const file = openForReading(path);
  try {
    checkSize(path, sizeOfOpen(file) - dataStart, rows * dim * element.bytes);
    if (rows === 0) throw new UserError(`${path}: holds no rows`);
    const hash = startDigest();
    const head = Buffer.alloc(dataStart);
    readFully(file, head, 0);
    hash.update(head);
    const values = new Float32Array(rows * dim);
    const place = placer(layout, values);
    const piece = Buffer.alloc(PIECE_BYTES);
    options.progress?.start("reading features", rows * dim * element.bytes, "bytes");
    for (let index = 0; index < values.length;) {
      options.signal?.throwIfAborted();
      const wanted = Math.min(PIECE_BYTES, (values.length - index) * element.bytes);
      const got = piece.subarray(0, readFully(file, piece.subarray(0, wanted), dataStart + index * element.bytes));
      if (got.length < wanted) throw new UserError(`${path}: was cut short while it was read`);
      hash.update(got);
      place(got, index);
      index += wanted / element.bytes;
      options.progress?.step(wanted);
    }
    checkFinite(path, values, dim);
    return { matrix: { count: rows, dim, values } satisfies EmbeddingMatrix, digest: hash.digest() };
  } finally {
    options.progress?.stop();
    closeFile(file);
  }
}

/**
 * Rows of a file of floats in stretches of a few megabytes; `values` are good until the next stretch is asked for.
 *
 * @throws UserError when the file has another size than the layout says, or is in Fortran order, whose rows lie scattered
 */
export function* floatRows(path: string, layout: FloatLayout): Generator<Float32Array> {
  const { rows, dim, dataStart, fortran } = layout;
  if (fortran) throw new UserError(`${path}: Fortran order, expected C order: save np.ascontiguousarray of it`);
  const { bytes } = floatTypes[layout.type];
  const file = openForReading(path);
  try {
    checkSize(path, sizeOfOpen(file) - dataStart, rows * dim * bytes);
    if (rows === 0) throw new UserError(`${path}: holds no rows`);
    const most = Math.max(1, Math.floor(PIECE_BYTES / (dim * bytes)));
    const piece = Buffer.from(new ArrayBuffer(most * dim * bytes));
    const values = plainFloats(layout) ? new Float32Array(piece.buffer) : new Float32Array(most * dim);
    const place = plainFloats(layout) ? null : placer(layout, values);
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row) * dim;
      const wanted = piece.subarray(0, count * bytes);
      const got = readFully(file, wanted, dataStart + row * dim * bytes);
      if (got < wanted.length) throw new UserError(`${path}: was cut short while it was read`);
      place?.(wanted, 0);
      yield values.subarray(0, count);
    }
  } finally {
    closeFile(file);
  }
}

/** @throws UserError when the file has another size than the layout says */
export function checkFloatFile(path: string, { rows, dim, dataStart, type }: FloatLayout): void {
  const size = Number(statOf(path)?.size ?? 0);
  checkSize(path, size - dataStart, rows * dim * floatTypes[type].bytes);
}

/** Whether the file's bytes are the floats as they lie in memory. */
const plainFloats = ({ type, bigEndian, fortran }: FloatLayout): boolean => type === "f4" && !bigEndian && !fortran;

type Place = (piece: Buffer, firstIndex: number) => void;

/** Puts a piece of the file, whose first element is the `firstIndex`-th, where it belongs in C order. */
function placer(layout: FloatLayout, values: Float32Array): Place {
  if (plainFloats(layout)) {
    const bytes = new Uint8Array(values.buffer);
    return (piece, firstIndex) => bytes.set(piece, firstIndex * 4);
  }
  const { rows, dim, fortran } = layout;
  const { bytes, reader } = floatTypes[layout.type];
  const read: ElementReader = reader(layout.bigEndian);
  return (piece, firstIndex) => {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.length);
    for (let at = 0, index = firstIndex; at < piece.length; at += bytes, index++) {
      const target = fortran ? (index % rows) * dim + Math.floor(index / rows) : index;
      values[target] = read(view, at);
    }
  };
}

function checkFinite(path: string, values: Float32Array, dim: number): void {
  for (let index = 0; index < values.length; index++) {
    if (values[index] - values[index] === 0) continue;
    const place = `row ${Math.floor(index / dim)}, column ${index % dim} (both from 0)`;
    throw new UserError(`${path}: ${place} is ${values[index]}, expected a finite float32`);
  }
}

/** Writes numbers as .npy, float64 or uint8: all but the name, which `finish` of the answer gives it. */
export function stageNumbers(path: string, values: Float64Array | Uint8Array): WholeFile {
  checkFileTarget(path);
  const file = new WholeFile(path);
  try {
    file.write(formatNpyHeader([values.length], values instanceof Uint8Array ? "u1" : "f8"));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) file.write(bytes.subarray(at, at + PIECE_BYTES));
    return file;
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** A short list of numbers as the bytes of a .npy, float64. */
export const npyOfFloats = (values: Float64Array): Uint8Array =>
  Buffer.concat([
    formatNpyHeader([values.length], "f8"),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ]);

/** Writes a matrix as .npy, float32 in C order. Whole, or not at all. */
export function writeNpy(path: string, { count, dim, values }: EmbeddingMatrix): void {
  const file = new WholeFile(path);
  try {
    file.write(formatNpyHeader([count, dim]));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, count * dim * 4);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) file.write(bytes.subarray(at, at + PIECE_BYTES));
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}
