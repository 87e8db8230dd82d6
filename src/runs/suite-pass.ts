// One pass of a model over the pictures of all its cells: counted, embedded into the cache, or timed.
import { embedImages, openModel, type Embedded, type OpenModel } from "../embed/embedder.js";
import { digestBytes } from "../embed/image-keys.js";
import { UserError } from "../errors.js";
import type { Suite } from "../protocol/suite.js";
import type { EmbeddingCache } from "../store/cache.js";
import type { ImageRef, Io } from "../types.js";
import { cardOf, embedOptions } from "./model-vectors.js";
import type { PictureStretch, SuiteContents } from "./suite-contents.js";
import type { Embedding } from "./suite-embeddings.js";

/** How many distinct pictures there are, and how many of them have no embedding yet. */
export interface EmbeddingCount {
  readonly images: number;
  readonly missing: number;
  readonly unreadable: number;
  /** Of each set by its key in `wanted`; sets that share pictures count them each. */
  readonly bySet: ReadonlyMap<string, { readonly images: number; readonly missing: number }>;
  /** The first that are missing. */
  readonly sample: readonly ImageRef[];
}

/** What embedding is done with. */
export interface EmbeddingPlace {
  readonly suite: Suite;
  /** null = nothing is kept, or nothing is there yet. */
  readonly cache: EmbeddingCache | null;
  readonly contents: SuiteContents;
  readonly io: Io;
}

/** Pictures that are timed. */
const sampleImages = 32;

/** Looks every picture up. @throws UserError where the model or its card is at fault */
export async function countImages(embedding: Embedding, place: EmbeddingPlace): Promise<EmbeddingCount> {
  const { open } = await opened(embedding, place);
  const seen = new Set<string>();
  const bySet = new Map<string, { images: number; missing: number }>();
  const sample: ImageRef[] = [];
  const total = { images: 0, missing: 0, unreadable: 0 };
  for (const [key, { takes, set }] of embedding.wanted) {
    const own = { images: 0, missing: 0 };
    const ownKeys = new Set<string>();
    for await (const stretch of place.contents.stretches(takes, set)) {
      total.unreadable += stretch.unreadable.size;
      const isMissing = missingIn(stretch, open);
      for (const { id, at } of newKeys(stretch, ownKeys)) {
        const fresh = !seen.has(id) && seen.add(id) !== null;
        for (const counts of fresh ? [own, total] : [own]) {
          counts.images++;
          counts.missing += isMissing[at];
        }
        if (fresh && isMissing[at] && sample.length < sampleImages) sample.push(stretch.refs()[at]);
      }
    }
    bySet.set(key, own);
  }
  return { ...total, bySet, sample };
}

/** 1 where a picture lacks its embedding in some view. */
function missingIn({ keys }: PictureStretch, { recipes }: OpenModel): Uint8Array {
  const images = keys.length / digestBytes;
  if (recipes.size === 0) return new Uint8Array(images).fill(1);
  const found = [...recipes.values()].map((recipe) => recipe.lookup(keys));
  return Uint8Array.from({ length: images }, (_, at) => (found.every((view) => view[at] === 1) ? 0 : 1));
}

/** Readable pictures whose bytes were not met before; `seen` remembers them. */
function* newKeys({ keys, unreadable }: PictureStretch, seen: Set<string>): Generator<{ id: string; at: number }> {
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  for (let at = 0; at < keys.length / digestBytes; at++) {
    if (unreadable.has(at)) continue;
    const id = bytes.toString("latin1", at * digestBytes, (at + 1) * digestBytes);
    if (!seen.has(id) && seen.add(id)) yield { id, at };
  }
}

async function opened({ request }: Embedding, { cache, io }: EmbeddingPlace) {
  const card = await cardOf(request, { ...io, note: () => undefined });
  const options = { ...embedOptions(request, card, cache, io), strict: false };
  return { options, open: await openModel(options) };
}

/**
 * Embeds what is missing, each distinct picture once, behind one progress bar, into the cache. A model or pictures at fault
 * end nothing here: the cells that need them will say so.
 *
 * @throws Interrupted; what was embedded stays
 */
export async function embedMissing(
  embedding: Embedding,
  { missing }: EmbeddingCount,
  place: EmbeddingPlace,
): Promise<void> {
  const { io } = place;
  const began = io.now();
  io.progress.start(`embedding ${embedding.name}`, missing, "images");
  try {
    await embedUnion(embedding, { ...place, io: { ...io, progress: inside(io) } });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.detail(`${embedding.name}: ${error.message}`);
  } finally {
    io.progress.stop();
    io.detail(`${embedding.name}: embedded in ${((io.now() - began) / 1000).toFixed(1)} s`);
  }
}

async function embedUnion(embedding: Embedding, place: EmbeddingPlace): Promise<void> {
  const { options, open } = await opened(embedding, place);
  const seen = new Set<string>();
  let checked = false;
  for (const { takes, set } of embedding.wanted.values()) {
    for await (const stretch of place.contents.stretches(takes, set)) {
      const isMissing = missingIn(stretch, open);
      const places = [...newKeys(stretch, seen)].map(({ at }) => at).filter((at) => isMissing[at] === 1);
      if (places.length === 0) continue;
      const refs = stretch.refs();
      // The preprocessing is held against its rivals once, on the first pairs there are.
      const pairs = checked ? null : stretch.pairs;
      const images = pairs === null ? places.map((at) => refs[at]) : refs;
      const embedded = await tried(() => embedImages(images, { ...options, pairs }, open), options.io);
      checked ||= embedded !== null && embedded.selfCheck !== null;
    }
  }
}

/** A list of which no picture can be embedded is a fault to its cells, not to the other lists. */
async function tried(embed: () => Promise<Embedded>, { detail }: Pick<Io, "detail">): Promise<Embedded | null> {
  try {
    return await embed();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    detail(error.message);
    return null;
  }
}

/** Steps of embedding go to the bar that is drawn already; other phases draw none. */
function inside({ progress }: Io): Io["progress"] {
  let counts = false;
  return {
    start: (phase) => void (counts = phase === "embedding"),
    step: (count = 1) => (counts ? progress.step(count) : undefined),
    stop: () => void (counts = false),
  };
}

/** How fast the model is here and how many values a row has, timed on the sample; nothing is kept. */
export async function timeSample(
  embedding: Embedding,
  { sample }: EmbeddingCount,
  place: EmbeddingPlace,
): Promise<{ imagesPerSecond: number; dim: number; views: number }> {
  const { options, open } = await opened(embedding, { ...place, cache: null });
  const silent = { start() {}, step() {}, stop() {} };
  const embed = (images: readonly ImageRef[]) =>
    embedImages(images, { ...options, io: { ...place.io, progress: silent } }, open);
  await embed(sample.slice(0, 1)); // Decoders and runtime load once.
  const { matrix, imagesPerSecond } = await embed(sample);
  return { imagesPerSecond, dim: matrix.dim, views: open.views.length };
}
