import type { Figure } from "../types.js";
import { sharedOptions, withOptions } from "./label.js";
import { evenPrinter, printCount } from "./number.js";
import type { Result } from "./result.js";
import { Notes, type Cell, type Column, type Table } from "./table.js";

/** Figures of a data set by the head of their column. */
const spread = {
  Mean: "magnitude-mean",
  q05: "magnitude-q05",
  q25: "magnitude-q25",
  Median: "magnitude-median",
  q75: "magnitude-q75",
  q95: "magnitude-q95",
} as const;

const centre =
  "rank correlation of magnitude with the cosine to the mean of the subject's other images: class centres are in no released model";

/** Magnitudes: one row a data set. */
export function magnitudeTable({ figures, provenance }: Result): Table {
  const notes = new Notes();
  const sets = [...new Set(figures.map(({ dataset }) => String(dataset)))];
  const find = (set: string, name: string) => figures.find((figure) => figure.name === name && figure.dataset === set);
  const correlations = sets.map((set) => find(set, "magnitude-cosine-spearman"));
  const method = correlations.find((figure) => figure?.intervalMethod !== undefined)?.intervalMethod;
  const right = (head: string, note?: number): Column => ({ head, align: "right", note });
  const columns: Column[] = [
    { head: "Data set", align: "left" },
    ...["Images", ...Object.keys(spread), "Subjects"].map((head) => right(head)),
    right("Spearman", notes.mark(centre)),
    right("95 % interval", notes.mark(method)),
  ];
  const lengths = figures.filter(({ name }) => name.startsWith("magnitude-q")).map(({ value }) => value);
  const print = evenPrinter(lengths, 4);
  const rows = sets.map((set, at) => [
    { text: set },
    { text: printCount(find(set, "images")?.value ?? NaN) },
    ...Object.values(spread).map((name): Cell => ({ text: print(find(set, name)?.value ?? NaN) })),
    ...correlationCells(correlations[at], notes),
  ]);
  const options = sharedOptions(figures).filter((key) => key !== "dataset");
  const title = withOptions(`magnitude, ${provenance.modelName}`, figures[0], options);
  return { title, columns, rows, notes: notes.texts };
}

function correlationCells(figure: Figure | undefined, notes: Notes): Cell[] {
  const dash = { text: "-" };
  if (figure === undefined || !Number.isFinite(figure.value)) {
    return [dash, { ...dash, note: notes.mark(figure?.reason) }, dash];
  }
  const { value, interval, subjects } = figure;
  const range = interval?.map((end) => end.toFixed(3)).join(" to ");
  return [
    { text: printCount(Number(subjects)) },
    { text: value.toFixed(3) },
    range === undefined ? dash : { text: range },
  ];
}
