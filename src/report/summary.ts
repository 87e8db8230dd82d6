// Figures of several results side by side: a row a model and choice of options, a column a figure and convention.
import type { Figure } from "../types.js";
import { optionNames } from "./figure-fields.js";
import { labelOfName, sharedOptions, withOptions } from "./label.js";
import { printPercent, printShort } from "./number.js";
import type { PublishedFigure } from "./result.js";
import { Notes, printValue, unitOf, type Cell, type Column, type Table } from "./table.js";

/** A result as it stands in a summary. */
export interface NamedFigures {
  readonly name: string;
  readonly figures: readonly Figure[];
}

export interface SummaryColumn {
  readonly name: string;
  readonly convention: string;
}

export interface SummaryCell {
  readonly figure: Figure;
  /** Which of the source's figures it is. */
  readonly place: number;
}

export interface SummaryRow {
  /** Which of the sources. */
  readonly source: number;
  /** Values of the summary's options. */
  readonly options: readonly string[];
  /** One a column; null where the source has no such figure. */
  readonly cells: readonly (SummaryCell | null)[];
}

export interface Summary {
  /** Options that all figures agree on, " (flip none)"; empty where there are none. */
  readonly shared: string;
  /** Options that tell rows of one source apart. */
  readonly options: readonly string[];
  /** Those of one convention together. */
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly SummaryRow[];
}

interface Entry extends SummaryCell {
  readonly source: number;
}

/** One summary for each set of options that figures have: those that name a gallery stand apart from those that have none. */
export function summariesOf(sources: readonly NamedFigures[], wanted: (figure: Figure) => boolean): Summary[] {
  const entries = sources.flatMap(({ figures }, source) =>
    figures.map((figure, place): Entry => ({ figure, place, source })).filter(({ figure }) => wanted(figure)),
  );
  return groupsOf(entries, ({ figure }) => optionNames(figure).join("\n")).map(summaryOf);
}

function summaryOf(entries: readonly Entry[]): Summary {
  const figures = entries.map(({ figure }) => figure);
  const shared = sharedOptions(figures);
  const options = optionNames(figures[0]).filter((name) => !shared.includes(name));
  const columns = groupsOf(
    groupsOf(entries, columnKey).map(([first]) => first.figure),
    ({ convention }) => convention,
  ).flat();
  const valuesOf = (figure: Figure): string[] => options.map((name) => String(figure[name]));
  const rows = groupsOf(entries, ({ source, figure }) => [source, ...valuesOf(figure)].join("\n")).map((row) => {
    const byColumn = new Map(row.map((entry) => [columnKey(entry), entry]));
    const cells = columns.map((figure) => byColumn.get(columnKey({ figure })) ?? null);
    return { source: row[0].source, options: valuesOf(row[0].figure), cells };
  });
  return {
    shared: withOptions("", figures[0], shared),
    options,
    columns: columns.map(({ name, convention }) => ({ name, convention })),
    rows,
  };
}

const columnKey = ({ figure: { name, convention } }: Pick<Entry, "figure">): string => `${convention}\n${name}`;

/** Items in groups of one key, in the order in which keys first come. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** The head of a column; of error-versus-reject figures, whose caption says the rest, the share set aside alone. */
export function headOf(name: string): string {
  const reject = /^fnmr@fmr=[^,]+,reject=(.+)$/.exec(name);
  return reject ? `${printShort(Number(reject[1]) * 100, 3)} % set aside` : labelOfName(name);
}

/** "96.35 %", "-" where undefined. */
export function valueText({ name, value }: Figure): string {
  return Number.isFinite(value) ? `${printValue(name, value)}${unitOf(name)}` : "-";
}

/** "95.44 to 97.09"; null where there is none. */
export function intervalText({ name, interval }: Figure): string | null {
  return interval?.every(Number.isFinite) ? interval.map((end) => printValue(name, end)).join(" to ") : null;
}

/** Published figures by their model: one row each, in the order of first mention. */
export const publishedRows = (published: readonly PublishedFigure[], { columns }: Summary): PublishedFigure[][] =>
  groupsOf(
    published.filter(({ figure }) => columns.some(({ name }) => name === figure)),
    ({ model }) => model,
  );

/** Where a published figure stands: in the first column of its name, since its source seldom says by which convention. */
export const publishedAt = (group: readonly PublishedFigure[], columns: readonly SummaryColumn[], at: number) =>
  columns.findIndex(({ name }) => name === columns[at].name) === at
    ? group.find(({ figure }) => figure === columns[at].name)
    : undefined;

/** What a summary with its best marked prints, for the formats that tables have. */
export function summaryTable(
  title: string,
  summary: Summary,
  sources: readonly NamedFigures[],
  best: readonly (readonly boolean[])[],
  published: readonly PublishedFigure[],
): Table {
  const { columns, options, rows } = summary;
  const notes = new Notes();
  const several = new Set(columns.map(({ convention }) => convention)).size > 1;
  const heads: Column[] = [
    ...["Model", ...options].map((head): Column => ({ head, align: "left" })),
    ...columns.map(({ name, convention }): Column => ({
      head: several ? `${headOf(name)}, ${convention}` : headOf(name),
      align: "right",
    })),
  ];
  const ours = rows.map((row, at) => [
    { text: sources[row.source].name },
    ...row.options.map((text) => ({ text })),
    ...row.cells.map((cell, column) => cellOf(cell, best[at][column], notes)),
  ]);
  const theirs = publishedRows(published, summary).map((group) => [
    { text: group[0].model, note: notes.mark(sourcesOf(group)) },
    ...options.map((): Cell => ({ text: "" })),
    ...columns.map((_, at): Cell => {
      const found = publishedAt(group, columns, at);
      return { text: found === undefined ? "" : printPercent(found.value, 2) };
    }),
  ]);
  const convention = several ? "" : `, convention ${columns[0].convention}`;
  return {
    title: `${title}${convention}${summary.shared}`,
    columns: heads,
    rows: [...ours, ...theirs],
    notes: notes.texts,
  };
}

/** Where published figures were read. */
export const sourcesOf = (group: readonly PublishedFigure[]): string =>
  `published: ${[...new Set(group.map(({ source, status }) => `${source} (${status})`))].join("; ")}`;

function cellOf(cell: SummaryCell | null, best: boolean, notes: Notes): Cell {
  if (cell === null) return { text: "" };
  const { figure } = cell;
  const text = valueText(figure);
  return text === "-" ? { text, note: notes.mark(figure.reason) } : { text, ...(best && { best }) };
}
