// The door to crypto. A digest is SHA-256 everywhere: what results print can be checked with sha256sum.
import { createHash, type Hash } from "node:crypto";
import { closeFile, openForReading, readFully, sizeOfOpen } from "./files.js";

/** SHA-256 of some bytes, 32 bytes. */
export const digestOf = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** "sha256:" and 64 hex digits: the form in results. */
export const printDigest = (digest: Uint8Array): string => `sha256:${Buffer.from(digest).toString("hex")}`;

/** A digest fed piece by piece. */
export const startDigest = (): Hash => createHash("sha256");

/** SHA-256 of a file's bytes, read in pieces. @throws UserError when it can't be read */
export function digestOfFile(path: string): Buffer {
  const file = openForReading(path);
  try {
    const hash = createHash("sha256");
    const piece = Buffer.allocUnsafe(1 << 22);
    const size = sizeOfOpen(file);
    for (let at = 0; at < size;) {
      const got = readFully(file, piece.subarray(0, Math.min(piece.length, size - at)), at);
      if (got === 0) break;
      hash.update(piece.subarray(0, got));
      at += got;
    }
    return hash.digest();
  } finally {
    closeFile(file);
  }
}
