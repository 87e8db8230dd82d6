// What a report is handed. Every number here was computed elsewhere.
import type { Figure, Provenance } from "../types.js";

/** What result.json holds, field for field. */
export interface Result {
  readonly format: 1;
  /** The kind of measurement: verification, templates, erc ... */
  readonly task: string;
  readonly protocol: { readonly name: string; readonly digest: string };
  readonly figures: readonly Figure[];
  /** What scores and magnitudes look like, by name and class; no figures, since nobody judges a model by them. */
  readonly statistics?: object;
  readonly provenance: Provenance;
}

/** A figure somebody else published for the same protocol. */
export interface PublishedFigure {
  /** Name of the figure it stands beside, "accuracy" say. */
  readonly figure: string;
  /** A rate in [0, 1], as our own figures are. */
  readonly value: number;
  readonly model: string;
  /** Where it is printed. */
  readonly source: string;
  /** How it came to us: read in the source, or reprinted by a third party. */
  readonly status: string;
}

/** One fold under one convention, as metrics/accuracy.ts measures it. */
export interface FoldRow {
  readonly convention: string;
  /** Counted from 0, as everywhere in memory; files count from 1. */
  readonly fold: number;
  readonly pairs: number;
  readonly correct: number;
  readonly accuracy: number;
  readonly threshold: number;
  /** Share of right decisions on the other folds. */
  readonly trainAccuracy: number;
  /** Thresholds that do as well there. */
  readonly equallyGood: number;
}

/** One pair of the list. NaN where a number is undefined; a pair whose image failed keeps its row. */
export interface PairRow {
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
  /** Counted from 0. */
  readonly fold: number;
  /** Higher = more alike. */
  readonly score: number;
  /** Lower = more alike. */
  readonly distance: number;
  readonly leftMagnitude: number;
  readonly rightMagnitude: number;
  /** Absent where the list tells no subjects. */
  readonly leftSubject?: string;
  readonly rightSubject?: string;
  /** Why the pair has no score; absent when it has one. */
  readonly failed?: string;
}

/** One image of a data set. NaN and null where there is nothing. */
export interface ImageRow {
  readonly dataset: string;
  readonly name: string;
  readonly subject: string | null;
  readonly magnitude: number;
  /** To the mean of the subject's other images. */
  readonly cosine: number;
}

/** One bin of a data set's histogram: low <= magnitude < high, the last bin with its upper edge. */
export interface BinRow {
  readonly dataset: string;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}
