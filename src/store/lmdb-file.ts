// A look at an LMDB file before LMDB maps it: the package's native code ends the whole process on a file that is none or
// that was cut short.
import { UserError } from "../errors.js";
import { closeFile, openForReading, readFully, sizeOfOpen } from "../host/files.js";

const MAGIC = 0xbeefc0de;
/** Bytes of a page before its meta record, in the layout that lmdb 3 writes (MDB_page_header of its mdb.c). */
const META_AT = 24;
/** Pages at the end that a transaction took and gave back may never have been written; no more than this, surely. */
const SLACK_BYTES = 1 << 20;

/** @throws UserError when the file is no LMDB file, or shorter than its last transaction left it */
export function checkLmdbFile(path: string): void {
  const file = openForReading(path);
  try {
    const first = readMeta(file, 0);
    // No bytes: LMDB made the file and was killed before it wrote any; it starts anew.
    if (first === null && sizeOfOpen(file) === 0) return;
    if (first === null) throw new UserError(`${path}: no LMDB file, or damaged; remove its folder to start anew`);
    const second = readMeta(file, first.pageBytes) ?? first;
    const last = second.transaction > first.transaction ? second : first;
    const expected = last.pages * first.pageBytes;
    const size = sizeOfOpen(file);
    if (size + SLACK_BYTES >= expected) return;
    throw new UserError(`${path}: cut short: ${size} bytes, expected ${expected}; remove its folder to start anew`);
  } finally {
    closeFile(file);
  }
}

/** The meta record in the page at a byte; the one with the later transaction counts. null where there is none. */
function readMeta(file: number, position: number) {
  const bytes = Buffer.alloc(META_AT + 136);
  if (readFully(file, bytes, position) < bytes.length || bytes.readUInt32LE(META_AT) !== MAGIC) return null;
  return {
    pageBytes: bytes.readUInt32LE(META_AT + 24),
    pages: Number(bytes.readBigUInt64LE(META_AT + 120)) + 1,
    transaction: bytes.readBigUInt64LE(META_AT + 128),
  };
}
