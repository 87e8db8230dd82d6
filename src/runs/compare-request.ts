// What a comparison is asked. Types only.
import type { Correction } from "../evaluate/paired-comparison.js";
import type { NamedPath } from "./magnitude-sets.js";

/** A comparison as a user asks for it. */
export interface ComparisonRequest {
  /** Result folders, result.json files, or folders that hold such; of two models or more. */
  readonly results: readonly string[];
  /** Whether unlike data and protocols are compared all the same. */
  readonly anyway: boolean;
  readonly correction: Correction;
  /** Replicates; 0 = no bootstrap. */
  readonly bootstrap: number;
  readonly seed: number;
  /** Pairs of each list of disagreements. */
  readonly pairs: number;
  /** FAR at which decisions are held against each other; null = the lowest that all models have. */
  readonly far: number | null;
  /** Where pictures of a protocol's pairs lie, by the protocol's name. */
  readonly data: readonly NamedPath[];
  /** Folder of the comparison; null = nothing is written. */
  readonly out: string | null;
}
