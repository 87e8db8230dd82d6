// What the page's script is handed of a plot: compiled here, so that the page needs no vega-lite, its data by columns,
// which take a third of the room of rows.
import type { Chart } from "../chart.js";
import { compile } from "../plotter.js";
import { hitsName, interactivePlot, type Series, type Tip } from "../plots/interactive.js";

/** Numbers of a plot's place or tooltip: more digits nobody sees. Whole numbers keep all. */
const digits = 6;

/** A column of numbers, or of few texts as places in `words`. */
type Column = readonly (number | null)[] | { readonly words: readonly string[]; readonly at: readonly number[] };

/** Rows of equal fields, column by column. */
interface Columns {
  readonly fields: readonly string[];
  readonly columns: readonly Column[];
}

export interface PlotData {
  /** For vega; `values` of its data are Columns. */
  readonly spec: unknown;
  /** Which of its data the table behind the plot shows, and how. */
  readonly table: { readonly data: string; readonly tips: readonly Tip[] };
}

/** @param description the plot in words */
export function plotData(chart: Chart, description: string): { plot: PlotData; series: readonly Series[] } {
  const { spec, series, tips } = interactivePlot(chart, description);
  const compiled = compile(spec).spec as { data?: readonly { name: string; values?: unknown }[] };
  const data = (compiled.data ?? []).map((each) =>
    isRows(each.values) ? { ...each, values: columnsOf(each.values) } : each,
  );
  return { plot: { spec: { ...compiled, data }, table: { data: hitsName, tips } }, series };
}

type Rows = readonly Readonly<Record<string, unknown>>[];

const isRows = (values: unknown): values is Rows => Array.isArray(values) && values.length > 0;

function columnsOf(rows: Rows): Columns {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { fields, columns: fields.map((field) => columnOf(rows.map((row) => row[field]))) };
}

function columnOf(values: readonly unknown[]): Column {
  if (values.every((value) => value === undefined || typeof value === "number")) return values.map(rounded);
  const words = [...new Set(values.map(String))];
  const places = new Map(words.map((word, at) => [word, at]));
  return { words, at: values.map((value) => places.get(String(value)) as number) };
}

function rounded(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(digits));
}
