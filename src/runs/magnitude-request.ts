// What a magnitude study is asked. Types only.
import type { FeatureReading, NamedPath } from "./magnitude-sets.js";
import type { ModelRequest } from "./model-vectors.js";

/** A study as a user asks for it. */
export interface MagnitudeRequest {
  /** Data sets, or feature files where no model is given; names differ. */
  readonly sets: readonly NamedPath[];
  readonly source: ModelRequest | FeatureReading;
  /** Root of the results; null = nothing is written. */
  readonly out: string | null;
  /** Name of the model in results; absent = its file's. */
  readonly name?: string;
  /** Mean faces. */
  readonly bins: number;
  /** Whether cosines to the subject's other images are wanted. */
  readonly cosine: boolean;
  /** Replicates of the correlation's interval. */
  readonly bootstrap: number;
  readonly seed: number;
  readonly strict?: boolean;
}
