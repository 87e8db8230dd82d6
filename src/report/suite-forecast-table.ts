// What a suite would do: one row a cell, one row a model.
import { stringify } from "csv-stringify/sync";
import type { Format } from "./formats.js";
import { printBytes } from "./grid.js";
import { printMarkdown } from "./markdown.js";
import { printCount, printShort } from "./number.js";
import type { Column, Table } from "./table.js";
import { printTerminal } from "./terminal.js";

/** What a cell would do. */
export interface CellForecast {
  readonly task: string;
  readonly model: string;
  readonly data: readonly string[];
  /** "to run", "up to date", "skipped" or "failed". */
  readonly state: string;
  readonly reason: string | null;
  /** Distinct pictures of each of its sets, and those without an embedding; null where it will not run. */
  readonly images: number | null;
  readonly missing: number | null;
}

/** The pictures of all of a model's cells, each once. */
export interface ModelForecast {
  readonly name: string;
  readonly images: number;
  readonly missing: number;
  readonly unreadable: number;
  /** Pictures that were timed; 0 = none, and nothing is known of time and size but where nothing is missing. */
  readonly timed: number;
  readonly imagesPerSecond: number;
  readonly seconds: number;
  /** Of the embeddings to be kept. */
  readonly bytes: number;
}

/** What a suite would do. */
export interface SuiteForecast {
  readonly title: string;
  /** Whether embeddings are kept; otherwise each cell makes its own. */
  readonly kept: boolean;
  readonly cells: readonly CellForecast[];
  readonly models: readonly ModelForecast[];
}

/** A forecast as stdout carries it; csv has the cells only. */
export function printForecast(format: Format, forecast: SuiteForecast): string {
  const { title, cells, models } = forecast;
  if (format === "json") return JSON.stringify({ format: 1, suite: title, cells, models }, null, 2);
  if (format === "csv") return cellRows(cells);
  const tables = [cellTable(forecast), ...(models.length > 0 ? [modelTable(forecast)] : [])];
  return format === "md"
    ? tables.map((table) => printMarkdown(table).trimEnd()).join("\n\n")
    : tables.map((table) => printTerminal(table)).join("\n\n");
}

function cellRows(cells: readonly CellForecast[]): string {
  const head = ["task", "model", "data", "state", "reason", "images", "missing"];
  const rows = cells.map(({ task, model, data, state, reason, images, missing }) =>
    [task, model, data.join(" "), state, reason ?? "", images ?? "", missing ?? ""].map(String),
  );
  return stringify([head, ...rows], { record_delimiter: "\n" }).trimEnd();
}

const left = (head: string): Column => ({ head, align: "left" });
const right = (head: string): Column => ({ head, align: "right" });

function cellTable({ title, cells }: SuiteForecast): Table {
  const columns = [...["Task", "Model", "Data"].map(left), right("Images"), right("To embed"), left("State")];
  const count = (value: number | null): string => (value === null ? "" : printCount(value));
  const rows = cells.map(({ task, model, data, state, reason, images, missing }) =>
    [task, model, data.join(", "), count(images), count(missing), reason === null ? state : `${state}: ${reason}`].map(
      (text) => ({ text }),
    ),
  );
  return { title: `${title}: nothing is run`, columns, rows, notes: [] };
}

function modelTable({ models, kept }: SuiteForecast): Table {
  const columns = [left("Model"), ...["Images", "In cache", "To embed", "Images/s", "Time", "Disk"].map(right)];
  const rows = models.map(({ name, images, missing, imagesPerSecond, seconds, bytes }) =>
    [
      ...[name, printCount(images), printCount(images - missing), printCount(missing)],
      ...[rate(imagesPerSecond), duration(seconds)],
      kept ? (Number.isFinite(bytes) ? printBytes(bytes) : "-") : "none",
    ].map((text) => ({ text })),
  );
  const timed = Math.max(0, ...models.map((model) => model.timed));
  const unreadable = models.reduce((most, model) => Math.max(most, model.unreadable), 0);
  const notes = [
    ...(timed > 0 ? [`time of embedding alone, by a run over ${timed} of the images now`] : []),
    ...(unreadable > 0 ? [`${printCount(unreadable)} images can't be read and are in no count`] : []),
    ...(kept ? [] : ["no cache: each cell embeds its own images, however many cells share them"]),
  ];
  return { title: "Each model's images, over all of its cells once", columns, rows, notes };
}

const rate = (perSecond: number): string =>
  Number.isFinite(perSecond) ? (perSecond < 100 ? printShort(perSecond, 2) : printCount(Math.round(perSecond))) : "";

/** "12 s", "3 min", "2.5 h". */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-";
  if (seconds < 100) return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
