// Which bytes a file holds, known without reading it: the idea of git's index. A record is believed while size, both
// times and inode are the same. A change within the clock's coarseness of the record would leave them the same, so what
// changed less than RACY_MS before its record is not recorded ("racily clean" in git's words) and is read once more.
// The change time is what counts: unlike the modification time no program can set it back.
import type { CacheFile } from "./cache-file.js";
import { DIGEST_BYTES } from "./block.js";
import { factsOf, type FileRecord } from "./image-digest.js";
import { digestOf } from "../host/digest.js";
import type { FileFacts } from "../types.js";

export const RACY_MS = 2000;
const FACT_BYTES = 40;
const STRETCH_BYTES = 16 + DIGEST_BYTES;
/** Longest key that LMDB takes, less some room. */
const LONGEST_KEY = 1500;

/** Part of a file: its first byte and the one past its last. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Facts of a file that did not change since its record was made, or null where a record of it can't be relied on. */
type Facts = Omit<FileRecord, "digest">;

/** The digests of files and of stretches of files, as long as the files stay as they were. */
export class StatIndex {
  readonly #file: CacheFile;

  constructor(file: CacheFile) {
    this.#file = file;
  }

  /**
   * Digest of a whole file that is as it was when recorded; null = it must be read.
   *
   * @param facts the file's, where the caller has just asked for them
   */
  digestOf(path: string, facts?: FileFacts): Uint8Array | null {
    const value = this.#currentRecord(wholeKey(path), path, facts);
    return value && value.subarray(FACT_BYTES, FACT_BYTES + DIGEST_BYTES);
  }

  /** Digests of the file's stretches by "start-end", as far as known. */
  stretchesOf(path: string): Map<string, Uint8Array> {
    const known = new Map<string, Uint8Array>();
    const value = this.#currentRecord(stretchKey(path), path);
    if (value === null) return known;
    for (let at = FACT_BYTES; at < value.length; at += STRETCH_BYTES) {
      const name = stretchName({ start: value.readDoubleLE(at), end: value.readDoubleLE(at + 8) });
      known.set(name, value.subarray(at + 16, at + STRETCH_BYTES));
    }
    return known;
  }

  #currentRecord(key: Buffer, path: string, facts?: FileFacts): Buffer | null {
    const value = this.#file.files.getBinary(key);
    if (value === undefined || value.length < FACT_BYTES) return null;
    const now = facts ?? factsOf(path);
    const same =
      now !== null &&
      value.readBigUInt64LE(0) === now.size &&
      value.readBigInt64LE(8) === now.modified &&
      value.readBigInt64LE(16) === now.changed &&
      value.readBigUInt64LE(24) === now.inode;
    return same ? value : null;
  }

  /** Remembers files' digests, all in one transaction. */
  record(files: Iterable<readonly [path: string, record: FileRecord]>): void {
    this.#put(files, (path, record) => [wholeKey(path), Buffer.concat([packFacts(record), record.digest])]);
  }

  /** Remembers the digests of a file's stretches by "start-end". */
  recordStretches(path: string, facts: Facts, digests: ReadonlyMap<string, Uint8Array>): void {
    const parts = [...digests].map(([name, digest]) => {
      const part = Buffer.alloc(STRETCH_BYTES);
      name.split("-").forEach((byte, index) => part.writeDoubleLE(Number(byte), 8 * index));
      part.set(digest, 16);
      return part;
    });
    this.#put([[path, facts] as const], () => [stretchKey(path), Buffer.concat([packFacts(facts), ...parts])]);
  }

  #put<Record extends Facts>(
    files: Iterable<readonly [string, Record]>,
    pack: (path: string, record: Record) => [Buffer, Buffer],
  ): void {
    const settled = [...files].filter(([, record]) => isSettled(record));
    if (this.#file.readOnly || settled.length === 0) return;
    this.#file.write(() => {
      for (const [path, record] of settled) this.#file.files.putSync(...pack(path, record));
    });
  }

  /** Paths that held an image when last recorded, by the digest's hex digits; the first in byte order where several did. */
  pathsByDigest(): Map<string, string> {
    const paths = new Map<string, string>();
    for (const { key, value } of this.#file.files.getRange()) {
      const bytes = Buffer.from(key);
      if (bytes[0] !== PATH_TAG) continue;
      const digest = Buffer.from(value.subarray(FACT_BYTES, FACT_BYTES + DIGEST_BYTES)).toString("hex");
      if (!paths.has(digest)) paths.set(digest, bytes.toString("utf8", 1));
    }
    return paths;
  }
}

const isSettled = ({ modified, changed, takenAt }: Facts): boolean => {
  const last = Number((modified > changed ? modified : changed) / 1_000_000n);
  return last + RACY_MS < takenAt;
};

function packFacts({ size, modified, changed, inode, takenAt }: Facts): Buffer {
  const bytes = Buffer.alloc(FACT_BYTES);
  bytes.writeBigUInt64LE(size, 0);
  bytes.writeBigInt64LE(modified, 8);
  bytes.writeBigInt64LE(changed, 16);
  bytes.writeBigUInt64LE(inode, 24);
  bytes.writeDoubleLE(takenAt, 32);
  return bytes;
}

/** What digesting asks of a memory of files. */
export type FileMemory = Pick<StatIndex, "digestOf" | "stretchesOf" | "record" | "recordStretches">;

/** Remembers nothing: every file is read. For runs without a cache. */
export const noMemory: FileMemory = {
  digestOf: () => null,
  stretchesOf: () => new Map(),
  record: () => undefined,
  recordStretches: () => undefined,
};

export const stretchName = ({ start, end }: Stretch): string => `${start}-${end}`;

const PATH_TAG = "p".charCodeAt(0);

/** The path itself, so that an export can name images; its digest where it's longer than a key may be. */
function wholeKey(path: string): Buffer {
  const key = Buffer.from(`p${path}`);
  return key.length <= LONGEST_KEY ? key : Buffer.concat([Buffer.from("h"), digestOf(path)]);
}

const stretchKey = (path: string): Buffer => Buffer.concat([Buffer.from("s"), digestOf(path)]);
