import type { Cell, Table } from "./table.js";

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "±": "$\\pm$",
};

/** Text that LaTeX sets as it is. Signs without a mark of their own here (& % $ # _ { }) take a backslash. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\r\n]+/g, " ").replace(/[\\~^<>|±&%$#_{}]/g, (sign) => escapes[sign] ?? `\\${sign}`);

/** table.tex: a table environment with booktabs rules, caption above and notes below, to \input or paste. */
export function printLatex({ title, columns, rows, notes }: Table): string {
  const heads = columns.map(({ head: text, note }) => cellText({ text, note })).join(" & ");
  return [
    "% needs \\usepackage{booktabs}",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${escapeLatex(title)}}`,
    `  \\begin{tabular}{@{}${columns.map(({ align }) => align[0]).join("")}@{}}`,
    "    \\toprule",
    `    ${heads} \\\\`,
    "    \\midrule",
    ...rows.map((row) => `    ${row.map(cellText).join(" & ")} \\\\`),
    "    \\bottomrule",
    "  \\end{tabular}",
    ...notes.flatMap((note, at) => ["", `  \\footnotesize\\textsuperscript{${at + 1}} ${escapeLatex(note)}`]),
    "\\end{table}\n",
  ].join("\n");
}

/** The dash of an undefined value and a sign before a number are longer than a hyphen. */
function cellText({ text, note, best }: Cell): string {
  const plain = text === "-" ? "--" : escapeLatex(text).replace(/(^|to )-(?=\d)/g, "$1$-$$");
  const set = best ? `\\textbf{${plain}}` : plain;
  return note === undefined ? set : `${set}\\textsuperscript{${note}}`;
}
