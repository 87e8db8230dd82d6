import { UserError } from "../errors.js";
import { digestOfFile, printDigest } from "../host/digest.js";
import { coreCount } from "../host/pool.js";
import type { Origin } from "../store/block.js";
import type { EmbeddingCache } from "../store/cache.js";
import type { CachedRecipe } from "../store/cached-recipe.js";
import { digestImages } from "../store/image-digests.js";
import { noMemory } from "../store/stat-index.js";
import type { EmbeddingMatrix, ImageFailure, ImageRef } from "../types.js";
import type { ModelCard } from "./card.js";
import { embedMissing, nothingMade } from "./embed-missing.js";
import type { EmbedOptions } from "./embed-options.js";
import { addLandmarks, digestBytes, firstPlaces } from "./image-keys.js";
import { digestModel } from "./model-digest.js";
import { recipeIdentity } from "./cached-row.js";
import type { View } from "./recipe.js";
import type { SelfCheck } from "./self-check-run.js";
import { ViewRows } from "./view-rows.js";

/** Embeddings of a list of images, and how they came about. */
export interface Embedded {
  /** One raw embedding an image, in list order, flip rule applied; zeros where an image failed. */
  readonly matrix: EmbeddingMatrix;
  /** The model's own quality number an image (NaN where it failed); null where the card names no such output. */
  readonly quality: Float32Array | null;
  /** Images that gave no embedding, by their place in the list. */
  readonly failed: ReadonlyMap<number, ImageFailure>;
  /** "sha256:" and hex digits: of the model's file, or of it and the files that hold its weights. */
  readonly modelDigest: string;
  /** 32 bytes an image: digest of its encoded bytes, and of its landmarks where it has them; zeros where it can't be read. */
  readonly keys: Uint8Array;
  /** What made the embeddings of this recipe, the cached ones too: distinct, by provider and runtime. */
  readonly origins: readonly Origin[];
  /** Distinct images whose embedding was in the cache, and that were embedded now. */
  readonly counts: { readonly cached: number; readonly embedded: number };
  /** Null where it did not run: everything cached, no pairs, a short run. */
  readonly selfCheck: SelfCheck | null;
  /** For the log only; NaN where nothing was embedded. */
  readonly imagesPerSecond: number;
}

/** A model's digest, and what the cache holds of its recipes, by view; opened once for a long list in stretches. */
export interface OpenModel {
  readonly digest: Uint8Array;
  readonly views: readonly View[];
  /** Without a cache: none. */
  readonly recipes: ReadonlyMap<View, CachedRecipe>;
}

/** Digests the model and opens its recipes in the cache. @throws UserError, one line, when the model is at fault */
export async function openModel(options: EmbedOptions): Promise<OpenModel> {
  const { card, cache, io } = options;
  const digest = await digestModel(options.model, (paths) => digestFiles(paths, cache));
  const views: View[] = card.flip === "none" ? ["plain"] : ["plain", "mirrored"];
  const recipes = new Map<View, CachedRecipe>();
  for (const view of cache === null ? [] : views) {
    const table = cache!.recipe(recipeIdentity(options, digest, view));
    table.warnings.forEach((warning) => io.warn(warning));
    recipes.set(view, table);
  }
  return { digest, views, recipes };
}

/**
 * Embeds images: what the cache holds is read, the rest goes through decoding, alignment and the model, each distinct
 * image once, and into the cache batch by batch. With everything cached the model is not opened and ONNX Runtime not
 * loaded.
 *
 * @param open where the same model embeds several lists
 * @throws UserError, one line, when the model or the card is at fault, every image fails, or (`strict`) one does
 * @throws Interrupted after the batch in flight; what is embedded stays in the cache
 */
export async function embedImages(
  images: readonly ImageRef[],
  given: EmbedOptions,
  open?: OpenModel,
): Promise<Embedded> {
  const { digest: model, views: wanted, recipes } = open ?? (await openModel(given));
  const options = given.head ? { ...given, card: soleNumber(given.card) } : given;
  const { card } = options;
  const { keys, failures } = await imageKeys(images, options);
  if (options.strict) failedImages(images, failures, true);
  const views = wanted.map((view) => new ViewRows(view, keys, recipes.get(view) ?? null));
  const first = firstPlaces(keys);
  const distinct = [...first.keys()].filter((i) => first[i] === i && failures[i] === null);
  const missing = distinct.filter((i) => views.some(({ found }) => !found[i]));
  const made = missing.length > 0 ? await embedMissing({ images, missing, views, failures, options }) : nothingMade;
  for (const [to, from] of first.entries()) {
    failures[to] ??= failures[from];
    if (from !== to) views.forEach((view) => view.copy(from, to));
  }
  const failed = failedImages(images, failures, options.strict);
  return {
    ...assemble(card, images.length, views, failed),
    failed,
    keys,
    modelDigest: printDigest(model),
    origins: originsOf(recipes, made.origin),
    counts: { cached: distinct.length - missing.length, embedded: made.embedded },
    selfCheck: made.selfCheck,
    imagesPerSecond: made.imagesPerSecond,
  };
}

/**
 * Embeddings of images whose keys are known, by the card's flip rule; null where the cache lacks one.
 *
 * @param rooms memory that calls share, by view: the matrix of one call is good until the next
 */
export function readCached(
  keys: Uint8Array,
  card: ModelCard,
  { views, recipes }: OpenModel,
  rooms: Map<View, Float32Array>,
): EmbeddingMatrix | null {
  if (views.some((view) => !recipes.get(view)?.dim)) return null;
  const count = keys.length / digestBytes;
  const rows = views.map((view) => {
    const table = recipes.get(view)!;
    const needed = count * table.dim!;
    if ((rooms.get(view)?.length ?? 0) < needed) rooms.set(view, new Float32Array(needed));
    return new ViewRows(view, keys, table, rooms.get(view));
  });
  if (rows.some(({ found }) => found.includes(0))) return null;
  return assemble(card, count, rows, new Map()).matrix;
}

async function digestFiles(paths: readonly string[], cache: EmbeddingCache | null): Promise<Uint8Array> {
  if (!cache) return Buffer.concat(paths.map(digestOfFile));
  const { digests, failures } = await cache.digestImages(paths.map((path) => ({ name: path, path })));
  const fault = failures.findIndex((reason) => reason !== null);
  if (fault >= 0) throw new UserError(`${paths[fault]}: ${failures[fault]}`);
  return digests;
}

/** Keys that the cache knows images by, and why some can't be read. */
export async function imageKeys(
  images: readonly ImageRef[],
  { cache, io, threads }: Pick<EmbedOptions, "cache" | "io" | "threads">,
) {
  const options = { progress: io.progress, signal: io.signal, threads: threads ?? coreCount() };
  const { digests, failures } = await (cache?.digestImages(images, options) ?? digestImages(images, noMemory, options));
  return { keys: addLandmarks(digests, images), failures: [...failures] };
}

/** The card with nothing beside the one row that a head reads. */
const soleNumber = (card: ModelCard): ModelCard => ({ ...card, normOutput: null, qualityOutput: null });

function failedImages(
  images: readonly ImageRef[],
  failures: readonly (string | null)[],
  strict: boolean,
): Map<number, ImageFailure> {
  const failed = new Map<number, ImageFailure>();
  failures.forEach((reason, i) => {
    if (reason !== null) failed.set(i, { name: images[i].name, reason });
  });
  const [one] = failed.values();
  if (one && (strict || failed.size === images.length)) {
    const others = failed.size > 1 ? ` (and ${failed.size - 1} more of ${images.length} images fail)` : "";
    throw new UserError(`${one.name}: ${one.reason}${others}`);
  }
  return failed;
}

/** Rows of all views made one embedding an image by the card's flip rule, and the quality column taken off. */
function assemble(
  card: ModelCard,
  count: number,
  views: readonly ViewRows[],
  failed: ReadonlyMap<number, ImageFailure>,
) {
  const [plain, mirrored] = views;
  const extra = card.qualityOutput === null ? 0 : 1;
  const rowDim = Math.max(0, plain.width - extra);
  const dim = card.flip === "concat" ? 2 * rowDim : rowDim;
  const quality = extra ? new Float32Array(count).fill(NaN) : null;
  const whole = card.flip === "none" && !extra;
  const values = whole ? plain.values : new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    if (failed.has(i)) {
      values.fill(0, i * dim, (i + 1) * dim);
      continue;
    }
    const own = plain.values.subarray(i * plain.width, i * plain.width + rowDim);
    if (quality) quality[i] = plain.values[(i + 1) * plain.width - 1];
    if (!whole) values.set(own, i * dim);
    if (!mirrored) continue;
    const other = mirrored.values.subarray(i * plain.width, i * plain.width + rowDim);
    if (card.flip === "concat") values.set(other, i * dim + rowDim);
    else for (let j = 0; j < rowDim; j++) values[i * dim + j] += other[j];
  }
  return { matrix: { count, dim, values }, quality };
}

/** What made the embeddings of open recipes, and what has made some now: distinct, by provider and runtime. */
export function originsOf(recipes: OpenModel["recipes"], made: Origin | null = null): Origin[] {
  const all = [...recipes.values()].flatMap((table) => table.origins());
  const names = new Map(
    [...all, ...(made ? [made] : [])].map(({ provider, runtime }) => [`${provider} ${runtime}`, { provider, runtime }]),
  );
  return [...names.keys()].sort().map((name) => names.get(name)!);
}
