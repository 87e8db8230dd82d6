// The pairs of a question with the vectors of their sides: where evaluations of pairs begin.
import { UserError } from "../errors.js";
import { consecutiveFolds } from "../metrics/folds.js";
import { countOf } from "../protocol/counts.js";
import type { Io, PairList } from "../types.js";
import type { ModelRequest } from "./model-vectors.js";
import type { Question } from "./question.js";
import { vectorsFromFeatures, type FeatureRequest, type Vectors } from "./vectors.js";

/** Vectors for a question, from features or from a model. */
export async function vectorsOf(
  source: FeatureRequest | ModelRequest,
  { pairs, images }: Question,
  io: Io,
): Promise<Vectors> {
  if ("features" in source) return vectorsFromFeatures(source, pairs, io);
  const { vectorsFromModel } = await import("./model-vectors.js");
  return vectorsFromModel(source, pairs, images!, io);
}

/** The pairs whose two sides have embeddings. */
export interface ScoredPairs {
  /** Place of each in the pair list. */
  readonly kept: Uint32Array;
  /** Fold of every pair of the list, whether it failed or not: a failure must not shift the others' folds. */
  readonly fold: Uint16Array;
}

export function scoredPairs(pairs: PairList, { left, right, failed }: Vectors, folds: number): ScoredPairs {
  const all = Uint32Array.from(pairs.genuine, (_, pair) => pair);
  const kept = failed.size === 0 ? all : all.filter((pair) => !failed.has(left[pair]) && !failed.has(right[pair]));
  return { kept, fold: pairs.fold ?? consecutiveFolds(pairs.genuine.length, folds).of };
}

export function warnOfFailures({ failed }: Vectors, { kept }: ScoredPairs, pairs: PairList, io: Io): void {
  if (failed.size === 0) return;
  const [first] = failed.values();
  const lost = pairs.genuine.length - kept.length;
  io.warn(
    `${countOf(failed.size, "image")} failed (${first.name}: ${first.reason}); ${lost} of ${pairs.genuine.length} pairs have no score and are in no figure, failures.csv and pairs.csv list them`,
  );
  if (kept.length === 0)
    throw new UserError(`${pairs.source}: no pair has a score, every one has an image that failed`);
}

/** Subject of every row of the matrix that a pair names; null where the list tells none. */
export function subjectsOfRows({ subjects, left, right }: PairList, vectors: Vectors): string[] | null {
  if (subjects === null) return null;
  const rows = new Array<string>(vectors.matrix.count).fill("");
  left.forEach((name, pair) => void (rows[vectors.left[pair]] = subjects[name]));
  right.forEach((name, pair) => void (rows[vectors.right[pair]] = subjects[name]));
  return rows;
}
