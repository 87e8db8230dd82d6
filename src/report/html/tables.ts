// Tables of a page.
import type { Element, ElementContent } from "hast";
import { h } from "hastscript";
import { conventionText } from "../convention-texts.js";
import { labelOfName } from "../label.js";
import type { PublishedFigure } from "../result.js";
import {
  headOf,
  intervalText,
  publishedAt,
  publishedRows,
  sourcesOf,
  valueText,
  type SummaryCell,
} from "../summary.js";
import { printValue, unitOf, type Cell, type Table } from "../table.js";
import type { PageSource, PageSummary } from "./page-content.js";

/** A table in a frame of its own that scrolls where the page is too narrow; keys can scroll it too. */
const scrolling = (label: string, table: Element): Element =>
  h("div", { className: "scroll", role: "region", ariaLabel: label, tabIndex: 0 }, table);

/** Where the figures of a summary can be found in the page's data. */
interface Place {
  readonly section: number;
  readonly sources: readonly PageSource[];
}

/** A summary that can be sorted by each column; each value opens how it came about. */
export function summaryTableOf(summary: PageSummary, place: Place): Element[] {
  const { caption, columns, options, rows, published, shared } = summary;
  const theirs = publishedRows(published, summary);
  const words = ["Model", ...options];
  const heads = [
    ...words.map((text) => sortHead(text, text, "word")),
    ...columns.map(({ name, convention }) => sortHead(headOf(name), `${labelOfName(name)}, convention ${convention}`)),
  ];
  const table = h("table", { className: "summary sortable" }, [
    h("caption", `${caption}${shared}`),
    h("thead", [groupRow(words.length, conventionGroups(summary)), h("tr", heads)]),
    h("tbody", [
      ...rows.map((_, at) => ownRow(summary, at, place)),
      ...theirs.map((group, at) => publishedRow(summary, group, at + 1)),
    ]),
  ]);
  const feet = theirs.map((group) => `${group[0].model}, ${sourcesOf(group)}; the convention is the source's own`);
  return [scrolling(caption, table), ...notes(feet)];
}

function ownRow({ rows, best }: PageSummary, at: number, { section, sources }: Place): Element {
  const { source, options, cells } = rows[at];
  const { name } = sources[source];
  const place = { dataSection: String(section), dataSource: String(source) };
  return h("tr", [
    h("th", { scope: "row", dataValue: name }, name),
    ...options.map((text) => h("td", { className: "word", dataValue: text }, text)),
    ...cells.map((cell, column) =>
      cell === null ? h("td", { className: "none" }) : figureCell(cell, best[at][column], place),
    ),
  ]);
}

function figureCell({ figure, place: dataFigure }: SummaryCell, best: boolean, place: object): Element {
  const interval = intervalText(figure);
  const title = figure.reason ?? "How this figure came about";
  const button = { type: "button" as const, className: "figure", title, ...place, dataFigure: String(dataFigure) };
  return h("td", { className: best ? "number best" : "number", dataValue: numberOf(figure.value) }, [
    h("button", button, valueText(figure)),
    ...(best ? [h("span", { className: "unseen" }, " (best of its column)")] : []),
    ...(interval === null ? [] : [h("span", { className: "interval" }, interval)]),
  ]);
}

/** @param note of the place where it was published */
function publishedRow({ columns, options }: PageSummary, group: readonly PublishedFigure[], note: number): Element {
  return h("tr", { className: "published" }, [
    h("th", { scope: "row", dataValue: group[0].model }, [group[0].model, h("sup", String(note))]),
    ...options.map(() => h("td", { className: "word", dataValue: "" })),
    ...columns.map(({ name }, at) => {
      const value = publishedAt(group, columns, at)?.value;
      return value === undefined
        ? h("td", { className: "none" })
        : h("td", { className: "number", dataValue: numberOf(value) }, `${printValue(name, value)}${unitOf(name)}`);
    }),
  ]);
}

const numberOf = (value: number): string => (Number.isFinite(value) ? String(value) : "");

const sortHead = (text: string, title: string, className = "number"): Element =>
  h(
    "th",
    { scope: "col", className, ariaSort: "none" },
    h("button", { type: "button", className: "sort", title: `Sort by ${title}` }, text),
  );

function conventionGroups({ columns }: PageSummary): { name: string; span: number }[] {
  const groups: { name: string; span: number }[] = [];
  for (const { convention } of columns) {
    const last = groups.at(-1);
    if (last?.name === convention) last.span++;
    else groups.push({ name: convention, span: 1 });
  }
  return groups;
}

const groupRow = (words: number, groups: readonly { name: string; span: number }[]): Element =>
  h("tr", { className: "conventions" }, [
    h("td", { colSpan: words }),
    ...groups.map(({ name, span }) =>
      h("th", { scope: "colgroup", colSpan: span, title: conventionText(name) }, `convention ${name}`),
    ),
  ]);

const notes = (texts: readonly string[]): Element[] =>
  texts.length === 0
    ? []
    : [
        h(
          "ol",
          { className: "notes" },
          texts.map((text) => h("li", text)),
        ),
      ];

/** A table as files print it. */
export function plainTable({ title, columns, rows, notes: texts }: Table): Element[] {
  const cell =
    (kind: "td" | "th") =>
    (each: Cell, at: number): ElementContent =>
      h(
        kind,
        { className: columns[at].align === "right" ? "number" : "word", ...(kind === "th" && { scope: "col" }) },
        [each.text, ...(each.note === undefined ? [] : [h("sup", String(each.note))])],
      );
  const head = columns.map(({ head: text, note }) => ({ text, note }));
  const table = h("table", [
    h("caption", title),
    h("thead", h("tr", head.map(cell("th")))),
    h(
      "tbody",
      rows.map((row) => h("tr", row.map(cell("td")))),
    ),
  ]);
  return [scrolling(title, table), ...notes(texts)];
}
