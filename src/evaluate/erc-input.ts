// What an error-versus-reject study is made from, and what it gives. Types and names.
import type { Combination, RejectConvention } from "../metrics/error-versus-reject.js";
import type { RejectOrder } from "../metrics/reject-order.js";
import type { SortedPairs } from "../metrics/reject-steps.js";
import type { Figure } from "../types.js";

/** Conventions of error-versus-reject curves; RejectConvention says what each is. */
export const rejectConventions = ["exact", "genuine-only", "refixed", "magface", "cr-fiqa"] as const;

/** One quality, higher = better; NaN where there is none. */
export interface QualityColumn {
  readonly name: string;
  /** Of every row of the embeddings, or of every template; null for what only pairs have. */
  readonly values: Float64Array | null;
  /** Of every pair, in place of the combination of its two images'. */
  readonly ofPairs?: Float64Array;
}

/** Pairs with their distances, and the qualities to set them aside by. */
export interface ErcInput {
  /** Distance of each pair, lower = more alike. */
  readonly distance: Float64Array;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** Rows of each pair's two sides, or their templates. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Subject number of each row; null = not known. */
  readonly subjects: { readonly ofRow: Uint32Array; readonly count: number } | null;
  readonly qualities: readonly QualityColumn[];
}

/** How an error-versus-reject study is made. */
export interface ErcOptions {
  /** False match rates at which FNMR is taken, each in (0, 1). */
  readonly fmrs: readonly number[];
  readonly conventions: readonly RejectConvention[];
  /** A pair's quality from its two images'. */
  readonly combination: Combination;
  /** What is set aside; a template is to a template protocol what an image is to a pair list. */
  readonly reject: "pairs" | "images" | "templates";
  /** pAUC is taken up to each of these shares. */
  readonly areas: readonly number[];
  /** Replicates of bands and intervals; 0 = none. */
  readonly bootstrap: number;
  readonly seed: number;
}

/** A method's exact curve at one FMR, with the band of its bootstrap at every 5 %. */
export interface ErcCurve {
  readonly method: string;
  readonly fmr: number;
  /** How many are set aside: every number, or where there are more than 100,000 those at which FNMR changes. */
  readonly step: Uint32Array;
  readonly rate: Float64Array;
  readonly fnmr: Float64Array;
  /** At 0, 5 .. 95 %; empty without a bootstrap. */
  readonly band: readonly (readonly [low: number, high: number])[];
}

/** Which of two methods is better: the difference of their pAUC, below 0 = the first. */
export interface ErcComparison {
  readonly fmr: number;
  readonly to: number;
  readonly one: string;
  readonly other: string;
  readonly difference: number;
  readonly interval: readonly [number, number] | undefined;
}

/** Figures, curves and comparisons of a study. */
export interface ErcResult {
  readonly figures: readonly Figure[];
  readonly curves: readonly ErcCurve[];
  readonly comparisons: readonly ErcComparison[];
  /** What a reader of the figures should know of a method: constant, or turned the wrong way. */
  readonly warnings: readonly string[];
  /** Pairs left out of all methods because some quality of theirs is missing. */
  readonly dropped: number;
}

/** What all methods share. */
export interface Work {
  readonly sorted: SortedPairs;
  readonly options: ErcOptions;
  /** What the bootstrap draws. */
  readonly over: "subjects" | "pairs";
}

export interface Method {
  readonly name: string;
  readonly order: RejectOrder;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What one replicate gives of one method at one FMR: FNMR at the table's rates, and the areas. */
export interface Drawn {
  readonly fnmr: readonly number[];
  readonly areas: readonly number[];
}

/** Shares set aside in tables. */
export const tableRates = Array.from({ length: 20 }, (_, k) => k / 20);
