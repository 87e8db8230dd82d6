// A cell of a suite: one task of one model on one data set (of a magnitude study: on all its sets). Types only.
import type { Figure } from "../types.js";
import type { SuiteModel, SuiteSet, SuiteTask } from "../protocol/suite.js";
import type { QualitySpec } from "./quality-spec.js";

/** What is run, skipped, fails or is up to date as one. */
export interface Cell {
  /** "erc/lfw/magface": unique in a suite; by it the state remembers the cell. */
  readonly id: string;
  readonly task: SuiteTask;
  readonly model: SuiteModel;
  /** Those that are there. */
  readonly sets: readonly SuiteSet[];
  /** Names of the same, or where none is there of those asked for. */
  readonly data: readonly string[];
  /** Qualities of erc and quality, files resolved. */
  readonly qualities: readonly QualitySpec[];
  /** Folder of its results below `out`; null where a protocol can't be read, which the run will tell. */
  readonly folder: string | null;
  /** Why it is not run; null = it is. */
  readonly skipped: string | null;
}

/** What became of a cell. "up to date" = its results were there, made from the same request and the same bytes. */
export type CellState = "done" | "up to date" | "skipped" | "failed";

/** How a cell ended. */
export interface CellOutcome {
  readonly cell: Cell;
  readonly state: CellState;
  /** Why it was skipped or failed, in one line. */
  readonly reason: string | null;
}

/** A finished cell's figures, read back from its folder. */
export interface MeasuredCell extends CellOutcome {
  readonly figures: readonly Figure[];
}
