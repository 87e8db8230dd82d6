// Templates from a model and pictures: embedded, or read from the cache, and pooled stretch by stretch.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import type { ModelCard } from "../embed/card.js";
import { digestBytes } from "../embed/image-keys.js";
import type { EmbedOptions } from "../embed/embed-options.js";
import { embedImages, openModel, originsOf, readCached, type Embedded, type OpenModel } from "../embed/embedder.js";
import { printDigest, startDigest } from "../host/digest.js";
import { coreCount } from "../host/pool.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { TemplatePooler, type PoolingMode } from "../score/template-pooler.js";
import { openCache, type EmbeddingCache } from "../store/cache.js";
import type { EmbeddingMatrix, Io } from "../types.js";
import { cardOf, embedOptions, modelProvenance, type ModelRequest } from "./model-vectors.js";
import { nameOfModel } from "./template-names.js";
import { zeroError, type PooledTemplates } from "./template-features.js";
import type { TemplateLists } from "./template-lists.js";
import { findPictures, PictureWatch, refsOf, type Pictures, type Stretch } from "./template-pictures.js";

/**
 * @param weights detector score of each image; null = all count alike
 * @throws UserError for a faulty model, an image that can't be embedded, a template without direction; Interrupted.
 *   What was embedded stays in the cache.
 */
export async function poolModel(
  request: ModelRequest,
  lists: TemplateLists,
  modes: readonly PoolingMode[],
  weights: Float32Array | null,
  io: Io,
): Promise<PooledTemplates> {
  const { model, threads } = request;
  const { folder, images, digests } = lists;
  const pictures = findPictures(folder, images);
  const card = await cardOf(request, io);
  const cache = request.cache === null ? null : openCache(request.cache);
  const options = { ...embedOptions(request, card, cache, io), strict: true };
  const keys = startDigest();
  let pooler: TemplatePooler | null = null;
  let origins: Embedded["origins"] = [];
  const rooms: Rooms = new Map();
  const watch = new PictureWatch(pictures, threads ?? coreCount());
  try {
    const open = await openModel(options);
    if (cache !== null) digests.begin((paths) => digestsFrom(cache, paths));
    const pointsDigest = pictures.pointsFile === null ? Promise.resolve("aligned") : digests.of(pictures.pointsFile);
    for await (const stretch of watch.stretches(pointsDigest, io.signal)) {
      lists.begin(); // Not before: this thread would wait for the first pictures while others read pairs.
      for await (const rows of rowsOf(stretch, pictures, options, open, rooms)) {
        keys.update(rows.keys);
        if (rows.origins) origins = rows.origins;
        pooler ??= openPooler(images, rows.matrix.dim, modes);
        addRows(pooler, rows.matrix, rows.first, weights, images);
      }
      await cache?.release();
    }
    return finish(
      pooler!,
      images,
      model,
      card,
      printDigest(keys.digest()),
      modelProvenance(card, {
        modelDigest: printDigest(open.digest),
        origins: cache === null ? origins : originsOf(open.recipes),
      }),
    );
  } finally {
    await Promise.all([watch.close(), cache?.close()]);
  }
}

/** Lists that did not change since an earlier run are not read again. */
async function digestsFrom(cache: EmbeddingCache, paths: readonly string[]): Promise<string[]> {
  const { digests } = await cache.digestImages(paths.map((path) => ({ name: path, path })));
  return paths.map((_, at) => printDigest(digests.subarray(at * digestBytes, (at + 1) * digestBytes)));
}

type Rooms = Parameters<typeof readCached>[3];

type Rows = Pick<Embedded, "keys" | "matrix"> & Partial<Embedded> & { readonly first: number };

/** Rows copied out of the cache at once: few enough that the processor still has them at hand when they are added. */
const hotImages = 1 << 9;

/** Embeddings of a stretch, in order: from the cache where nothing changed since they were made, else the usual way. */
async function* rowsOf(
  stretch: Stretch,
  pictures: Pictures,
  options: EmbedOptions,
  open: OpenModel,
  rooms: Rooms,
): AsyncGenerator<Rows> {
  const { cache, card } = options;
  const { first, count, id, seen } = stretch;
  const known = cache?.lists.keysOf(id, seen.facts) ?? null;
  let at = 0;
  for (; known && at < count; at += hotImages) {
    const keys = known.subarray(at * digestBytes, (at + hotImages) * digestBytes);
    const matrix = readCached(keys, card, open, rooms);
    if (matrix === null) break;
    yield { first: first + at, keys, matrix };
  }
  if (at >= count) return;
  const embedded = await embedImages(refsOf(pictures, first + at, count - at), options, open);
  if (!known) cache?.lists.record(id, seen.facts, seen.takenAt, embedded.keys);
  yield { first: first + at, ...embedded };
}

const openPooler = (images: TemplateImages, dim: number, modes: readonly PoolingMode[]): TemplatePooler =>
  new TemplatePooler(
    { templates: images.numbers.length, templateOf: images.templateOf, mediumOf: images.mediumOf },
    dim,
    modes,
  );

function addRows(
  pooler: TemplatePooler,
  { values, dim, count }: EmbeddingMatrix,
  first: number,
  weights: Float32Array | null,
  { names }: TemplateImages,
): void {
  for (let i = 0; i < count; i++) {
    const magnitude = pooler.add(first + i, values, i * dim, weights === null ? 1 : weights[first + i]);
    if (magnitude > 0 && magnitude < Infinity) continue;
    const found = magnitude === 0 ? "all values are 0, expected a direction" : "not all values are finite";
    throw new UserError(`embedding of "${names.at(first + i)}": ${found}`);
  }
}

function finish(
  pooler: TemplatePooler,
  images: TemplateImages,
  model: string,
  { flip, magnitude: magnitudes }: ModelCard,
  pictures: string,
  { provenance, versions }: ReturnType<typeof modelProvenance>,
): PooledTemplates {
  const { templates, zero } = pooler.finish();
  if (zero.length > 0) throw zeroError(basename(model), zero, images);
  return {
    ...{ dim: pooler.dim, templates, qualities: pooler.qualities(), flip, versions },
    ...{ lengths: pooler.lengths, magnitudes },
    modelName: nameOfModel(model),
    dataDigest: pictures,
    provenance: { ...provenance, pictures, rowsMatched: "by-name" },
  };
}
