import CliTable from "cli-table3";
import type { Cell, Column, Table } from "./table.js";

/** What the terminal can show. */
export interface TerminalStyle {
  /** Columns of the terminal; absent = as wide as the table needs. */
  readonly width?: number;
  /** Bold title and heads by escape codes. Only when asked: pipes and files want plain text. */
  readonly colour?: boolean;
}

const gap = 2;

/** Columns stand two blanks apart; rules above, under the heads and below, as in a printed table. */
const chars = {
  ...{ left: "", right: "", mid: "─", middle: " ".repeat(gap), "left-mid": "", "right-mid": "", "mid-mid": "──" },
  ...{ top: "─", "top-mid": "──", "top-left": "", "top-right": "" },
  ...{ bottom: "─", "bottom-mid": "──", "bottom-left": "", "bottom-right": "" },
};

/**
 * The table for stdout, notes below, without a trailing line break. Where the terminal is too narrow, heads and the
 * cells of left-aligned columns wrap between words; numbers stay whole. Where that isn't enough the last columns go,
 * and a line says so.
 */
export function printTerminal(table: Table, { width = Infinity, colour = false }: TerminalStyle = {}): string {
  const { title, columns, rows, notes } = table;
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const all = columns.map((column, at) =>
    layOut(
      column,
      rows.map((row) => cellText(row[at])),
    ),
  );
  const shown = all.slice(0, fitting(all, width));
  const grid = new CliTable({
    chars,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    colWidths: columnWidths(shown, width),
    colAligns: shown.map(({ align }) => align),
    wordWrap: true,
    head: shown.map(({ head }) => bold(head)),
  });
  grid.push(...rows.map((_, row) => shown.map(({ texts }) => texts[row])));
  const lost = all.slice(shown.length).map(({ head }) => head);
  const remark = lost.length === 0 ? [] : [`left out for want of width: ${lost.join("; ")}`];
  const lines = grid.toString().replace(/ +$/gm, "");
  return [bold(title), lines, ...notes.map((note, at) => `[${at + 1}] ${note}`), ...remark].join("\n");
}

const cellText = ({ text, note }: Cell): string => (note === undefined ? text : `${text} [${note}]`);

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
const longestWord = (texts: readonly string[]): number => longest(texts.flatMap((text) => text.split(" ")));

interface LaidOut extends Column {
  readonly texts: readonly string[];
  /** Width that breaks no word and no number. */
  readonly least: number;
}

function layOut({ head: text, note, align }: Column, texts: readonly string[]): LaidOut {
  const head = cellText({ text, note });
  const body = align === "left" ? longestWord(texts) : longest(texts);
  return { head, align, texts, least: Math.max(longestWord([head]), body) };
}

const totalWidth = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));

/** How many of the first columns fit at their least widths; never fewer than figure, convention and value. */
function fitting(columns: readonly LaidOut[], width: number): number {
  let count = columns.length;
  while (count > 3 && totalWidth(columns.slice(0, count).map(({ least }) => least)) > width) count--;
  return count;
}

/** Each column as wide as its text; while the table is too wide, the column with most to spare gives up a blank. */
function columnWidths(columns: readonly LaidOut[], width: number): number[] {
  const widths = columns.map(({ head, texts }) => longest([head, ...texts]));
  while (totalWidth(widths) > width) {
    const spare = widths.map((each, at) => each - columns[at].least);
    const most = Math.max(...spare);
    if (most === 0) break;
    widths[spare.indexOf(most)] -= 1;
  }
  return widths;
}
