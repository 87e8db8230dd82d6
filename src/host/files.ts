// The door to the file system. Every file the product writes passes writeWhole, writeTogether or WholeFile: whole, or not at all.
import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
  writeSync,
  type BigIntStats,
  type Dirent,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { UserError } from "../errors.js";
import type { FileFacts } from "../types.js";

const clauses: Record<string, string> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "is a folder, expected a file",
  ENOTDIR: "is a file, expected a folder",
  ENOSPC: "no space left on the disk",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
};

/** A system error about `path` as the line a user can act on; anything else comes back as it is. */
export function fileError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code !== undefined && code in clauses ? new UserError(`${path}: ${clauses[code]}`) : error;
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Contents of a file. @throws UserError naming the file when it can't be read */
export const readBytes = (path: string): Buffer => guarded(path, () => readFileSync(path));

export const readText = (path: string): string => guarded(path, () => readFileSync(path, "utf8"));

export async function readBytesAsync(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Bytes [start, end) of a file. @throws UserError when the file ends before `end` */
export function readRange(path: string, start: number, end: number): Buffer {
  return guarded(path, () => {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.allocUnsafe(end - start);
      const got = readFully(file, bytes, start);
      if (got < bytes.length) throw new UserError(`${path}: ends at byte ${start + got}, expected ${end}`);
      return bytes;
    } finally {
      closeSync(file);
    }
  });
}

/** Fills `into` from `position` of an open file as far as it goes. @returns bytes read */
export function readFully(file: number, into: Uint8Array, position: number): number {
  let got = 0;
  while (got < into.length) {
    const part = readSync(file, into, got, into.length - got, position + got);
    if (part === 0) break;
    got += part;
  }
  return got;
}

/** @throws UserError when there is no such file, or it is a folder (which Node would open, and fail to read) */
export const openForReading = (path: string): number =>
  guarded(path, () => {
    const file = openSync(path, "r");
    if (!fstatSync(file).isDirectory()) return file;
    closeSync(file);
    throw new UserError(`${path}: ${clauses.EISDIR}`);
  });
export const closeFile = (file: number): void => closeSync(file);
export const sizeOfOpen = (file: number): number => fstatSync(file).size;

/** A stream of a file's bytes in pieces of `pieceBytes`. */
export const streamBytes = (path: string, pieceBytes = 1 << 20): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: pieceBytes });

/** Codes of paths that can't name anything: a file in place of a folder, a name too long or with a zero byte in it. */
const nowhere = new Set(["ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"]);

/** Facts about a path, or null where there is nothing. Nanosecond times as bigint: they tell a changed file from an unchanged one. */
export function statOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (nowhere.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw fileError(path, error);
  }
}

/** A file's facts; null where there is none or it is a folder. */
export function fileFactsOf(path: string): FileFacts | null {
  const stat = statOf(path);
  return stat?.isFile() ? factsOfStat(stat) : null;
}

export const factsOfStat = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): FileFacts => ({
  size,
  modified: mtimeNs,
  changed: ctimeNs,
  inode: ino,
});

/**
 * The same at half the cost, for half a million files: size, times in milliseconds (a quarter of a microsecond is told), inode.
 * Null where there is no file.
 */
export function quickFactsOf(
  path: string,
): readonly [size: number, modified: number, changed: number, inode: number] | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino] : null;
  } catch (error) {
    if (nowhere.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw fileError(path, error);
  }
}

export const isFile = (path: string): boolean => statOf(path)?.isFile() ?? false;
export const isFolder = (path: string): boolean => statOf(path)?.isDirectory() ?? false;

/** Entries of a folder by name in byte order, so that every machine sees the same order. */
export function listFolder(path: string): Dirent[] {
  const entries = guarded(path, () => readdirSync(path, { withFileTypes: true }));
  return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * Makes a folder and those above it, one by one: Node's own `recursive` never returns where the system answers "no such
 * folder" to every try, as it does below /proc.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && isFolder(path)) return; // Another process made it meanwhile.
    if (code === "EEXIST") throw new UserError(`${path}: ${clauses.ENOTDIR}`);
    throw code === "ENOENT" ? new UserError(`${path}: no folder can be made here`) : fileError(path, error);
  }
}

/** Says before long work what would be wrong with a folder to write into after it. @throws UserError */
export function checkFolderTarget(path: string): void {
  const stat = statOf(path);
  if (stat === null && dirname(path) !== path) return checkFolderTarget(dirname(path));
  if (!stat?.isDirectory()) throw new UserError(`${path}: ${clauses.ENOTDIR}`);
  guarded(path, () => accessSync(path, constants.W_OK));
}

/** The same for a file. @throws UserError */
export function checkFileTarget(path: string): void {
  if (isFolder(path)) throw new UserError(`${path}: ${clauses.EISDIR}`);
  checkFolderTarget(dirname(path));
}

export const removePath = (path: string): void => guarded(path, () => rmSync(path, { recursive: true, force: true }));

/** Removes a folder that holds nothing; leaves one that holds something, or can't be removed. */
export function removeFolderIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not empty, or gone already.
  }
}

/** The folder itself, or the nearest above it that is there. */
export const standingFolder = (path: string): string =>
  isFolder(path) || dirname(path) === path ? path : standingFolder(dirname(path));

/** An empty folder of its own name in a folder. Whoever asks for it removes it. */
export const scratchFolder = (parent: string): string =>
  guarded(parent, () => mkdtempSync(join(parent, ".magface-eval-")));

/** Free bytes on the disk that holds `path`. */
export const freeBytes = (path: string): number => diskOf(path).free;

/** Free bytes on the disk that holds a folder, and the number by which the system tells kinds of file systems (Linux; 0 elsewhere mostly). */
export function diskOf(folder: string): { readonly free: number; readonly kind: number } {
  const { bavail, bsize, type } = guarded(folder, () => statfsSync(folder));
  return { free: bavail * bsize, kind: type };
}

/** Writes a file whole or not at all, making its folder where needed. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  makeFolder(dirname(path));
  const content = typeof data === "string" ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  guarded(path, () => writeFileAtomicSync(path, content, { fsync: false }));
}

let unique = 0;

/** Where a file lies until it is whole: beside its place, under a name that no other writer has. */
const temporaryFor = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}-${unique++}.part`);

const unfinished = /^\..+\.\d+-\d+\.part$/;

/** Removes what writers that were killed left in a folder, files that never got their names; for folders without another writer. */
export function removeLeftovers(folder: string): void {
  if (!isFolder(folder)) return;
  for (const entry of listFolder(folder))
    if (entry.isFile() && unfinished.test(entry.name)) removePath(join(folder, entry.name));
}

/**
 * Writes files into folders that are there. None gets its name before all are on the disk, so that a fault leaves what
 * was there before; then they get their names in the order given.
 *
 * @param files contents by path
 * @param ready called when all are on the disk and none has its name
 */
export function writeTogether(files: ReadonlyMap<string, string | Uint8Array>, ready: () => void): void {
  const taken = [...files.keys()].find(isFolder);
  if (taken !== undefined) throw new UserError(`${taken}: ${clauses.EISDIR}`);
  const staged = Array.from(files, ([path, data]) => ({ path, data, temporary: temporaryFor(path) }));
  try {
    for (const { path, data, temporary } of staged)
      guarded(path, () => writeFileSync(temporary, data, { flush: true }));
    ready();
    for (const { path, temporary } of staged) guarded(path, () => renameSync(temporary, path));
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    throw error;
  }
}

/** A large file written piece by piece under another name and given its own when it is whole. */
export class WholeFile {
  readonly #temporary: string;
  readonly #file: number;
  #open = true;

  constructor(readonly path: string) {
    makeFolder(dirname(path));
    this.#temporary = temporaryFor(path);
    this.#file = guarded(path, () => openSync(this.#temporary, "w"));
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    guarded(this.path, () => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at, bytes.length - at);
    });
  }

  /** Gives the file its name. */
  finish(): void {
    guarded(this.path, () => {
      fsyncSync(this.#file);
      this.#close();
      renameSync(this.#temporary, this.path);
    });
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }
}
