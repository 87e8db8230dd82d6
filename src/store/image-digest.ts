import { UserError } from "../errors.js";
import { epochMilliseconds } from "../host/clock.js";
import { digestOf } from "../host/digest.js";
import { factsOfStat, readBytes, statOf } from "../host/files.js";
import type { FileFacts } from "../types.js";

/** What a file looked like, by which a change is noticed, and the digest of what it held. */
export interface FileRecord extends FileFacts {
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

/** Facts of what is at a path; null where there is nothing. */
export function factsOf(path: string): FileFacts | null {
  const stat = statOf(path);
  return stat && factsOfStat(stat);
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
