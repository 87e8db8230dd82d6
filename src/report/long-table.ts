import type { Cell, Table } from "./table.js";

const gap = "  ";

/**
 * A table as printTerminal prints it where the terminal is wide enough, but in time that grows with its rows: of fifty thousand
 * the other makes half a minute.
 */
export function printLongTable({ title, columns, rows, notes }: Table): string {
  const texts = rows.map((row) => row.map(cellText));
  const widths = columns.map(({ head }, at) =>
    texts.reduce((most, row) => Math.max(most, row[at].length), head.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, at) => (columns[at].align === "right" ? text.padStart(widths[at]) : text.padEnd(widths[at])))
      .join(gap)
      .trimEnd();
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)));
  const head = line(columns.map(({ head }) => head));
  return [title, rule, head, rule, ...texts.map(line), rule, ...notes.map((note, at) => `[${at + 1}] ${note}`)].join(
    "\n",
  );
}

const cellText = ({ text, note }: Cell): string => (note === undefined ? text : `${text} [${note}]`);
