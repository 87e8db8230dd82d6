// What a page of results is asked for, and what is said of it. Types only.
import type { NamedPath } from "./magnitude-sets.js";

/** A page as a user asks for it. */
export interface ReportRequest {
  /** result.json files, result folders, or folders that hold such. */
  readonly results: readonly string[];
  /** The page's file. */
  readonly out: string;
  /** Where the images of protocols and data sets are. */
  readonly data: readonly NamedPath[];
  /** Whether faces may be shown, and where they are not, names of images. */
  readonly images: boolean;
  readonly names: boolean;
  /** Pairs and images a group. */
  readonly worst: number;
  /** Folder for tables and plots of a paper; null = none. */
  readonly paper: string | null;
}

/** What was written. */
export interface ReportSummary {
  readonly results: number;
  readonly plots: number;
  readonly pictures: number;
  /** Size of the page, and of the plotter in it. */
  readonly bytes: number;
  readonly plotterBytes: number;
}
