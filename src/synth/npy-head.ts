/**
 * Head of a NumPy file, version 1.0, whose elements lie in C order; they start at a multiple of 64 bytes.
 *
 * @param type unsigned bytes or little-endian float32, as numpy writes them
 */
export function npyHead(type: "|u1" | "<f4", shape: readonly number[]): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const padded = text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11) + "\n";
  const head = Buffer.from("\x93NUMPY\x01\x00\x00\x00" + padded, "latin1");
  head.writeUInt16LE(padded.length, 8);
  return head;
}
