// Elements of a .npy file as numbers.

/** Reads element i of a piece of a file. */
export type ElementReader = (piece: DataView, byte: number) => number;

/** Bytes an element takes and how it is read. */
export interface ElementType {
  readonly bytes: number;
  readonly reader: (bigEndian: boolean) => ElementReader;
}

const type = (bytes: number, read: (view: DataView, at: number, little: boolean) => number): ElementType => ({
  bytes,
  reader: (bigEndian) => (view, at) => read(view, at, !bigEndian),
});

/** Types that features may have. */
export const floatTypes: Readonly<Record<string, ElementType>> = {
  f2: type(2, (view, at, little) => halfToNumber(view.getUint16(at, little))),
  f4: type(4, (view, at, little) => view.getFloat32(at, little)),
  f8: type(8, (view, at, little) => view.getFloat64(at, little)),
};

/** Types that labels may have besides. 64-bit integers beyond 2^53 lose their last digits. */
export const numberTypes: Readonly<Record<string, ElementType>> = {
  ...floatTypes,
  b1: type(1, (view, at) => view.getUint8(at)),
  i1: type(1, (view, at) => view.getInt8(at)),
  u1: type(1, (view, at) => view.getUint8(at)),
  i2: type(2, (view, at, little) => view.getInt16(at, little)),
  u2: type(2, (view, at, little) => view.getUint16(at, little)),
  i4: type(4, (view, at, little) => view.getInt32(at, little)),
  u4: type(4, (view, at, little) => view.getUint32(at, little)),
  i8: type(8, (view, at, little) => Number(view.getBigInt64(at, little))),
  u8: type(8, (view, at, little) => Number(view.getBigUint64(at, little))),
};

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
