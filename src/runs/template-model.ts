// Templates from a model and pictures: embedded, or read from the cache, and pooled stretch by stretch.
import { basename, join } from "node:path";
import { UserError } from "../errors.js";
import { resolveCard } from "../embed/card-choice.js";
import { embedImages, type Embedded, type OpenRecipes } from "../embed/embedder.js";
import { printDigest, startDigest } from "../host/digest.js";
import { readTemplatePoints } from "../protocol/detector-scores.js";
import { readImageList } from "../protocol/labelled.js";
import type { TemplateFolder } from "../protocol/template-folder.js";
import type { TemplateImages } from "../protocol/template-images.js";
import { TemplatePooler, type PoolingMode } from "../score/template-pooler.js";
import { openCache } from "../store/cache.js";
import type { ImageRef, Io } from "../types.js";
import { modelProvenance, type ModelRequest } from "./model-vectors.js";
import { zeroError, type PooledTemplates } from "./template-features.js";

/** Images that are embedded, or read from the cache, at once: their rows are all that is held of them. */
const stretch = 1 << 16;

/**
 * @param weights detector score of each image; null = all count alike
 * @throws UserError for a faulty model, an image that can't be embedded, a template without direction; Interrupted.
 *   What was embedded stays in the cache.
 */
export async function poolModel(
  request: ModelRequest,
  folder: TemplateFolder,
  images: TemplateImages,
  modes: readonly PoolingMode[],
  weights: Float32Array | null,
  io: Io,
): Promise<PooledTemplates> {
  const { model, preset, batch = null, threads = null, resize = false, provider } = request;
  const refOf = findPictures(folder, images);
  const chosen = await resolveCard({ model, preset, card: request.card, note: io.note });
  const card = request.flip === undefined ? chosen : { ...chosen, flip: request.flip };
  const cache = request.cache === null ? null : openCache(request.cache);
  const options = {
    model,
    card,
    provider: provider as "auto",
    batch,
    threads,
    cache,
    resize,
    strict: true,
    pairs: null,
    io,
  };
  const recipes: OpenRecipes = new Map();
  const keys = startDigest();
  let pooler: TemplatePooler | null = null;
  let last: Embedded | null = null;
  try {
    for (let first = 0; first < images.names.count; first += stretch) {
      const count = Math.min(stretch, images.names.count - first);
      last = await embedImages(
        Array.from({ length: count }, (_, i) => refOf(first + i)),
        options,
        recipes,
      );
      keys.update(last.keys);
      const { values, dim } = last.matrix;
      pooler ??= openPooler(images, dim, modes);
      for (let i = 0; i < count; i++) addImage(pooler, first + i, values, i * dim, weights, images);
    }
  } finally {
    await cache?.close();
  }
  const { templates, zero } = pooler!.finish();
  if (zero.length > 0) throw zeroError(basename(model), zero, images);
  const pictures = printDigest(keys.digest());
  const { provenance, versions } = modelProvenance(card, last!);
  return {
    ...{ dim: last!.matrix.dim, templates, qualities: pooler!.qualities(), flip: card.flip, versions },
    modelName: basename(model).replace(/\.onnx$/i, ""),
    dataDigest: pictures,
    provenance: { ...provenance, pictures, rowsMatched: "by-name" },
  };
}

const openPooler = (images: TemplateImages, dim: number, modes: readonly PoolingMode[]): TemplatePooler =>
  new TemplatePooler(
    { templates: images.numbers.length, templateOf: images.templateOf, mediumOf: images.mediumOf },
    dim,
    modes,
  );

function addImage(
  pooler: TemplatePooler,
  image: number,
  values: Float32Array,
  from: number,
  weights: Float32Array | null,
  { names }: TemplateImages,
): void {
  const magnitude = pooler.add(image, values, from, weights === null ? 1 : weights[image]);
  if (!(magnitude > 0 && magnitude < Infinity))
    throw new UserError(
      `embedding of "${names.at(image)}": ${magnitude === 0 ? "all values are 0" : "not all values are finite"}`,
    );
}

/** MagFace's aligned crops by img.list where there is one, else InsightFace's loose crops, aligned by their points. */
function findPictures({ imageList, crops, points: pointsPath }: TemplateFolder, images: TemplateImages) {
  if (imageList !== null) return alignedCrops(imageList, images);
  if (crops === null || pointsPath === null)
    throw new UserError(
      `${images.source}: beside it is neither img.list with aligned crops, nor loose_crop and the file of five points, expected one for --model`,
    );
  const points = readTemplatePoints(pointsPath, images);
  return (image: number): ImageRef => {
    const name = images.names.at(image);
    return { name, path: join(crops, name), landmarks: Array.from(points.subarray(image * 10, (image + 1) * 10)) };
  };
}

function alignedCrops(listPath: string, { names, source }: TemplateImages) {
  const paths = readImageList(listPath);
  if (paths.length !== names.count)
    throw new UserError(`${listPath}: ${paths.length} images, expected ${names.count} as in ${source}`);
  const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, "");
  const wrong = paths.findIndex((path, image) => stem(path) !== stem(names.at(image)));
  if (wrong >= 0)
    throw new UserError(`${listPath}:${wrong + 1}: "${paths[wrong]}", expected "${names.at(wrong)}" as in ${source}`);
  const root = join(listPath, "..", "..");
  return (image: number): ImageRef => ({ name: names.at(image), path: join(root, paths[image]) });
}
