import { UserError } from "../errors.js";
import { epochMilliseconds } from "../host/clock.js";
import { digestOf } from "../host/digest.js";
import { readBytes, statOf } from "../host/files.js";

/** What a file looked like, by which a change is noticed, and the digest of what it held. */
export interface FileRecord {
  readonly size: bigint;
  readonly modified: bigint;
  readonly changed: bigint;
  readonly inode: bigint;
  /** Milliseconds since 1970 at which the facts above were taken, before the bytes were read. */
  readonly takenAt: number;
  readonly digest: Uint8Array;
}

/** One file's record, or why it can't be read, in one clause. */
export type FileAnswer = FileRecord | string;

/** Takes a file's facts, then reads and digests it. */
export function digestPath(path: string): FileAnswer {
  try {
    const takenAt = epochMilliseconds();
    const facts = factsOf(path);
    return facts === null ? "no such file or folder" : { ...facts, takenAt, digest: digestOf(readBytes(path)) };
  } catch (error) {
    return reasonOf(path, error);
  }
}

/** A file's size, times in nanoseconds and inode; null where there is none. */
export function factsOf(path: string): Pick<FileRecord, "size" | "modified" | "changed" | "inode"> | null {
  const stat = statOf(path);
  return stat && { size: stat.size, modified: stat.mtimeNs, changed: stat.ctimeNs, inode: stat.ino };
}

/** An error about `path` as a clause without the path. */
export function reasonOf(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (!(error instanceof UserError) && code === undefined) throw error;
  const { message } = error as Error;
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}

/** Digests many files, in order. */
export const digestPaths = (paths: readonly string[]): FileAnswer[] => paths.map(digestPath);
