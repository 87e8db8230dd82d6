// Two ways of pooling the same embeddings into templates, held against each other on the same template pairs.
import { seededRandom } from "../math/random.js";
import { bootstrap, resamplePairs, weightedTally } from "../metrics/bootstrap.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";
import { operatingPoint } from "../metrics/operating-point.js";
import { tallyOf } from "../metrics/tally.js";
import { poolTemplates, templateCosines, type Membership, type PoolingOptions } from "../score/templates.js";
import type { EmbeddingMatrix } from "../types.js";

/** Pairs of template numbers; 1 genuine, 0 impostor. */
export interface TemplatePairs {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly genuine: Uint8Array;
}

/** Templates weighted by magnitude against plain ones, on the same pairs. */
export interface PoolingComparison {
  /** TAR at the FAR under either pooling (convention `exact`). */
  readonly plain: number;
  readonly weighted: number;
  /** weighted - plain, and its 95 % interval by a paired bootstrap over pairs. */
  readonly difference: number;
  readonly differenceInterval?: Interval;
}

/** Mean of unit embeddings: each image has one vote. */
export const plainPooling: PoolingOptions = { pooling: "magface-plus", keepNorm: false, weights: null };
/** Mean of raw embeddings: an image votes with its magnitude (MagFace+). */
export const magnitudePooling: PoolingOptions = { pooling: "magface-plus", keepNorm: true, weights: null };

/** TAR at `far` of plain against magnitude-weighted pooling. */
export function comparePoolings(
  embeddings: EmbeddingMatrix,
  membership: Membership,
  pairs: TemplatePairs,
  far: number,
  replicates: number,
  seed: number,
): PoolingComparison {
  const measures = [plainPooling, magnitudePooling].map((options) => {
    const scores = templateCosines(poolTemplates(embeddings, membership, options), pairs.left, pairs.right);
    const tally = tallyOf(scores, pairs.genuine);
    return { tar: operatingPoint(tally, far).tar, again: weightedTally(tally, scores, pairs.genuine) };
  });
  const [plain, weighted] = measures.map(({ tar }) => tar);
  const draw = resamplePairs(pairs.genuine, seededRandom(seed));
  const [differences] = bootstrap(pairs.genuine.length, draw, replicates, (weights) => {
    const [a, b] = measures.map(({ again }) => operatingPoint(again(weights), far).tar);
    return [b - a];
  });
  return { plain, weighted, difference: weighted - plain, differenceInterval: percentileInterval(differences) };
}
