// Values of a pickle, as far as lists of images and labels need them. Nothing here can call anything.

/** Bytes that lie in the file as they are, or that had to be decoded. */
export type ByteString =
  | { readonly kind: "bytes"; readonly start: number; readonly end: number }
  | { readonly kind: "decoded"; readonly bytes: Uint8Array };

export interface Sequence {
  readonly kind: "list" | "tuple";
  readonly items: Value[];
}

/** Element type of a numpy array: "u1", "b1", "i8" ... */
export interface Dtype {
  readonly kind: "dtype";
  readonly code: string;
  bigEndian: boolean;
}

/** A numpy array; empty until its state is given. */
export interface NumpyArray {
  readonly kind: "array";
  shape: readonly number[];
  dtype?: Dtype;
  data?: ByteString;
}

/** A name that pickle would import; only a few stand for something here. */
export interface Global {
  readonly kind: "global";
  readonly name: KnownGlobal;
}

export type Value = number | boolean | null | string | ByteString | Sequence | Dtype | NumpyArray | Global;

export type KnownGlobal = "reconstruct" | "ndarray" | "dtype" | "encode" | "frombuffer" | "scalar";

/**
 * All that a pickle may name: how numpy (1 and 2) rebuilds arrays, types and single values, and how Python 3 writes
 * Python 2's byte strings. Each is rebuilt by code of ours.
 */
const known: Readonly<Record<string, KnownGlobal>> = {
  "numpy.core.multiarray _reconstruct": "reconstruct",
  "numpy._core.multiarray _reconstruct": "reconstruct",
  "numpy.core.multiarray scalar": "scalar",
  "numpy._core.multiarray scalar": "scalar",
  "numpy.core.numeric _frombuffer": "frombuffer",
  "numpy._core.numeric _frombuffer": "frombuffer",
  "numpy ndarray": "ndarray",
  "numpy dtype": "dtype",
  "_codecs encode": "encode",
};

/** What a module's name stands for, or undefined for everything not on the list. */
export const knownGlobal = (module: string, name: string): KnownGlobal | undefined =>
  Object.hasOwn(known, `${module} ${name}`) ? known[`${module} ${name}`] : undefined;

const isObject = (value: Value | undefined): value is Exclude<Value, number | boolean | null | string> =>
  typeof value === "object" && value !== null;

export const isBytes = (value: Value | undefined): value is ByteString =>
  isObject(value) && (value.kind === "bytes" || value.kind === "decoded");

export const isSequence = (value: Value | undefined): value is Sequence =>
  isObject(value) && (value.kind === "list" || value.kind === "tuple");

export const isArray = (value: Value | undefined): value is NumpyArray => isObject(value) && value.kind === "array";

export const isDtype = (value: Value | undefined): value is Dtype => isObject(value) && value.kind === "dtype";

/** How messages call a value. */
export function describeValue(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a boolean";
  if (typeof value === "number") return "a number";
  if (value.kind === "array") return `an array of ${value.dtype?.code ?? "nothing"}, ${value.shape.join(" x ")}`;
  if (isSequence(value)) return `a ${value.kind} of ${value.items.length}`;
  return isBytes(value) ? "bytes" : `numpy's ${value.kind}`;
}

/** Length of a byte string. */
export const lengthOf = (value: ByteString): number =>
  value.kind === "bytes" ? value.end - value.start : value.bytes.length;

/** Bytes of one element, for numpy's types of booleans and whole numbers. */
export const elementBytes: Readonly<Record<string, number>> = {
  ...{ b1: 1, bool: 1, i1: 1, u1: 1, uint8: 1 },
  ...{ i2: 2, u2: 2, i4: 4, u4: 4, i8: 8, u8: 8 },
};
