// What a verification run is made from. Types only.
import type { EmbeddingMatrix } from "../types.js";

/** Pairs of embeddings with what is known about them. */
export interface VerificationInput {
  readonly embeddings: EmbeddingMatrix;
  /** Rows of the two sides of each pair. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** Fold of each pair where the protocol names them; null = consecutive parts. */
  readonly fold: Uint16Array | null;
  /** Subject of each row of the embeddings, where known. */
  readonly subjects: readonly string[] | null;
  /** What messages call a row. */
  readonly name?: (row: number) => string;
}

/** Numbers of each pair, in the order of the pairs. */
export interface PairNumbers {
  /** Cosine. */
  readonly score: Float64Array;
  readonly squaredL2: Float64Array;
  readonly leftMagnitude: Float64Array;
  readonly rightMagnitude: Float64Array;
}
