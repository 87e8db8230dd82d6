// The objects that a pickle of images may rebuild, made by code of ours from their arguments.
import type { PickleMachine } from "./pickle-machine.js";
import {
  elementBytes,
  isArray,
  isBytes,
  isDtype,
  isSequence,
  describeValue,
  lengthOf,
  type ByteString,
  type Value,
} from "./pickle-value.js";

/**
 * What pickle's REDUCE gives: `callee` applied to `values`.
 *
 * @throws UserError where the arguments are not those numpy writes
 */
export function rebuild(m: PickleMachine, callee: Value, values: Value): Value {
  if (typeof callee !== "object" || callee === null || callee.kind !== "global" || !isSequence(values)) {
    throw m.fault(`a call of ${describeValue(callee)}: refused`);
  }
  const [first, second, third] = values.items;
  switch (callee.name) {
    case "reconstruct":
      return { kind: "array", shape: [] };
    case "dtype":
      return { kind: "dtype", code: textOf(m, first), bigEndian: false };
    case "encode":
      return encode(m, first, second);
    case "frombuffer":
      return array(m, third, second, first);
    case "scalar":
      return array(m, { kind: "tuple", items: [] }, first, second);
    case "ndarray":
      throw m.fault("a call of numpy.ndarray: refused");
  }
}

/** What pickle's BUILD does: gives a type its byte order, an array its shape, type and bytes. */
export function setState(m: PickleMachine, target: Value, state: Value): void {
  if (!isSequence(state)) throw m.fault(`a state of ${describeValue(state)}: refused`);
  if (isDtype(target)) {
    target.bigEndian = textOf(m, state.items[1]) === ">";
  } else if (isArray(target)) {
    const [, shape, dtype, , data] = state.items;
    Object.assign(target, array(m, shape, dtype, data));
  } else {
    throw m.fault(`a state for ${describeValue(target)}: refused`);
  }
}

function array(m: PickleMachine, shape: Value | undefined, dtype: Value | undefined, data: Value | undefined): Value {
  const sides = isSequence(shape) ? shape.items : [];
  if (!isSequence(shape) || !sides.every((side) => typeof side === "number"))
    throw m.fault("an array without its shape");
  if (!isDtype(dtype)) throw m.fault("an array without its type");
  if (!isBytes(data)) throw m.fault(`an array of ${describeValue(data)}, expected one of bytes`);
  const needed = sides.reduce((product, side) => product * side, elementBytes[dtype.code] ?? NaN);
  if (!Number.isNaN(needed) && needed !== lengthOf(data)) {
    throw m.fault(`an array of ${sides.join(" x ")} ${dtype.code} with ${lengthOf(data)} bytes`);
  }
  return { kind: "array", shape: sides, dtype, data };
}

/** Python 3's way to write bytes for Python 2: text of which each character is one byte. */
function encode(m: PickleMachine, value: Value | undefined, encoding: Value | undefined): ByteString {
  const name = encoding === undefined ? "" : textOf(m, encoding).toLowerCase();
  if (name !== "latin1" && name !== "latin-1")
    throw m.fault(`_codecs.encode to "${name.slice(0, 40)}", expected latin1`);
  if (typeof value !== "string" && !isBytes(value))
    throw m.fault(`_codecs.encode of ${describeValue(value)}, expected a text`);
  return m.decoded(latin1Of(m, typeof value === "string" ? Buffer.from(value) : bytesOf(m, value)));
}

/** UTF-8 of characters below 256 as their Latin-1 bytes; by hand, since over a string it takes five times as long. */
function latin1Of(m: PickleMachine, utf8: Buffer): Uint8Array {
  const out = Buffer.allocUnsafe(utf8.length);
  let size = 0;
  for (let i = 0; i < utf8.length; i++) {
    const byte = utf8[i];
    if (byte < 0x80) out[size++] = byte;
    else if ((byte === 0xc2 || byte === 0xc3) && (utf8[i + 1] & 0xc0) === 0x80)
      out[size++] = ((byte & 3) << 6) | (utf8[++i] & 0x3f);
    else throw m.fault("_codecs.encode of a text beyond latin1");
  }
  return Buffer.from(out.subarray(0, size));
}

/** A byte string's bytes, read where they lie in the file. */
export function bytesOf({ file }: Pick<PickleMachine, "file">, value: ByteString): Buffer {
  return value.kind === "bytes" ? file.read(value.start, value.end) : Buffer.from(value.bytes);
}

function textOf(m: PickleMachine, value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (isBytes(value) && lengthOf(value) < 256) return bytesOf(m, value).toString("latin1");
  throw m.fault(`${describeValue(value)} where a short text belongs`);
}
