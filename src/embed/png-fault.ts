import { crc32 } from "node:zlib";

/** Says in one clause what is wrong with a PNG that could not be decoded: libpng only says that it failed. */
export function pngFault(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at < bytes.length;) {
    if (at + 12 > bytes.length) return "truncated PNG";
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return "truncated PNG";
    const kind = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      return `PNG: bad checksum of its ${kind} chunk`;
    if (kind === "IEND") return "PNG: its pixel data are damaged or too few";
    at = end;
  }
  return "truncated PNG";
}
