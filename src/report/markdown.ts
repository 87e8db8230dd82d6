import type { Cell, Column, Table } from "./table.js";

/** Text that Markdown shows as it is, inside a table cell too. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>|~#&]/g, (sign) => `\\${sign}`);

/** table.md: a GitHub table with its notes below. Columns are padded, so that the source reads well too. */
export function printMarkdown({ title, columns, rows, notes }: Table): string {
  const cells = [
    columns.map(({ head: text, note }) => cellText({ text, note })),
    ...rows.map((row) => row.map(cellText)),
  ];
  const widths = columns.map((_, at) => Math.max(3, ...cells.map((row) => row[at].length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, at) => (columns[at].align === "right" ? text.padStart(widths[at]) : text.padEnd(widths[at]))).join(" | ")} |`;
  const rule = `| ${columns.map((column, at) => ruleOf(column, widths[at])).join(" | ")} |`;
  const below = notes.map((note, at) => `${at + 1}. ${escapeMarkdown(note)}`);
  const parts = [`**${escapeMarkdown(title)}**`, [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n")];
  if (below.length > 0) parts.push(below.join("\n"));
  return `${parts.join("\n\n")}\n`;
}

const ruleOf = ({ align }: Column, width: number): string =>
  align === "right" ? `${"-".repeat(width - 1)}:` : "-".repeat(width);

const cellText = ({ text, note }: Cell): string =>
  escapeMarkdown(text) + (note === undefined ? "" : `<sup>${note}</sup>`);
