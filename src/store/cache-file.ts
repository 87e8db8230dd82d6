// The door to LMDB: which databases the cache's file holds, what opening and writing may go wrong, and nothing of what
// the records mean.
//
// Why blocks in LMDB: bench/store-layouts.ts writes 469,375 x 512 floats in batches of 1024, each on the disk before the
// next, and reads them back. In one run: one vector a value 45.5 s and 1,977 MB, because a value of 2,048 bytes takes a
// page of 4,096; blocks in an append-only file that LMDB indexes 11.9 s and 961 MB, two syncs a batch; blocks in LMDB
// 6.5 s and 963 MB. Reading took 4.0, 1.1 and 1.0 s. The machine was busy: the ratios count. Blocks in LMDB are
// also the least to get wrong: its transaction is both the recovery after a kill and the lock between two writers.
import { open, type Database, type RootDatabase } from "lmdb";
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder, makeFolder, statOf } from "../host/files.js";
import { checkLmdbFile } from "./lmdb-file.js";

/** Layout of the records. A cache of a higher number was written by a newer version. */
const FORMAT = 1;
const MARK = { name: "magface-eval embedding cache", format: FORMAT };

type Records = Database<Buffer, Uint8Array>;

/** The cache's databases. Keys and values are bytes; block.ts, stat-index.ts and list-memory.ts say what they hold. */
export class CacheFile {
  root!: RootDatabase;
  /** recipe digest -> JSON of what the recipe is */
  recipes!: Records;
  /** recipe digest, block number -> the block's origin, image digests and checksums */
  heads!: Records;
  /** the same key -> the block's vectors; apart from the heads, so that opening reads 32 bytes a vector, not 2,080 */
  vectors!: Records;
  /** path -> what the file looked like when it was digested, and its digest */
  files!: Records;
  /** digest of a stretch of a long list -> what its files looked like, and the image digests */
  lists!: Records;

  private constructor(
    readonly dir: string,
    readonly readOnly: boolean,
  ) {}

  /**
   * Opens the cache in a folder, making it unless `readOnly`.
   *
   * @throws UserError when the folder can't be written, holds other things, or a newer version's cache
   */
  static open(dir: string, readOnly = false): CacheFile {
    const existed = prepareFolder(dir, readOnly);
    if (existed) checkLmdbFile(dataFile(dir));
    const file = new CacheFile(dir, readOnly);
    guarded(dir, () => file.#open(existed));
    return file;
  }

  #open(existed: boolean): void {
    // A transaction is on the disk when it returns: syncs that overlap the next write would acknowledge a batch that
    // a loss of power takes back, and were measured no faster with one batch at a time.
    const root = open({
      ...{ path: this.dir, readOnly: this.readOnly, overlappingSync: false, maxDbs: 8, encoding: "binary" as const },
    });
    const table = (name: string): Records => root.openDB({ name, encoding: "binary", keyEncoding: "binary" });
    checkMark(this.dir, root, existed);
    this.root = root;
    [this.recipes, this.heads] = [table("recipes"), table("heads")];
    [this.vectors, this.files, this.lists] = [table("vectors"), table("files"), table("lists")];
  }

  /**
   * Gives back the memory that reading has mapped: what was read of a gigabyte of vectors counts as this process's until
   * the file is closed. Takes 2 ms.
   */
  async release(): Promise<void> {
    await this.root.close();
    guarded(this.dir, () => this.#open(true));
  }

  /** Runs `action` in a transaction that is whole, on the disk and visible to other processes when this returns. */
  write<T>(action: () => T): T {
    if (this.readOnly) throw new UserError(`${this.dir}: the cache was opened for reading only`);
    return guarded(this.dir, () => this.root.transactionSync(action));
  }

  /** Bytes of the cache on the disk. */
  get bytes(): number {
    return Number(statOf(dataFile(this.dir))?.size ?? 0);
  }

  async close(): Promise<void> {
    await this.root.close();
  }
}

/** Records whose keys begin with `prefix`, in order; each with its own copy of the value. */
export function* recordsWithPrefix(records: Records, prefix: Uint8Array): Generator<{ key: Buffer; value: Buffer }> {
  const end = Buffer.concat([prefix, Buffer.alloc(64, 0xff)]);
  const start = prefix.length > 0 ? prefix : undefined;
  for (const { key, value } of records.getRange({ start, end: prefix.length > 0 ? end : undefined })) {
    yield { key: Buffer.from(key), value: Buffer.from(value) };
  }
}

/** The last key that begins with `prefix`, or null. Inside `write` it sees what the transaction has written. */
export function lastKeyWithPrefix(records: Records, prefix: Uint8Array): Buffer | null {
  const start = Buffer.concat([prefix, Buffer.alloc(64, 0xff)]);
  for (const key of records.getKeys({ start, end: prefix, reverse: true, limit: 1 })) return Buffer.from(key);
  return null;
}

/** A value that is good until the next read, without a copy of its own; undefined where there is none. */
export function borrowed(records: Records, key: Uint8Array): Uint8Array | undefined {
  const value = records.getBinaryFast(key);
  // The package lends one large buffer and sets its `length` to the value's.
  return value && new Uint8Array(value.buffer, value.byteOffset, value.length);
}

const dataFile = (dir: string): string => join(dir, "data.mdb");

/** @returns whether a cache is there already */
function prepareFolder(dir: string, readOnly: boolean): boolean {
  if (isFile(dir)) throw new UserError(`${dir}: is a file, expected the cache's folder`);
  if (isFile(dataFile(dir))) return true;
  if (readOnly) throw new UserError(`${dir}: no cache here, expected a folder that an earlier run filled`);
  if (isFolder(dir) && listFolder(dir).some(({ name }) => name !== "lock.mdb")) {
    throw new UserError(`${dir}: holds other files and no cache, expected an empty folder or a cache`);
  }
  makeFolder(dir);
  return false;
}

function checkMark(dir: string, root: RootDatabase, existed: boolean): void {
  const key = "format";
  const found = root.getBinary(key);
  if (found === undefined) {
    if (existed && root.getKeysCount({ limit: 1 }) > 0)
      throw new UserError(`${dir}: an LMDB file of another program, expected a cache`);
    root.transactionSync(() => root.putSync(key, Buffer.from(JSON.stringify(MARK))));
    return;
  }
  const mark = JSON.parse(found.toString("utf8")) as typeof MARK;
  if (mark.name !== MARK.name) throw new UserError(`${dir}: an LMDB file of another program, expected a cache`);
  if (mark.format > FORMAT) {
    throw new UserError(
      `${dir}: a cache of format ${mark.format}, this version reads ${FORMAT}: update magface-eval or use another folder`,
    );
  }
}

const clauses: readonly [RegExp, string][] = [
  [/MDB_MAP_FULL|No space left|ENOSPC|There is not enough space/i, "no space left on the disk for the cache"],
  [/Permission denied|EACCES/i, "permission denied, expected a folder that can be written"],
  [/Read-only file system|EROFS/i, "the file system is read-only"],
  [
    /MDB_INVALID|MDB_VERSION_MISMATCH|MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_PANIC/,
    "data.mdb is damaged or no LMDB file; remove the folder to start anew",
  ],
  // LMDB's name for a write that came out short, which mostly is a full disk.
  [/Input\/output error|EIO/i, "the disk is full or reports an error; what was written before is safe"],
];

function guarded<T>(dir: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    const clause = clauses.find(([pattern]) => pattern.test(error.message))?.[1];
    throw clause === undefined ? error : new UserError(`${dir}: ${clause}`);
  }
}
