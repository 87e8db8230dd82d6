// Quality of pictures by measures of their pixels, cached like embeddings: one number an image and measure.
import { imageKeys } from "../embed/embedder.js";
import { digestBytes, firstPlaces } from "../embed/image-keys.js";
import { digestOf, printDigest } from "../host/digest.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { Origin } from "../store/block.js";
import type { EmbeddingCache } from "../store/cache.js";
import type { CachedRecipe } from "../store/cached-recipe.js";
import type { ImageRef, Io } from "../types.js";
import { version } from "../version.js";
import { inBatches } from "./image-batches.js";
import type { MeasureAnswer, MeasureTask, PixelMeasure } from "./pixel-measures.js";

export interface PixelQualityOptions {
  readonly cache: EmbeddingCache | null;
  readonly threads: number | null;
  readonly io: Io;
  /** Side of the crop that landmarks are brought to; 112 where absent. */
  readonly side?: number;
}

export interface PixelQualities {
  /** One list a measure, one number an image, HIGHER is better; NaN where there is none. */
  readonly values: readonly Float64Array[];
  /** As `values`: why there is no number, in one clause; null where there is. */
  readonly reasons: readonly (readonly (string | null)[])[];
  /** 32 bytes an image: digest of its encoded bytes, and of its landmarks where it has them; zeros where it can't be read. */
  readonly keys: Uint8Array;
  /** "sha256:..." of each measure and its model. */
  readonly digests: readonly string[];
}

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
  const identities = measures.map((measure) => identityOf(measure, side));
  const tables = identities.map((identity) => cache?.recipe(identity) ?? null);
  const values = tables.map((table) => readTable(table, keys));
  const reasons = measures.map(() => [...failures]);
  const first = firstPlaces(keys);
  const distinct = [...first.keys()].filter((image) => first[image] === image && failures[image] === null);
  const missing = distinct.filter((image) => values.some((column) => Number.isNaN(column[image])));
  io.detail(`${distinct.length - missing.length} pictures' qualities from the cache, ${missing.length} measured now`);
  await measureMissing(images, missing, { measures, side, keys, tables, values, reasons, options });
  for (const [image, from] of first.entries()) {
    for (const column of values) column[image] = column[from];
    for (const column of reasons) column[image] ??= column[from];
  }
  return { values, reasons, keys, digests: identities.map(({ model }) => model) };
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
  readonly reasons: readonly (string | null)[][];
  readonly options: PixelQualityOptions;
}

function measureMissing(images: readonly ImageRef[], missing: readonly number[], work: Missing): Promise<void> {
  const { measures, side, options } = work;
  return inBatches<MeasureTask, MeasureAnswer>(
    {
      worker: new URL("./pixel-measures-worker.js", import.meta.url),
      count: missing.length,
      threads: options.threads,
      phase: "measuring",
      taskOf: (at, end) => ({ images: missing.slice(at, end).map((image) => images[image]), measures, side }),
      take: (answer, at, end) => take(missing.slice(at, end), answer, work),
    },
    options.io,
  );
}

/** Puts a batch's numbers where they belong and into the cache; an undefined number is measured again next time. */
function take(batch: readonly number[], { values, reasons }: MeasureAnswer, work: Missing): void {
  work.measures.forEach((_, m) => {
    const known: number[] = [];
    batch.forEach((image, i) => {
      const at = i * work.measures.length + m;
      if (reasons[at] === null && Number.isNaN(work.values[m][image])) known.push(image);
      work.values[m][image] = values[at];
      work.reasons[m][image] = reasons[at];
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
