// Vectors that a model makes of images. Loaded only where there is a model: it brings the cache and the decoders along.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import { readLandmarks } from "../dataset/landmarks.js";
import { resolveCard } from "../embed/card-choice.js";
import type { ModelCard } from "../embed/card.js";
import type { EmbedOptions } from "../embed/embed-options.js";
import { embedImages, type Embedded } from "../embed/embedder.js";
import { digestBytes } from "../embed/image-keys.js";
import type { RowHead } from "../embed/row-head.js";
import { digestOf, printDigest } from "../host/digest.js";
import { NameIndex } from "../protocol/binding.js";
import { openCache, type EmbeddingCache } from "../store/cache.js";
import type { ImageRef, Io, PairList } from "../types.js";
import { pairLines, type Vectors } from "./vectors.js";

/** Options of --model. */
export interface ModelRequest {
  readonly model: string;
  readonly preset?: string;
  readonly card?: string;
  readonly provider: string;
  readonly batch?: number;
  readonly threads?: number;
  /** Cache folder; null = nothing is kept. */
  readonly cache: string | null;
  readonly flip?: "none" | "sum";
  readonly resize?: boolean;
  readonly landmarks?: string;
  readonly strict?: boolean;
}

/** Vectors that a model makes of the images. @throws UserError, Interrupted; what was embedded stays in the cache */
export async function vectorsFromModel(
  request: ModelRequest,
  pairs: PairList,
  images: readonly ImageRef[],
  io: Io,
): Promise<Vectors> {
  const { card, embedded } = await embedAll(request, withLandmarks(images, request.landmarks), pairs, io);
  if (embedded.selfCheck?.warning) io.warn(embedded.selfCheck.warning);
  const keys = Buffer.from(embedded.keys.buffer);
  const idOf = (image: number) => keys.toString("hex", image * digestBytes, (image + 1) * digestBytes);
  const lines = pairLines(pairs, (pair) => `${idOf(pairs.left[pair])} ${idOf(pairs.right[pair])}`, "images");
  return {
    matrix: embedded.matrix,
    left: pairs.left,
    right: pairs.right,
    failed: embedded.failed,
    magnitudes: card.magnitude,
    flip: card.flip,
    modelName: basename(request.model).replace(/\.onnx$/i, ""),
    dataDigest: printDigest(digestOf(lines)),
    ...modelProvenance(card, embedded),
  };
}

/** The card of a request, with its flip rule. @throws UserError for an unknown preset or a faulty card */
export async function cardOf({ model, preset, card, flip }: ModelRequest, io: Io): Promise<ModelCard> {
  const chosen = await resolveCard({ model, preset, card, note: io.note });
  return flip === undefined ? chosen : { ...chosen, flip };
}

/** What the embedder is told by a request. */
export function embedOptions(
  request: ModelRequest,
  card: ModelCard,
  cache: EmbeddingCache | null,
  io: Io,
): EmbedOptions {
  const { model, batch = null, threads = null, resize = false, strict = false, provider } = request;
  return { model, card, provider: provider as "auto", batch, threads, cache, resize, strict, pairs: null, io };
}

/**
 * Embeds images by a request: opens the card and the cache, closes the cache.
 *
 * @param pairs feed the self-check
 * @param known the request's card, where a caller had to look at it first
 * @param headOf makes what stands behind the network, for one number an image in place of its embedding
 */
export async function embedAll(
  request: ModelRequest,
  images: readonly ImageRef[],
  pairs: PairList | null,
  io: Io,
  { known, headOf }: { known?: ModelCard; headOf?: (card: ModelCard) => Promise<RowHead | undefined> } = {},
): Promise<{ card: ModelCard; embedded: Embedded }> {
  const card = known ?? (await cardOf(request, io));
  const cache = request.cache === null ? null : openCache(request.cache);
  try {
    const head = await headOf?.(card);
    const options = { ...embedOptions(request, card, cache, io), pairs, head };
    const embedded = await embedImages(images, options);
    io.detail(`${embedded.counts.cached} embeddings from the cache, ${embedded.counts.embedded} made now`);
    return { card, embedded };
  } finally {
    await cache?.close();
  }
}

/**
 * Images with the points a landmark file has for them, bound as features are: by name, or where one path ends in the other.
 *
 * @throws UserError where it lacks one, and where two images would share a line
 */
export function withLandmarks(images: readonly ImageRef[], path: string | undefined): readonly ImageRef[] {
  if (path === undefined) return images;
  const points = readLandmarks(path);
  const names = [...points.keys()];
  const index = new NameIndex(names);
  const lines = images.map(({ name }) => names.at(index.rowsOf(name, path)[0] ?? names.length));
  const missing = images.filter((_, i) => lines[i] === undefined);
  if (missing.length > 0)
    throw new UserError(
      `${path}: no landmarks of ${missing.length} of ${images.length} images, "${missing[0].name}" the first`,
    );
  refuseSharedLine(images, lines, path);
  return images.map((image, i) => ({ ...image, landmarks: points.get(lines[i]!) }));
}

/** Points belong to one picture: a bare `01.jpg` in the list must not serve every folder's. */
function refuseSharedLine(images: readonly ImageRef[], lines: readonly (string | undefined)[], path: string): void {
  const owners = new Map<string, string>();
  images.forEach(({ name }, i) => {
    const owner = owners.get(lines[i]!) ?? name;
    if (owner !== name) throw new UserError(`${path}: "${lines[i]}" fits both ${owner} and ${name}`);
    owners.set(lines[i]!, name);
  });
}

/** How the embeddings were made: all that a second run needs to get the same. */
export function modelProvenance(card: ModelCard, { modelDigest, origins }: Pick<Embedded, "modelDigest" | "origins">) {
  const { name, width, height, channels, mean, scale, whiten, input, output, normOutput, flip, magnitude } = card;
  const pixels = { width, height, channels, mean, scale, whiten, input, output, normOutput, flip, magnitude };
  const joined = (of: (origin: Embedded["origins"][number]) => string) => [...new Set(origins.map(of))].join(", ");
  return {
    provenance: {
      model: modelDigest,
      preset: name,
      card: pixels,
      provider: joined(({ provider }) => provider),
    },
    versions: { onnxruntime: joined(({ runtime }) => runtime.replace("onnxruntime ", "")) },
  };
}
