// What a page of results holds. Plain data: whoever fills it has read, chosen and compared; the page prints.
import type { Chart } from "../chart.js";
import type { PublishedFigure, Result } from "../result.js";
import type { Summary } from "../summary.js";
import type { Table } from "../table.js";

export interface PageContent {
  readonly title: string;
  /** What the page is about, in one line. */
  readonly about: string;
  /** One a protocol and task. */
  readonly sections: readonly PageSection[];
  readonly version: string;
}

export interface PageSection {
  /** Unique, of letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** Short lines under the title: what is asked, what must be known. */
  readonly lines: readonly string[];
  readonly sources: readonly PageSource[];
  readonly summaries: readonly PageSummary[];
  readonly plots: readonly PagePlot[];
  readonly faces: readonly FaceGroup[];
  readonly sheets: readonly FaceSheet[];
}

/** A result that the section rests on. */
export interface PageSource {
  /** Unique in the section. */
  readonly name: string;
  readonly result: Result;
  /** Every figure, as the result's own folder prints them. */
  readonly tables: readonly Table[];
}

export interface PageSummary extends Summary {
  readonly caption: string;
  /** For each row and column whether it is the best. */
  readonly best: readonly (readonly boolean[])[];
  readonly published: readonly PublishedFigure[];
}

export interface PagePlot {
  readonly title: string;
  /** What the plot shows, for those who can't see it. */
  readonly description: string;
  readonly chart: Chart;
}

/** Pairs or single images to look at, worst first. */
export interface FaceGroup {
  /** Which of the section's sources it is of. */
  readonly source: string;
  readonly title: string;
  readonly note: string;
  readonly items: readonly FaceItem[];
}

export interface FaceItem {
  /** One or two; `uri` null where there is no picture to show, `name` null where none is to be shown. */
  readonly faces: readonly { readonly uri: string | null; readonly name: string | null }[];
  /** Which it is where neither picture nor name may be shown: "pair 17". */
  readonly label: string;
  readonly numbers: readonly (readonly [name: string, value: string])[];
}

/** A picture of many faces that a run has drawn. */
export interface FaceSheet {
  readonly title: string;
  readonly description: string;
  readonly uri: string;
}
