import { resolve } from "node:path";
import { digestOf } from "../host/digest.js";
import { closeFile, openForReading, readFully } from "../host/files.js";
import { coreCount, openPool } from "../host/pool.js";
import type { ImageRef, Progress } from "../types.js";
import { epochMilliseconds } from "../host/clock.js";
import { DIGEST_BYTES } from "./block.js";
import { digestPaths, factsOf, reasonOf, type FileAnswer } from "./image-digest.js";
import { stretchName, type FileMemory } from "./stat-index.js";

/** Files that a thread digests before it answers. */
const CHUNK_FILES = 256;
/** Fewer files than this are read sooner than threads start. */
const THREADS_PAY_FILES = 1024;

/** How to digest images. */
export interface DigestOptions {
  /** Threads that may read files; absent = one a core. */
  readonly threads?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Digests of images' encoded bytes. */
export interface ImageDigests {
  /** 32 bytes an image, in the order asked; zeros where the image failed. */
  readonly digests: Uint8Array;
  /** Why an image could not be read, in one clause; null where it could. */
  readonly failures: readonly (string | null)[];
}

/**
 * SHA-256 of each image's bytes. Files that the index knows and that did not change are not read; the others are read
 * in threads. A file that can't be read is a failure of its images, not an error.
 */
export async function digestImages(
  refs: readonly ImageRef[],
  index: FileMemory,
  options: DigestOptions = {},
): Promise<ImageDigests> {
  const work = new DigestWork(refs.length);
  const unknown = new Map<string, number[]>();
  const stretched = new Map<string, number[]>();
  for (const [image, ref] of refs.entries()) {
    if (ref.bytes !== undefined) work.set(image, digestOf(ref.bytes));
    else if (ref.end !== undefined) listAt(stretched, resolve(ref.path)).push(image);
    else {
      const path = resolve(ref.path);
      const known = index.digestOf(path, ref.facts);
      if (known !== null) work.set(image, known);
      else listAt(unknown, path).push(image);
    }
  }
  for (const [path, images] of stretched) digestStretches(path, images, refs, index, work, options.signal);
  await digestFiles(unknown, index, work, options);
  return work;
}

class DigestWork implements ImageDigests {
  readonly digests: Uint8Array;
  readonly failures: (string | null)[];

  constructor(images: number) {
    this.digests = new Uint8Array(images * DIGEST_BYTES);
    this.failures = new Array<string | null>(images).fill(null);
  }

  set(image: number, digest: Uint8Array): void {
    this.digests.set(digest, image * DIGEST_BYTES);
  }

  fail(images: readonly number[], reason: string): void {
    for (const image of images) this.failures[image] = reason;
  }
}

function listAt(lists: Map<string, number[]>, key: string): number[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}

/** Digests the stretches of one file that the index does not know, in file order. */
function digestStretches(
  path: string,
  images: readonly number[],
  refs: readonly ImageRef[],
  index: FileMemory,
  work: DigestWork,
  signal: AbortSignal | undefined,
): void {
  const known = index.stretchesOf(path);
  const nameOf = (image: number) => stretchName({ start: refs[image].start ?? 0, end: refs[image].end! });
  const missing = images.filter((image) => !known.has(nameOf(image)));
  try {
    if (missing.length > 0) {
      const takenAt = epochMilliseconds();
      const facts = factsOf(path);
      missing.sort((a, b) => (refs[a].start ?? 0) - (refs[b].start ?? 0));
      readStretches(path, missing, refs, (image, digest) => known.set(nameOf(image), digest), signal);
      if (facts !== null) index.recordStretches(path, { ...facts, takenAt }, known);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    work.fail(missing, reasonOf(path, error));
  }
  for (const image of images) {
    const digest = known.get(nameOf(image));
    if (digest !== undefined) work.set(image, digest);
    else if (work.failures[image] === null) work.fail([image], "the file ends before the image does");
  }
}

function readStretches(
  path: string,
  images: readonly number[],
  refs: readonly ImageRef[],
  set: (image: number, digest: Uint8Array) => void,
  signal: AbortSignal | undefined,
): void {
  const file = openForReading(path);
  try {
    for (const image of images) {
      signal?.throwIfAborted();
      const start = refs[image].start ?? 0;
      const bytes = Buffer.allocUnsafe(refs[image].end! - start);
      if (readFully(file, bytes, start) === bytes.length) set(image, digestOf(bytes));
    }
  } finally {
    closeFile(file);
  }
}

async function digestFiles(
  unknown: ReadonlyMap<string, number[]>,
  index: FileMemory,
  work: DigestWork,
  { threads = coreCount(), progress, signal }: DigestOptions,
): Promise<void> {
  const paths = [...unknown.keys()];
  if (paths.length === 0) return;
  const reader = openReader(paths.length, threads);
  progress?.start("reading images", paths.length, "images");
  try {
    const take = async (from: number) => {
      signal?.throwIfAborted();
      const chunk = paths.slice(from, from + CHUNK_FILES);
      const answers = await reader.run(chunk);
      for (const [at, answer] of answers.entries()) {
        const images = unknown.get(chunk[at])!;
        if (typeof answer === "string") work.fail(images, answer);
        else for (const image of images) work.set(image, answer.digest);
      }
      index.record(
        chunk.flatMap((path, at) => (typeof answers[at] === "string" ? [] : [[path, answers[at]] as const])),
      );
      progress?.step(chunk.length);
    };
    await inTurns(Math.ceil(paths.length / CHUNK_FILES), 2 * reader.threads, (chunk) => take(chunk * CHUNK_FILES));
  } finally {
    progress?.stop();
    await reader.close();
  }
}

/** Runs `action` for 0 .. count - 1, `atOnce` of them at a time. */
async function inTurns(count: number, atOnce: number, action: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await action(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

interface Reader {
  readonly threads: number;
  run(paths: readonly string[]): Promise<FileAnswer[]>;
  close(): Promise<void>;
}

function openReader(files: number, threads: number): Reader {
  if (files < THREADS_PAY_FILES || threads < 2) {
    return { threads: 1, run: (paths) => Promise.resolve(digestPaths(paths)), close: () => Promise.resolve() };
  }
  return openPool<readonly string[], FileAnswer[]>(new URL("./digest-worker.js", import.meta.url), threads);
}
