// .npy files as numpy writes them, made here from numpy's format description (numpy/lib/format), not by our writer.

/** Bytes of a .npy file. `shape` is the tuple's inside, as in "2, 3". */
export function npyBytes(
  descr: string,
  shape: string,
  data: Uint8Array,
  { fortran = false, version = 1 } = {},
): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape}), }`;
  const prefix = version === 1 ? 10 : 12;
  const total = Math.ceil((prefix + text.length + 1) / 64) * 64;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(total - prefix);
  else length.writeUInt32LE(total - prefix);
  const header = `${text.padEnd(total - prefix - 1)}\n`;
  return Buffer.concat([
    Buffer.from("\x93NUMPY", "latin1"),
    Buffer.from([version, 0]),
    length,
    Buffer.from(header),
    data,
  ]);
}
