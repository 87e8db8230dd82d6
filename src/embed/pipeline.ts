// Images in, embeddings out, with decoding and the device at work at the same time.
import type { ImageRef } from "../types.js";
import type { BatchChoice } from "./batch-size.js";
import type { PixelBatch } from "./pixel-batch.js";
import type { PixelPool } from "./pixel-pool.js";
import type { View } from "./recipe.js";
import type { Session } from "./session.js";

/** Embeddings of images [start, end) of the list that was given. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Numbers a row has: the embedding, and its quality where that was asked for. */
  readonly width: number;
  /** One entry a view: (end - start) x width; zeros where an image failed. */
  readonly rows: readonly Float32Array[];
  /** Why an image has no embedding, in one clause, else null. One an image. */
  readonly failures: readonly (string | null)[];
  /** 1 where an image's landmarks were taken with left and right exchanged. One an image. */
  readonly mirrored: Uint8Array;
}

export interface PipelineRequest {
  readonly images: readonly ImageRef[];
  readonly views: readonly View[];
  readonly pool: PixelPool;
  readonly session: Session;
  readonly batch: BatchChoice;
  /** Whether a row ends with the quality number (NaN where the model gives none). */
  readonly quality: boolean;
  /** Whether a row of zeros is a row like others; it is no embedding. */
  readonly zeros: boolean;
}

/** Fewest rows that are handed to a thread at once: the hand-over costs about as much as decoding one image. */
const leastRows = 16;

/** Images a thread prepares at once: whole batches of the model. */
function imagesPerStretch(batch: number, views: number): number {
  let rows = batch;
  while (rows < leastRows || rows % views !== 0) rows += batch;
  return rows / views;
}

/**
 * Embeds images in order, stretch by stretch.
 *
 * A run of the model blocks this thread, so while it lasts no thread can be given new work. Hence one stretch more than
 * there are threads is always under way: each thread has its next one in hand before the run begins, and the device
 * waits only where decoding is the slower part.
 */
export async function* embedStretches(request: PipelineRequest): AsyncGenerator<Stretch> {
  const { images, views, pool, session, batch } = request;
  const size = imagesPerStretch(batch.size, views.length);
  const underWay: Promise<PixelBatch>[] = [];
  let posted = 0;
  const post = () => {
    while (posted < images.length && underWay.length <= pool.threads) {
      const prepared = pool.prepare(images.slice(posted, posted + size), views);
      // A rejection is looked at when its turn comes; until then it is no unhandled one.
      prepared.catch(() => {});
      underWay.push(prepared);
      posted += size;
    }
  };
  for (let start = 0; start < images.length; start += size) {
    post();
    const prepared = await underWay.shift()!;
    post();
    yield await embedStretch(request, session, start, prepared);
  }
}

async function embedStretch(
  request: PipelineRequest,
  session: Session,
  start: number,
  prepared: PixelBatch,
): Promise<Stretch> {
  const { views, batch, quality, zeros } = request;
  const images = prepared.failures.length;
  const failures = [...prepared.failures];
  const { values, width } = await runRows(session, batch, prepared.values, images * views.length, quality);
  const rows = views.map(() => new Float32Array(images * width));
  for (let i = 0; i < images; i++) {
    const own = values.subarray(i * views.length * width, (i + 1) * views.length * width);
    failures[i] ??= faultOf(own, width, quality, zeros);
    if (failures[i] === null) rows.forEach((view, v) => view.set(own.subarray(v * width, (v + 1) * width), i * width));
  }
  return { start, end: start + images, width, rows, failures, mirrored: prepared.mirrored };
}

/** Runs the model on prepared rows, batch by batch. @returns count x width numbers, width being the dimension and one more with `quality` */
export async function runRows(
  session: Session,
  { size, padded }: BatchChoice,
  inputs: Float32Array,
  count: number,
  quality: boolean,
) {
  const perRow = inputs.length / count;
  let width = 0;
  let values = new Float32Array(0);
  for (let from = 0; from < count; from += size) {
    const real = Math.min(size, count - from);
    const run = padded ? size : real;
    const slice = inputs.subarray(from * perRow, (from + real) * perRow);
    const made = await session.run(run === real ? slice : filledUp(slice, run * perRow), run);
    if (from === 0) {
      width = made.dim + Number(quality);
      values = new Float32Array(count * width);
    }
    for (let i = 0; i < real; i++) {
      values.set(made.values.subarray(i * made.dim, (i + 1) * made.dim), (from + i) * width);
      if (quality) values[(from + i + 1) * width - 1] = made.quality ? made.quality[i] : NaN;
    }
  }
  return { values, width };
}

function filledUp(slice: Float32Array, length: number): Float32Array {
  const whole = new Float32Array(length);
  whole.set(slice);
  return whole;
}

/** Why these rows of one image are no embeddings, or null. The quality number at a row's end may be NaN. */
function faultOf(rows: Float32Array, width: number, quality: boolean, zeros: boolean): string | null {
  const dim = width - Number(quality);
  for (let at = 0; at < rows.length; at += width) {
    const embedding = rows.subarray(at, at + dim);
    if (!embedding.every(Number.isFinite)) return "the model gives a number that is not finite";
    // One number is no embedding but a quality, which may well be 0.
    if (!zeros && dim > 1 && embedding.every((value) => value === 0)) return "the model gives a zero vector";
  }
  return null;
}
