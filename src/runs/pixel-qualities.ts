// Quality of pictures by measures of their pixels, cached like embeddings: one number an image and measure.
import { imageKeys } from "../embed/embedder.js";
import { digestBytes, firstPlaces } from "../embed/image-keys.js";
import { digestOf, printDigest } from "../host/digest.js";
import { coreCount, openPool } from "../host/pool.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { Origin } from "../store/block.js";
import type { EmbeddingCache } from "../store/cache.js";
import type { CachedRecipe } from "../store/cached-recipe.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { version } from "../version.js";
import type { MeasureAnswer, MeasureTask, PixelMeasure } from "./pixel-measures.js";

export interface PixelQualityOptions {
  readonly cache: EmbeddingCache | null;
  readonly threads: number | null;
  readonly io: Io;
  /** Side of the crop that landmarks are brought to; 112 where absent. */
  readonly side?: number;
}

export interface PixelQualities {
  /** One list a measure, one number an image, HIGHER is better; NaN where an image failed or the measure is undefined. */
  readonly values: readonly Float64Array[];
  /** Images that could not be measured, by their place in the list. */
  readonly failed: ReadonlyMap<number, ImageFailure>;
}

/** Images that a thread measures before it answers. */
const batchImages = 64;

/** What the cache says made the numbers. */
const origin: Origin = { provider: "cpu", runtime: `magface-eval ${version}` };

/** Measures pictures; those the cache knows are not decoded. @throws Interrupted; what was measured stays in the cache */
export async function pixelQualities(
  images: readonly ImageRef[],
  measures: readonly PixelMeasure[],
  options: PixelQualityOptions,
): Promise<PixelQualities> {
  const { cache, io, threads, side = 112 } = options;
  const { keys, failures } = await imageKeys(images, { cache, io, threads });
  const tables = measures.map((measure) => cache?.recipe(identityOf(measure, side)) ?? null);
  const values = tables.map((table) => readTable(table, keys));
  const first = firstPlaces(keys);
  const missing = [...first.keys()].filter(
    (image) =>
      first[image] === image && failures[image] === null && values.some((column) => Number.isNaN(column[image])),
  );
  await measureMissing(images, missing, { measures, side, keys, tables, values, failures, options });
  const failed = new Map<number, ImageFailure>();
  for (const [image, from] of first.entries()) {
    failures[image] ??= failures[from];
    for (const column of values) column[image] = column[from];
    const reason = failures[image];
    if (reason !== null) failed.set(image, { name: images[image].name, reason });
  }
  return { values, failed };
}

function identityOf(measure: PixelMeasure, side: number) {
  return {
    model: printDigest(digestOf(canonicalJson({ ...measure, ...arraysOf(measure) }))),
    modelName: measure.kind,
    pixels: { side },
    view: "plain",
    output: "quality",
  };
}

/** Typed arrays as lists: JSON has no other form for them. */
const arraysOf = (measure: PixelMeasure): object =>
  measure.kind === "brisque"
    ? {
        model: Object.fromEntries(
          Object.entries(measure.model).map(([name, part]) => [
            name,
            typeof part === "number" ? part : [...(part as Float64Array)],
          ]),
        ),
      }
    : {};

/** Numbers that the cache has, higher is better; NaN for the others. */
function readTable(table: CachedRecipe | null, keys: Uint8Array): Float64Array {
  const images = keys.length / digestBytes;
  const values = new Float64Array(images).fill(NaN);
  if (!table?.dim) return values;
  const room = new Float32Array(images);
  table.read(keys, room).forEach((found, image) => {
    if (found === 1) values[image] = room[image];
  });
  return values;
}

interface Missing {
  readonly measures: readonly PixelMeasure[];
  readonly side: number;
  readonly keys: Uint8Array;
  readonly tables: readonly (CachedRecipe | null)[];
  readonly values: readonly Float64Array[];
  readonly failures: (string | null)[];
  readonly options: PixelQualityOptions;
}

async function measureMissing(images: readonly ImageRef[], missing: readonly number[], work: Missing): Promise<void> {
  if (missing.length === 0) return;
  const { measures, side, options } = work;
  const { io, threads } = options;
  const pool = openPool<MeasureTask, MeasureAnswer>(
    new URL("./pixel-measures-worker.js", import.meta.url),
    Math.min(threads ?? coreCount(), Math.ceil(missing.length / batchImages)),
  );
  io.progress.start("measuring", missing.length, "images");
  try {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < missing.length) {
        const batch = missing.slice(next, (next += batchImages));
        take(batch, await pool.run({ images: batch.map((image) => images[image]), measures, side }), work);
        io.progress.step(batch.length);
        io.signal.throwIfAborted();
      }
    };
    await Promise.all(Array.from({ length: 2 * pool.threads }, lane));
  } finally {
    io.progress.stop();
    await pool.close();
  }
}

/** Puts a batch's numbers where they belong and into the cache; an undefined number is measured again next time. */
function take(batch: readonly number[], { values, failures }: MeasureAnswer, work: Missing): void {
  batch.forEach((image, i) => (work.failures[image] = failures[i]));
  work.measures.forEach((_, m) => {
    const known: number[] = [];
    batch.forEach((image, i) => {
      const value = values[i * work.measures.length + m];
      work.values[m][image] = value;
      if (!Number.isNaN(value)) known.push(image);
    });
    if (known.length === 0) return;
    const keys = Buffer.concat(
      known.map((image) => work.keys.subarray(image * digestBytes, (image + 1) * digestBytes)),
    );
    work.tables[m]?.append(
      keys,
      Float32Array.from(known, (image) => work.values[m][image]),
      origin,
    );
  });
}
