// Tables of error-versus-reject results: areas by method, and FNMR by share set aside.
import type { Figure } from "../types.js";
import { sharedOptions, withOptions } from "./label.js";
import { printPercent, printShort } from "./number.js";
import type { Result } from "./result.js";
import { Notes, type Cell, type Column, type Table } from "./table.js";

/** The difference of two methods' pAUC on the same pairs, below 0 = the first is better. */
export interface ErcComparison {
  readonly fmr: number;
  readonly to: number;
  readonly one: string;
  readonly other: string;
  readonly difference: number;
  readonly interval: readonly [number, number] | undefined;
}

const empty: Cell = { text: "" };

/** Shares that a terminal has room for; files have all. */
const shortRates = ["0", "0.05", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5"];

/** pAUC of each method: its area, and in brackets where it lies between the ideal order (0) and a random one (1). */
export function areaTable(title: string, result: Result): Table {
  const own = areasOf(result);
  const notes = new Notes();
  const names = [...new Set(own.map(({ name }) => name))];
  const rows = areaRows(own, names, notes);
  return { title: `${title}: pAUC of FNMR${optionsOf(own)}`, columns: areaColumns(names), rows, notes: notes.texts };
}

/** The same of several data sets and recognisers: every row names its own. */
export function jointAreaTable(parts: readonly { readonly title: string; readonly result: Result }[]): Table {
  const all = parts.flatMap(({ result }) => areasOf(result));
  const notes = new Notes();
  const names = [...new Set(all.map(({ name }) => name))];
  const heads = ["Data", "Recogniser"].map((head): Column => ({ head, align: "left" }));
  const rows = parts.flatMap(({ title, result }) =>
    areaRows(areasOf(result), names, notes).map((row, at) => [
      ...(at === 0 ? [{ text: title }, { text: String(result.provenance.modelName) }] : [empty, empty]),
      ...row,
    ]),
  );
  const columns = [...heads, ...areaColumns(names)];
  return { title: `pAUC of FNMR${optionsOf(all)}`, columns, rows, notes: notes.texts };
}

const areasOf = ({ figures }: Result): Figure[] => figures.filter(({ name }) => name.startsWith("pauc@"));

const areaColumns = (names: readonly string[]): Column[] => [
  { head: "Quality", align: "left" },
  { head: "Convention", align: "left" },
  ...names.map((name): Column => ({
    head: name.replace("pauc@fmr=", "FMR ").replace(",to=", " to "),
    align: "right",
  })),
];

function areaRows(own: readonly Figure[], names: readonly string[], notes: Notes): Cell[][] {
  return methodsOf(own).flatMap(({ quality, convention }) => {
    const find = (name: string) =>
      own.find((figure) => figure.name === name && figure.quality === quality && figure.convention === convention);
    const values = names.map((name) => areaCell(find(name), notes));
    const intervals = names.map((name) => find(name)?.interval);
    const row = [{ text: quality }, { text: convention }, ...values];
    if (!intervals.some((interval) => interval !== undefined)) return [row];
    const method = own.find(({ intervalMethod }) => intervalMethod !== undefined)?.intervalMethod;
    const cells = intervals.map((interval): Cell =>
      interval === undefined ? empty : { text: interval.map((end) => printShort(end, 3)).join(" to ") },
    );
    return [row, [empty, { text: "95 % interval", note: notes.mark(`95 % interval: ${method}`) }, ...cells]];
  });
}

function areaCell(figure: Figure | undefined, notes: Notes): Cell {
  if (figure === undefined) return empty;
  const { value, reason, normalised } = figure;
  if (!Number.isFinite(value)) return { text: "-", note: notes.mark(reason) };
  const share = typeof normalised === "number" && Number.isFinite(normalised) ? ` (${normalised.toFixed(3)})` : "";
  const note = share === "" ? undefined : notes.mark("in brackets: 0 = ideal order, 1 = random order");
  return { text: `${printShort(value, 3)}${share}`, note };
}

/** FNMR in percent: one row a share set aside, one column a method. */
export function fnmrTable(title: string, { figures }: Result, fmr: string, short: boolean): Table {
  const own = figures.filter(({ name }) => name.startsWith(`fnmr@fmr=${fmr},`));
  const methods = methodsOf(own);
  const many = new Set(methods.map(({ convention }) => convention)).size > 1;
  const notes = new Notes();
  const rates = [...new Set(own.map(({ name }) => name.split("reject=")[1]))].filter(
    (rate) => !short || shortRates.includes(rate),
  );
  const columns: Column[] = [
    { head: "set aside (%)", align: "right" },
    ...methods.map(({ quality, convention }): Column => ({
      head: many ? `${quality}, ${convention}` : quality,
      align: "right",
    })),
  ];
  const rows = rates.map((rate) => [
    { text: printPercent(Number(rate), 0) },
    ...methods.map(({ quality, convention }) => {
      const figure = own.find(
        (each) => each.name.endsWith(`reject=${rate}`) && each.quality === quality && each.convention === convention,
      );
      return fnmrCell(figure, notes);
    }),
  ]);
  const convention = many || methods.length === 0 ? "" : `, convention ${methods[0].convention}`;
  return { title: `${title}: FNMR (%) at FMR ${fmr}${convention}${optionsOf(own)}`, columns, rows, notes: notes.texts };
}

function fnmrCell(figure: Figure | undefined, notes: Notes): Cell {
  if (figure === undefined) return empty;
  const { value, reason } = figure;
  return Number.isFinite(value) ? { text: printPercent(value, 3) } : { text: "-", note: notes.mark(reason) };
}

/** Which method is better, and whether the interval leaves it open. */
export function comparisonTable(title: string, comparisons: readonly ErcComparison[]): Table {
  const columns: Column[] = [
    ...["FMR", "to"].map((head): Column => ({ head, align: "right" })),
    ...["Quality", "against"].map((head): Column => ({ head, align: "left" })),
    ...["pAUC difference", "95 % interval"].map((head): Column => ({ head, align: "right" })),
    { head: "better", align: "left" },
  ];
  const rows = comparisons.map(({ fmr, to, one, other, difference, interval }): Cell[] => [
    ...[fmr.toExponential(), String(to), one, other].map((text) => ({ text })),
    { text: Number.isFinite(difference) ? printShort(difference, 3) : "-" },
    { text: interval === undefined ? "" : interval.map((end) => printShort(end, 3)).join(" to ") },
    { text: verdict(interval, one, other) },
  ]);
  return {
    title: `${title}: pAUC differences, paired bootstrap (below 0 = the first is better)`,
    columns,
    rows,
    notes: [],
  };
}

function verdict(interval: readonly [number, number] | undefined, one: string, other: string): string {
  if (interval === undefined) return "";
  if (interval[1] < 0) return one;
  return interval[0] > 0 ? other : "open";
}

function methodsOf(figures: readonly Figure[]): { quality: string; convention: string }[] {
  const keys = new Map(
    figures.map(({ quality, convention }) => [
      `${convention}\n${String(quality)}`,
      { quality: String(quality), convention },
    ]),
  );
  return [...keys.values()];
}

/** Options that titles name where all figures share them. */
const shown = ["combination", "reject", "flip", "pooling", "norm", "templateQuality"];

const optionsOf = (figures: readonly Figure[]): string =>
  figures.length === 0
    ? ""
    : withOptions(
        "",
        figures[0],
        sharedOptions(figures).filter((key) => shown.includes(key)),
      );
