// Vectors for the pairs of a question, from a feature file or from a model and the images.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { coreCount } from "../host/pool.js";
import { bindPairs } from "../protocol/binding.js";
import { readFeatures } from "../store/feature-file.js";
import type { EmbeddingMatrix, ImageFailure, Io, PairList } from "../types.js";

/** Embeddings of a pair list's sides, and what a result says of where they come from. */
export interface Vectors {
  readonly matrix: EmbeddingMatrix;
  /** Row of each pair's two sides. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Rows without an embedding, and why. */
  readonly failed: ReadonlyMap<number, ImageFailure>;
  /** Whether lengths of the embeddings tell quality. */
  readonly magnitudes: boolean;
  /** Views of an image in its embedding, as figures say it; "as given" for features. */
  readonly flip: string;
  /** What names the result's folder and the title of its plots. */
  readonly modelName: string;
  /** "sha256:...": what was compared with what, however the files are called. */
  readonly dataDigest: string;
  /** Fields of the result's provenance besides the above. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** Options of --features. */
export interface FeatureRequest {
  readonly features: string;
  readonly names?: string;
  readonly dim?: number;
  readonly threads?: number;
}

/** Vectors that the user brings. @throws UserError for a faulty file or one that does not fit the pairs */
export async function vectorsFromFeatures(request: FeatureRequest, pairs: PairList, io: Io): Promise<Vectors> {
  const { features: path, names: namesPath, dim } = request;
  const threads = request.threads ?? coreCount();
  const { progress, signal } = io;
  const features = await readFeatures(path, { threads, namesPath, dim, progress, signal });
  if (features.names === null && features.matrix.count !== 2 * pairs.left.length)
    throw new UserError(
      `${path}: ${features.matrix.count} rows without names, expected --names FILE with one a line, or two rows a pair (${2 * pairs.left.length}) in the order of ${pairs.source}`,
    );
  const names = features.names ?? Array.from({ length: features.matrix.count }, (_, row) => `row ${row + 1}`);
  const { left, right, how } = bindPairs(pairs, names, path);
  if (how === "by-row")
    io.warn(
      `${pairs.source}: its names are not in ${path}; taking rows 2i and 2i + 1 for pair i, as MagFace's script does`,
    );
  if (features.conflicts > 0) io.warn(`${path}: ${features.conflicts} rows repeat a name with other values`);
  return {
    matrix: features.matrix,
    left,
    right,
    failed: new Map(),
    magnitudes: true,
    flip: "as given",
    modelName: basename(path).replace(/\.[^.]+$/, ""),
    dataDigest: printDigest(
      digestOf(pairLines(pairs, (pair) => `${left[pair]} ${right[pair]}`, printDigest(features.digest))),
    ),
    provenance: { features: printDigest(features.digest), rowsMatched: how },
    versions: {},
  };
}

/**
 * What is compared with what, as text to digest: names of files play no part in it.
 *
 * @param sides text that identifies the two sides of a pair
 * @param head what the sides come from
 */
export function pairLines({ genuine, fold }: PairList, sides: (pair: number) => string, head: string): string {
  const lines = [head];
  for (let pair = 0; pair < genuine.length; pair++)
    lines.push(`${sides(pair)} ${genuine[pair]} ${fold ? fold[pair] : "-"}`);
  return lines.join("\n");
}
