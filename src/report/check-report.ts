// What the outputs of a check print: made in runs/, nothing here computes.

/** A figure's verdict. NaN where there is no number. */
export interface CheckedFigureRow {
  readonly name: string;
  readonly convention: string;
  /** Its options, "flip none"; empty where it has none. */
  readonly options: string;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Of the difference where it was found by a paired bootstrap, else the differences allowed. */
  readonly interval?: readonly [number, number];
  readonly outcome: string;
  readonly failed: boolean;
  readonly how: string;
}

/** A result's figures, or why it could not be judged. */
export interface CheckedResultRow {
  /** "lfw verification" */
  readonly label: string;
  readonly modelName?: string;
  /** Why it could not be judged. */
  readonly unjudged?: string;
  /** What differs between the two runs and is no fault. */
  readonly notes: readonly string[];
  readonly figures: readonly CheckedFigureRow[];
}

/** What became of a rule, and the figures that it names. */
export interface CheckedRuleRow {
  readonly rule: string;
  readonly outcome: "passed" | "failed" | "not judged";
  readonly reason?: string;
  readonly figures: readonly { readonly label: string; readonly after: number; readonly before: number }[];
}

/** Exit codes 0, 1 and 2. */
export type CheckVerdict = "passed" | "regression" | "could not judge";

/** All that a check found. */
export interface CheckReport {
  readonly verdict: CheckVerdict;
  /** The verdict with what led to it, one line. */
  readonly line: string;
  readonly results: readonly CheckedResultRow[];
  readonly rules: readonly CheckedRuleRow[];
}
