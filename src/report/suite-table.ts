// What a suite found: one row a cell, and the paper's tables, models as rows and data sets as columns.
import type { Figure } from "../types.js";
import { isRate, labelOf, labelOfName, sharedOptions, withOptions } from "./label.js";
import { printPercent, printShort } from "./number.js";
import { freeOptions, rateCell, tarCell } from "./rate-table.js";
import type { PublishedFigure, Result } from "./result.js";
import { Notes, type Cell, type Column, type Table } from "./table.js";

/** One cell of a suite, and the few figures that stand for it. */
export interface SuiteRow {
  readonly task: string;
  readonly model: string;
  /** Names of its data sets. */
  readonly data: readonly string[];
  readonly state: string;
  /** Why it was skipped or failed. */
  readonly reason: string | null;
  /** Folder of its results below that of all; null where there is none. */
  readonly folder: string | null;
  readonly figures: readonly Figure[];
}

/** One protocol's results, one a model. */
export interface MeasuredProtocol {
  readonly title: string;
  readonly results: readonly Result[];
  /** Nothing where a part of the set was measured. */
  readonly published: readonly PublishedFigure[];
}

/** What a suite found. */
export interface SuiteSummary {
  readonly title: string;
  /** Names of data sets that are not there. */
  readonly missing: readonly string[];
  readonly rows: readonly SuiteRow[];
  readonly verification: readonly MeasuredProtocol[];
  readonly templates: readonly MeasuredProtocol[];
}

const empty: Cell = { text: "" };

/** Every cell with its state and main figures. */
export function cellTable({ title, missing, rows }: SuiteSummary): Table {
  const columns = ["Task", "Model", "Data", "State", "Figures"].map((head): Column => ({ head, align: "left" }));
  const lines = rows.map(({ task, model, data, state, reason, figures }) => [
    ...[task, model, data.join(", "), state].map((text) => ({ text })),
    { text: reason ?? figureText(figures) },
  ]);
  const notes = missing.length === 0 ? [] : [`data sets that are not there: ${missing.join(", ")}`];
  return { title, columns, rows: lines, notes };
}

function figureText(figures: readonly Figure[]): string {
  const shared = sharedOptions(figures);
  const names = new Set(figures.map(({ name }) => name));
  const texts = figures.map((figure) => {
    const options = labelOf(figure, shared)
      .slice(labelOfName(figure.name).length)
      .replace(/^ \(\w+ |\)$/g, "");
    const value = valueText(figure, figures.length === 1);
    return `${names.size === 1 && options !== "" ? options : labelOf(figure, shared)} ${value}`;
  });
  const head = figures.length > 1 && names.size === 1 ? `${labelOfName(figures[0].name)}: ` : "";
  return `${head}${texts.join(", ")}`;
}

function valueText({ name, value, interval }: Figure, withInterval: boolean): string {
  const print = (number: number): string => (isRate(name) ? printPercent(number, 2) : printShort(number, 4));
  if (!Number.isFinite(value)) return "-";
  const ends = withInterval && interval?.every(Number.isFinite) ? ` (${interval.map(print).join(" to ")})` : "";
  return `${print(value)}${isRate(name) ? " %" : ""}${ends}`;
}

/** Tables as the paper has them, and that of all cells; those without a figure are left out. */
export function suiteTables(summary: SuiteSummary): Table[] {
  const { title, verification, templates } = summary;
  const accuracy = pivot(`${title}: verification accuracy (%)`, verification, (name) => name === "accuracy", rateCell);
  const rates = pivot(
    `${title}: TAR (%) at FAR, 1:1 on templates`,
    templates,
    (name) => name.startsWith("tar@far="),
    tarCell,
  );
  return [cellTable(summary), ...[accuracy, rates].filter(({ rows }) => rows.length > 0)];
}

/** One column of a table: a figure of a protocol. */
interface Place {
  readonly protocol: MeasuredProtocol;
  readonly name: string;
}

function pivot(
  title: string,
  protocols: readonly MeasuredProtocol[],
  wanted: (name: string) => boolean,
  print: (figure: Figure | undefined, notes: Notes) => Cell,
): Table {
  const notes = new Notes();
  const places = protocols.flatMap((protocol): Place[] => {
    const names = protocol.results.flatMap(({ figures }) => figures.map(({ name }) => name).filter(wanted));
    return [...new Set(names)].map((name) => ({ protocol, name }));
  });
  const figures = protocols.flatMap(({ results }) => results.flatMap((result) => result.figures));
  const shared = sharedOptions(figures.filter(({ name }) => wanted(name)));
  const columns: Column[] = [
    { head: "Model", align: "left" },
    { head: "Convention", align: "left" },
    ...places.map((place): Column => ({ head: headOf(place), align: "right" })),
  ];
  const rows = ourRows(places, shared, (figure) => print(figure, notes));
  return { title, columns, rows: [...rows, ...publishedRows(places, notes)], notes: notes.texts };
}

const headOf = ({ protocol, name }: Place): string =>
  name === "accuracy" ? protocol.title : `${protocol.title} ${name.replace("tar@far=", "")}`;

/** A row a model, way of pooling and convention, in the order in which they come. */
function ourRows(places: readonly Place[], shared: readonly string[], print: (figure?: Figure) => Cell): Cell[][] {
  const rows = new Map<string, { head: Cell[]; cells: Cell[] }>();
  places.forEach(({ protocol, name }, at) => {
    for (const { figures, provenance } of protocol.results)
      for (const figure of figures) {
        if (figure.name !== name) continue;
        const model = withOptions(String(provenance.modelName), figure, freeOptions(figure, shared));
        const key = JSON.stringify([model, figure.convention]);
        const row = rows.get(key) ?? {
          head: [{ text: model }, { text: figure.convention }],
          cells: places.map(() => empty),
        };
        row.cells[at] = print(figure);
        rows.set(key, row);
      }
  });
  return inModelOrder([...rows.values()], places).map(({ head, cells }) => [...head, ...cells]);
}

/** A model that lacks the first set stands where the others of its kind do: by its first mention among all sets. */
function inModelOrder<Row extends { head: Cell[] }>(rows: readonly Row[], places: readonly Place[]): Row[] {
  const names = [
    ...new Set(
      places.flatMap(({ protocol }) => protocol.results.map(({ provenance }) => String(provenance.modelName))),
    ),
  ];
  const modelOf = ({ head }: Row): number =>
    names.findIndex((name) => head[0].text === name || head[0].text.startsWith(`${name} (`));
  return [...rows].sort((a, b) => modelOf(a) - modelOf(b));
}

function publishedRows(places: readonly Place[], notes: Notes): Cell[][] {
  const all = places.flatMap(({ protocol, name }) => protocol.published.filter(({ figure }) => figure === name));
  return [...new Set(all.map(({ model }) => model))].map((model) => {
    const own = all.filter((figure) => figure.model === model);
    const sources = [...new Set(own.map(({ source, status }) => `${source} (${status})`))].join("; ");
    return [
      { text: model },
      { text: "published", note: notes.mark(sources) },
      ...places.map(({ protocol, name }) => {
        const found = protocol.published.find((figure) => figure.figure === name && figure.model === model);
        return found === undefined ? empty : { text: printPercent(found.value, 2) };
      }),
    ];
  });
}
