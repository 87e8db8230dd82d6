import { UserError } from "../errors.js";

/** Bytes a .npy file begins with. */
export const NPY_MAGIC = Buffer.from("\x93NUMPY", "latin1");

/** Bytes of a header that are looked at; numpy itself refuses longer ones by default. */
export const NPY_HEADER_BYTES = 10_000 + 12;

/** What the header of a .npy file says. */
export interface NpyHeader {
  /** Element type as numpy writes it, without the byte order: f4, f8, f2, b1, i8, u1 ... */
  readonly type: string;
  readonly bigEndian: boolean;
  /** Columns one after another. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Byte of the first element. */
  readonly dataStart: number;
}

/**
 * Reads the header of a .npy file, version 1, 2 or 3.
 *
 * @param start the file's first NPY_HEADER_BYTES, or all of it
 * @throws UserError naming the file when it's no .npy, or one whose elements are Python objects or records
 */
export function parseNpyHeader(path: string, start: Buffer): NpyHeader {
  if (!start.subarray(0, NPY_MAGIC.length).equals(NPY_MAGIC)) throw notNpy(path, start);
  const version = start[6];
  if (version < 1 || version > 3) throw new UserError(`${path}: .npy version ${version}, expected 1, 2 or 3`);
  const textStart = version === 1 ? 10 : 12;
  if (start.length < textStart) throw new UserError(`${path}: ends inside its .npy header`);
  const length = version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
  if (textStart + length > NPY_HEADER_BYTES)
    throw new UserError(`${path}: .npy header of ${length} bytes, expected at most 10000`);
  if (start.length < textStart + length) throw new UserError(`${path}: ends inside its .npy header`);
  return {
    ...parseDictionary(path, start.toString("latin1", textStart, textStart + length)),
    dataStart: textStart + length,
  };
}

function notNpy(path: string, start: Buffer): UserError {
  if (start[0] === 0x80)
    return new UserError(
      `${path}: a pickle, expected .npy; pickles are not read: save with np.save(..., allow_pickle=False)`,
    );
  if (start.toString("latin1", 0, 2) === "PK")
    return new UserError(`${path}: an .npz archive, expected .npy: save the one array with np.save`);
  return new UserError(`${path}: no .npy header, expected "\\x93NUMPY" in the first bytes`);
}

function parseDictionary(path: string, text: string): Omit<NpyHeader, "dataStart"> {
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d*)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text);
  if (descr?.[2] === "O")
    throw new UserError(`${path}: holds Python objects, expected numbers: they are pickles, which are not read`);
  if (/'descr'\s*:\s*\[/.test(text)) throw new UserError(`${path}: holds records, expected one array of numbers`);
  if (!descr || !order || !shape)
    throw new UserError(`${path}: .npy header not understood: ${text.trim().slice(0, 80)}`);
  return {
    type: descr[2],
    bigEndian: descr[1] === ">",
    fortran: order[1] === "True",
    shape: shape[1]
      .split(",")
      .filter((part) => part.trim() !== "")
      .map(Number),
  };
}

/** A version 1 header for floats or bytes, little endian, in C order; padded so that data begin at a multiple of 64. */
export function formatNpyHeader(shape: readonly number[], type: "f4" | "f8" | "u1" = "f4"): Buffer {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type === "u1" ? "|" : "<"}${type}', 'fortran_order': False, 'shape': (${list}), }`;
  const length = Math.ceil((NPY_MAGIC.length + 4 + text.length + 1) / 64) * 64 - NPY_MAGIC.length - 4;
  const prefix = Buffer.from([...NPY_MAGIC, 1, 0, length & 255, length >> 8]);
  return Buffer.concat([prefix, Buffer.from(`${text.padEnd(length - 1)}\n`, "latin1")]);
}
