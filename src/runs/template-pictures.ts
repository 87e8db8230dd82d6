// Where the pictures of a template protocol are, stretch by stretch, and what they look like to the file system.
import { basename, join } from "node:path";
import { UserError } from "../errors.js";
import { startDigest } from "../host/digest.js";
import { openPool, type Pool } from "../host/pool.js";
import { readTemplatePoints } from "../protocol/detector-scores.js";
import { readImageList } from "../protocol/labelled.js";
import { NameColumn } from "../protocol/name-column.js";
import type { TemplateFolder } from "../protocol/template-folder.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { factsPerFile } from "../store/list-memory.js";
import type { StatAnswer, StatTask } from "../store/stat-files.js";
import type { ImageRef } from "../types.js";

/** Images whose pictures are looked at, and whose rows are held, at once. */
const stretchImages = 1 << 15;
/** Stretches whose pictures are looked at before their turn: the threads are never out of work. */
const stretchesAhead = 4;
/** Pictures that a thread looks at before it answers. */
const statImages = 1 << 12;

/** Pictures of a protocol: loose crops with five points each, or crops that are aligned. */
export interface Pictures {
  readonly folder: string;
  /** File of each image, relative to the folder. */
  readonly files: NameColumn;
  /** As the protocol names each image. */
  readonly names: NameColumn;
  /** File with five points of each image; null = the crops are aligned. */
  readonly pointsFile: string | null;
  /** The points, read when they are asked for first: a run that finds all in the cache does without. */
  readonly points: () => Float64Array | null;
}

/** One stretch of the list: images [first, first + count). */
export interface Stretch {
  readonly first: number;
  readonly count: number;
  /** Digest of all that decides which images these are. */
  readonly id: Uint8Array;
  readonly seen: StatAnswer;
}

/** MagFace's aligned crops by img.list where there is one, else InsightFace's loose crops and their points. */
export function findPictures(
  { imageList, crops, points: pointsFile }: TemplateFolder,
  images: TemplateImages,
): Pictures {
  const { names } = images;
  if (imageList !== null) {
    const files = alignedCrops(imageList, images);
    return { folder: join(imageList, "..", ".."), files, names, pointsFile: null, points: () => null };
  }
  if (crops === null || pointsFile === null)
    throw new UserError(
      `${images.source}: beside it is neither img.list with aligned crops, nor loose_crop and the file of five points, expected one for --model`,
    );
  let points: Float64Array | null = null;
  return {
    ...{ folder: crops, files: names, names, pointsFile },
    points: () => (points ??= readTemplatePoints(pointsFile, images)),
  };
}

function alignedCrops(listPath: string, { names, source }: TemplateImages): NameColumn {
  const paths = readImageList(listPath);
  if (paths.length !== names.count)
    throw new UserError(`${listPath}: ${paths.length} images, expected ${names.count} as in ${source}`);
  const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, "");
  const wrong = paths.findIndex((path, image) => stem(path) !== stem(names.at(image)));
  if (wrong >= 0)
    throw new UserError(`${listPath}:${wrong + 1}: "${paths[wrong]}", expected "${names.at(wrong)}" as in ${source}`);
  return NameColumn.of(paths);
}

/** Threads that look at pictures, from now on and ahead of those who ask. */
export class PictureWatch {
  readonly #pool: Pool<StatTask, StatAnswer>;
  readonly #ahead: Promise<StatAnswer>[] = [];
  #asked = 0;

  constructor(
    private readonly pictures: Pictures,
    threads: number,
  ) {
    this.#pool = openPool(new URL("../store/stat-worker.js", import.meta.url), threads);
    this.#lookAhead();
  }

  #lookAhead(): void {
    const { count } = this.pictures.names;
    for (; this.#asked < count && this.#ahead.length < stretchesAhead; this.#asked += stretchImages) {
      const answer = lookAt(this.#pool, this.pictures, this.#asked);
      answer.catch(() => undefined); // Heard when its turn comes; a fault before that must not count as unheard.
      this.#ahead.push(answer);
    }
  }

  /** Stretches of the list, in order. */
  async *stretches(pointsDigest: Promise<string>, signal: AbortSignal): AsyncGenerator<Stretch> {
    const { count } = this.pictures.names;
    for (let first = 0; first < count; first += stretchImages) {
      const seen = await this.#ahead.shift()!;
      this.#lookAhead();
      signal.throwIfAborted();
      const images = Math.min(stretchImages, count - first);
      yield { first, count: images, id: idOf(this.pictures, first, images, await pointsDigest), seen };
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

async function lookAt(
  pool: Pool<StatTask, StatAnswer>,
  { folder, files }: Pictures,
  first: number,
): Promise<StatAnswer> {
  const end = Math.min(files.count, first + stretchImages);
  const tasks: Promise<StatAnswer>[] = [];
  for (let from = first; from < end; from += statImages)
    tasks.push(pool.run({ folder, ...files.slice(from, Math.min(end, from + statImages)) }));
  const answers = await Promise.all(tasks);
  const facts = new Float64Array((end - first) * factsPerFile);
  let at = 0;
  for (const answer of answers) {
    facts.set(answer.facts, at);
    at += answer.facts.length;
  }
  return { facts, takenAt: Math.min(...answers.map(({ takenAt }) => takenAt)) };
}

function idOf({ folder, files }: Pictures, first: number, count: number, pointsDigest: string): Uint8Array {
  const { text, bounds } = files.slice(first, first + count);
  const head = JSON.stringify([folder, pointsDigest, first, count]);
  return startDigest().update(head).update(text).update(new Uint8Array(bounds.buffer)).digest();
}

/** Images [first, first + count) as the embedder wants them. */
export function refsOf({ folder, files, names, points }: Pictures, first: number, count: number): ImageRef[] {
  const all = points();
  return Array.from({ length: count }, (_, i): ImageRef => {
    const image = first + i;
    return {
      name: names.at(image),
      path: join(folder, files.at(image)),
      ...(all && { landmarks: Array.from(all.subarray(image * 10, (image + 1) * 10)) }),
    };
  });
}
