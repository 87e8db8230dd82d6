// A check as tables: one of the figures of each result, one of the rules.
import type { CheckedFigureRow, CheckedResultRow, CheckedRuleRow, CheckReport } from "./check-report.js";
import { isRate, labelOfName } from "./label.js";
import { printShort } from "./number.js";
import { Notes, printValue, type Cell, type Table } from "./table.js";

const figureColumns = [
  { head: "Figure", align: "left" },
  { head: "Convention", align: "left" },
  { head: "Baseline", align: "right" },
  { head: "Now", align: "right" },
  { head: "Difference", align: "right" },
  { head: "Its interval", align: "right" },
  { head: "Allowed", align: "right" },
  { head: "Verdict", align: "left" },
] as const;

const ruleColumns = [
  { head: "Rule", align: "left" },
  { head: "Now (baseline)", align: "left" },
  { head: "Verdict", align: "left" },
] as const;

/** Figures that were not judged are only counted; JSON and CSV have them. */
export function checkTables({ results, rules }: CheckReport): Table[] {
  const tables = results.map(figuresTable);
  return rules.length === 0 ? tables : [...tables, rulesTable(rules)];
}

function figuresTable({ label, modelName, unjudged, notes: remarks, figures }: CheckedResultRow): Table {
  const notes = new Notes();
  const shown = figures.filter(({ outcome }) => outcome !== "not judged");
  const shared = partsOf(figures[0]).filter((part) => figures.every((figure) => partsOf(figure).includes(part)));
  const rows = shown.map((figure) => figureCells(figure, shared, notes));
  const kept = figureColumns.map((_, at) => at < 3 || rows.some((row) => row[at].text !== ""));
  const title = `${label}${modelName === undefined ? "" : `, ${modelName}`}${inParentheses(shared)}`;
  const hidden = figures.filter(({ outcome }) => outcome === "not judged");
  for (const how of new Set(hidden.map((figure) => figure.how)))
    notes.mark(`not judged, ${how}: ${namesOf(hidden.filter((figure) => figure.how === how))}`);
  for (const remark of remarks) notes.mark(remark);
  return {
    title: unjudged === undefined ? title : `${title}: could not be judged: ${unjudged.replaceAll("\n", "; ")}`,
    columns: figureColumns.filter((_, at) => kept[at]),
    rows: rows.map((row) => row.filter((_, at) => kept[at])),
    notes: notes.texts,
  };
}

/** "flip none", "gallery G1": options of a figure; those that all have are in the title. */
const partsOf = (figure: CheckedFigureRow | undefined): string[] => figure?.options.split(", ").filter(Boolean) ?? [];

const inParentheses = (parts: readonly string[]): string => (parts.length === 0 ? "" : ` (${parts.join(", ")})`);

const namesOf = (figures: readonly CheckedFigureRow[]): string =>
  [...new Set(figures.map(({ name }) => labelOfName(name)))].join(", ");

function figureCells(figure: CheckedFigureRow, shared: readonly string[], notes: Notes): Cell[] {
  const { name, convention, before, after, difference, interval, outcome, failed, how } = figure;
  const ends = interval?.map((end) => signed(name, end)).join(" to ") ?? "";
  const paired = how.startsWith("paired");
  return [
    { text: labelOfName(name) + inParentheses(partsOf(figure).filter((part) => !shared.includes(part))) },
    { text: convention },
    { text: valueText(name, before) },
    { text: valueText(name, after) },
    { text: Number.isFinite(difference) ? signed(name, difference) : "" },
    { text: paired ? ends : "" },
    { text: paired ? "" : ends },
    { text: failed ? outcome.toUpperCase() : outcome, note: notes.mark(how) },
  ];
}

function valueText(name: string, value: number): string {
  return Number.isFinite(value) ? `${printValue(name, value)}${isRate(name) ? " %" : ""}` : "-";
}

const signed = (name: string, value: number): string => `${value > 0 ? "+" : ""}${printValue(name, value)}`;

function rulesTable(rules: readonly CheckedRuleRow[]): Table {
  const notes = new Notes();
  const rows = rules.map(({ rule, outcome, reason, figures }): Cell[] => {
    const values = figures.map(({ after, before }) => `${numberText(after)} (${numberText(before)})`);
    return [
      { text: rule },
      { text: values.join("; ") },
      { text: outcome === "failed" ? "BROKEN" : outcome, note: notes.mark(reason) },
    ];
  });
  return { title: "Rules", columns: ruleColumns, rows, notes: notes.texts };
}

const numberText = (value: number): string => (Number.isFinite(value) ? printShort(value, 6) : "-");
