// The data sets of a magnitude study, from pictures and a model or from feature files.
import { basename } from "node:path";
import { readImageSet } from "../dataset/image-set.js";
import { recipeOf } from "../embed/card.js";
import type { Embedded } from "../embed/embedder.js";
import { digestBytes } from "../embed/image-keys.js";
import type { PixelRecipe } from "../embed/recipe.js";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { coreCount } from "../host/pool.js";
import { countOf } from "../protocol/counts.js";
import { subjectsOfNames } from "../protocol/subjects.js";
import { readFeatures } from "../store/feature-file.js";
import type { Io } from "../types.js";
import { measureSet, type EmbeddedSet, type MeasuredSet } from "./magnitude-set.js";
import type { ModelRequest } from "./model-vectors.js";

/** A data set as a user names it. */
export interface NamedPath {
  readonly name: string;
  readonly path: string;
}

/** Feature files have nothing to set but how they are read. */
export interface FeatureReading {
  readonly dim?: number;
  readonly threads?: number;
}

/** All sets of a study, and what a result says of where they come from. */
export interface MeasuredSets {
  readonly sets: readonly MeasuredSet[];
  /** Values of an embedding. */
  readonly dim: number;
  readonly modelName: string;
  readonly flip: string;
  /** How the model sees pictures; null = there are none. */
  readonly recipe: PixelRecipe | null;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** Features in place of pictures. @throws UserError for a faulty file, and for files of other dimensions */
export async function setsFromFeatures(
  paths: readonly NamedPath[],
  { dim, threads = coreCount() }: FeatureReading,
  withCosine: boolean,
  io: Io,
): Promise<MeasuredSets> {
  const sets: MeasuredSet[] = [];
  const digests: string[] = [];
  let first: { readonly path: string; readonly dim: number } | null = null;
  for (const { name, path } of paths) {
    const features = await readFeatures(path, { threads, dim, progress: io.progress, signal: io.signal });
    if (features.conflicts > 0) io.warn(`${path}: ${features.conflicts} rows repeat a name with other values`);
    const { matrix, names } = features;
    first ??= { path, dim: matrix.dim };
    if (matrix.dim !== first.dim)
      throw new UserError(
        `${path}: ${matrix.dim} values a row, expected ${first.dim} as in ${first.path}: magnitudes of two models can't be compared`,
      );
    sets.push(measureSet(featureSet(name, matrix, names), withCosine && matrix.dim > 1));
    digests.push(printDigest(features.digest));
  }
  return {
    sets,
    dim: first!.dim,
    modelName: [...new Set(paths.map(({ path }) => basename(path).replace(/\.[^.]+$/, "")))].join("+"),
    flip: "as given",
    recipe: null,
    provenance: { features: digests },
    versions: {},
  };
}

function featureSet(name: string, matrix: EmbeddedSet["matrix"], names: readonly string[] | null): EmbeddedSet {
  const subjects = names && subjectsOfNames(names, name);
  return {
    name,
    names: names ?? Array.from({ length: matrix.count }, (_, row) => `row ${row + 1}`),
    subjects,
    images: null,
    form: subjects === null ? "features" : "features, people by their names",
    matrix,
    failed: new Map(),
    keyOf: (place) => names?.[place] ?? String(place),
  };
}

/** Pictures and a model. @throws UserError, Interrupted; what was embedded stays in the cache */
export async function setsFromModel(
  paths: readonly NamedPath[],
  request: ModelRequest,
  withCosine: boolean,
  io: Io,
): Promise<MeasuredSets> {
  const { cardOf, embedAll, modelProvenance } = await import("./model-vectors.js");
  const card = await cardOf(request, io);
  if (!card.magnitude)
    throw new UserError(
      `card "${card.name}": the lengths of its embeddings mean nothing ("magnitude": false), so there is nothing to study; ` +
        `where they do mean quality, say "magnitude": true in a --card`,
    );
  const found = await readSets(paths, request, io);
  const all = found.flatMap(({ images }) => images);
  const { embedded } = await embedAll(request, all, null, io, { known: card });
  let start = 0;
  const sets = found.map((set) => {
    const from = start;
    start += set.images.length;
    return measureSet({ ...set, ...partOf(embedded, from, start) }, withCosine && embedded.matrix.dim > 1);
  });
  return {
    sets,
    dim: embedded.matrix.dim,
    modelName: basename(request.model).replace(/\.onnx$/i, ""),
    flip: card.flip,
    recipe: recipeOf(card, request.resize ?? false, "NCHW"),
    ...modelProvenance(card, embedded),
  };
}

/** Each set's images, whose own names tell them from the other sets' in messages. */
async function readSets(paths: readonly NamedPath[], { landmarks }: ModelRequest, io: Io) {
  const { withLandmarks } = await import("./model-vectors.js");
  const sets = [];
  for (const { name, path } of paths) {
    const { images, ...set } = await readImageSet(name, path);
    const placed = withLandmarks(images, landmarks).map((image) => ({ ...image, name: `${name}/${image.name}` }));
    io.detail(`${name}: ${countOf(images.length, "image")}, ${set.form}`);
    sets.push({ ...set, name, names: images.map((image) => image.name), images: placed });
  }
  return sets;
}

/** Embeddings of images [from, to) as those of a set. */
function partOf({ matrix, keys, failed }: Embedded, from: number, to: number) {
  const { dim, values } = matrix;
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  const failures = Array.from(failed).filter(([place]) => place >= from && place < to);
  return {
    matrix: { count: to - from, dim, values: values.subarray(from * dim, to * dim) },
    failed: new Map(failures.map(([place, { reason }]) => [place - from, reason])),
    keyOf: (i: number) => bytes.toString("hex", (from + i) * digestBytes, (from + i + 1) * digestBytes),
  };
}

/** "sha256:..." of what was measured: sets in order, images by their bytes, people by number. */
export const digestOfSets = (sets: readonly MeasuredSet[]): string =>
  printDigest(digestOf(sets.map(({ identity }) => identity).join("\n\n")));
