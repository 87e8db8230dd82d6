// The one table that stdout, table.md and table.tex print, so that they never disagree.
import type { Figure } from "../types.js";
import { isRate, labelOf, labelOfName, sharedOptions, withOptions } from "./label.js";
import { printCount, printPercent, printShort } from "./number.js";
import type { PublishedFigure, Result } from "./result.js";

/** Plain text, not yet escaped for any format. `note` counts from 1 into the table's notes. */
export interface Cell {
  readonly text: string;
  readonly note?: number;
  /** Whether it is the best of its column; absent = no. */
  readonly best?: boolean;
}

/** A column of a table. */
export interface Column {
  readonly head: string;
  /** Of the head; as in a cell. */
  readonly note?: number;
  readonly align: "left" | "right";
}

/** A table for any of the printers: terminal, Markdown, LaTeX. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** One cell a column. */
  readonly rows: readonly (readonly Cell[])[];
  /** What note marks mean; the first is note 1. */
  readonly notes: readonly string[];
}

/** The heads of all columns. Those a narrow terminal can best do without come last. */
const columnsFor = (interval: string): readonly Column[] => [
  { head: "Figure", align: "left" },
  { head: "Convention", align: "left" },
  { head: "Value", align: "right" },
  { head: interval, align: "right" },
  { head: "FAR reached", align: "right" },
  { head: "Accepted genuine + impostor", align: "right" },
  { head: "Threshold", align: "right" },
];

const empty: Cell = { text: "" };

/** Notes in order of first use; the same text is one note. */
export class Notes {
  readonly texts: string[] = [];
  mark(text: string | undefined): number | undefined {
    if (text === undefined || text === "") return undefined;
    if (!this.texts.includes(text)) this.texts.push(text);
    return this.texts.indexOf(text) + 1;
  }
}

/**
 * One row a figure in the result's order. Published figures follow the last of ours of that name; those of which we
 * have none stay out. Columns that would be empty are left out. How intervals were made stands in their head, or in notes
 * where it differs.
 */
export function figureTable(result: Result, published: readonly PublishedFigure[]): Table {
  const { figures } = result;
  const notes = new Notes();
  const methods = new Set(figures.map(({ intervalMethod }) => intervalMethod).filter((method) => method !== undefined));
  const columns = columnsFor(["95 % interval", ...(methods.size === 1 ? methods : [])].join(", "));
  const shared = sharedOptions(figures);
  const rows: Cell[][] = [];
  figures.forEach((figure, at) => {
    if (!isShownElsewhere(figure, figures)) rows.push(figureRow(figure, shared, methods.size > 1, notes));
    if (figures.slice(at + 1).some(({ name }) => name === figure.name)) return;
    for (const theirs of published) if (theirs.figure === figure.name) rows.push(publishedRow(theirs, notes));
  });
  const kept = columns.map((_, at) => rows.some((row) => row[at].text !== ""));
  return {
    title: titleOf(result, shared),
    columns: columns.filter((_, at) => kept[at]),
    rows: rows.map((row) => row.filter((_, at) => kept[at])),
    notes: notes.texts,
  };
}

/** "lfw, magface.onnx (flip none)": the protocol, the model where there is one, the options of all figures. */
function titleOf({ protocol, provenance, figures }: Result, shared: readonly string[]): string {
  const model = provenance.modelName ?? provenance.preset;
  const title = model === undefined ? protocol.name : `${protocol.name}, ${model}`;
  return shared.length === 0 ? title : withOptions(title, figures[0], shared);
}

/** A threshold that the row of its TAR prints already, or that is undefined as its TAR is, needs no row of its own. */
function isShownElsewhere({ name, convention, value }: Figure, figures: readonly Figure[]): boolean {
  if (!name.startsWith("threshold@")) return false;
  const tar = name.replace("threshold@", "tar@");
  return figures.some(
    (other) => other.name === tar && other.convention === convention && Object.is(other.threshold ?? NaN, value),
  );
}

function figureRow(figure: Figure, shared: readonly string[], sayMethod: boolean, notes: Notes): Cell[] {
  const { accepted } = figure;
  return [
    { text: labelOf(figure, shared) },
    { text: figure.convention },
    valueCell(figure, notes),
    intervalCell(figure, sayMethod, notes),
    numberCell(figure.far, 3),
    accepted ? { text: `${printCount(accepted.genuine)} + ${printCount(accepted.impostor)}` } : empty,
    numberCell(figure.threshold, 4),
  ];
}

function intervalCell({ name, interval, intervalMethod }: Figure, sayMethod: boolean, notes: Notes): Cell {
  if (!interval?.every(Number.isFinite)) return empty;
  const text = interval.map((end) => printValue(name, end)).join(" to ");
  return {
    text,
    note: sayMethod && intervalMethod !== undefined ? notes.mark(`interval: ${intervalMethod}`) : undefined,
  };
}

function valueCell(figure: Figure, notes: Notes): Cell {
  const { name, value, std, reason } = figure;
  if (!Number.isFinite(value)) return { text: "-", note: notes.mark(reason) };
  const spread = std !== undefined && Number.isFinite(std) ? ` ± ${printValue(name, std)}` : "";
  return { text: `${printValue(name, value)}${spread}${unitOf(name)}` };
}

const numberCell = (value: number | undefined, digits: number): Cell =>
  value === undefined || !Number.isFinite(value) ? empty : { text: printShort(value, digits) };

/** Rates in percent with two decimals; AUC lies so near 1 that it gets three. */
export function printValue(name: string, value: number): string {
  return isRate(name) ? printPercent(value, name === "auc" ? 3 : 2) : printShort(value, 5);
}

/** What stands behind a printed value. */
export const unitOf = (name: string): string => (isRate(name) ? " %" : "");

function publishedRow({ figure, value, model, source, status }: PublishedFigure, notes: Notes): Cell[] {
  return [
    { text: labelOfName(figure) },
    { text: `published: ${model}`, note: notes.mark(`${source} (${status})`) },
    { text: `${printValue(figure, value)}${unitOf(figure)}` },
    ...[empty, empty, empty, empty],
  ];
}
