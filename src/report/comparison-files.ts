import { stringify } from "csv-stringify/sync";
import type { ComparedPart, Comparison, Difference, DisagreementRow } from "./comparison.js";
import { comparisonTables } from "./comparison-tables.js";
import type { Format } from "./formats.js";
import { inline } from "./json.js";
import { printLatex } from "./latex.js";
import { printMarkdown } from "./markdown.js";
import { printDouble } from "./number.js";
import { printTerminal } from "./terminal.js";

/** The text files of a comparison by name. */
export function comparisonFiles(
  comparison: Comparison,
  disagreements: readonly DisagreementRow[],
): Map<string, string> {
  const tables = comparisonTables(comparison);
  const files = new Map([
    ["comparison.json", printComparison(comparison)],
    ["comparison.csv", differenceRows(comparison)],
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ]);
  if (disagreements.length > 0) files.set("disagreements.csv", disagreementRows(disagreements));
  return files;
}

/** A comparison as stdout carries it, without a trailing line break; json is what comparison.json holds. */
export function printComparisonAs(format: Format, comparison: Comparison): string {
  if (format === "json") return printComparison(comparison).trimEnd();
  if (format === "csv") return differenceRows(comparison).trimEnd();
  const tables = comparisonTables(comparison);
  return format === "md"
    ? tables.map((table) => printMarkdown(table).trimEnd()).join("\n\n")
    : tables.map((table) => printTerminal(table)).join("\n\n");
}

/** comparison.json: one figure and one difference a line. Ends with a line break. */
export function printComparison(comparison: Comparison): string {
  const { format, task, models, correction, bootstrap, seed, parts, standings, versions } = comparison;
  const list = (items: readonly unknown[], indent: string): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `${indent}  ${inline(item)}`).join(",\n")}\n${indent}]`;
  const part = ({ figures, differences, disagreements, notes, ...head }: ComparedPart): string => {
    const heads = Object.entries(head).filter(([, value]) => value !== undefined);
    return [
      "    {",
      ...heads.map(([key, value]) => `      ${JSON.stringify(key)}: ${inline(value)},`),
      `      "figures": ${list(figures, "      ")},`,
      `      "differences": ${list(differences, "      ")},`,
      `      "disagreements": ${list(disagreements, "      ")},`,
      `      "notes": ${list(notes, "      ")}`,
      "    }",
    ].join("\n");
  };
  return [
    "{",
    ...Object.entries({ format, task }).map(([key, value]) => `  "${key}": ${inline(value)},`),
    `  "models": ${list(models, "  ")},`,
    ...Object.entries({ correction, bootstrap, seed }).map(([key, value]) => `  "${key}": ${inline(value)},`),
    `  "parts": [\n${parts.map(part).join(",\n")}\n  ],`,
    `  "standings": ${list(standings, "  ")},`,
    `  "versions": ${inline(versions)}`,
    "}\n",
  ].join("\n");
}

const number = (value: number | null | undefined): string => (value == null ? "" : printDouble(value));

const differenceHead = [
  ...["protocol", "task", "figure", "convention", "options", "model", "against", "value", "value_against"],
  ...["difference", "interval_low", "interval_high", "mcnemar_among", "mcnemar_pairs", "only_model_right"],
  ...["only_against_right", "mcnemar_p", "bootstrap_p", "p", "corrected_p", "verdict"],
];

/** comparison.csv: one row a figure and couple of models. Values are those of the results. */
function differenceRows({ parts }: Comparison): string {
  const rows = parts.flatMap((part) => part.differences.map((one) => differenceRow(part, one)));
  return stringify([differenceHead, ...rows], { record_delimiter: "\n" });
}

function differenceRow({ protocol, task, models, figures }: ComparedPart, one: Difference): string[] {
  const { name, convention, options, model, against, difference, interval, mcnemar } = one;
  const key = JSON.stringify(options);
  const values = figures.find(
    (each) => each.name === name && each.convention === convention && JSON.stringify(each.options) === key,
  )?.values;
  const valueOf = (of: string): string => number(values?.[models.indexOf(of)]);
  const optionText = Object.entries(options).map(([option, value]) => `${option}=${String(value)}`);
  return [
    ...[protocol.name, task, name, convention, optionText.join(";"), model, against, valueOf(model), valueOf(against)],
    ...[number(difference), number(interval?.[0]), number(interval?.[1]), mcnemar?.among ?? ""],
    ...[mcnemar?.pairs, mcnemar?.onlyModel, mcnemar?.onlyAgainst, mcnemar?.p].map(number),
    ...[one.bootstrapP, one.p, one.correctedP].map(number),
    one.verdict ?? "",
  ];
}

const disagreementHead = [
  ...["protocol", "model", "against", "kind", "left", "right", "genuine", "score", "score_against", "rank"],
  ...["rank_against", "accepted", "accepted_against", "far"],
];

/** disagreements.csv: one row a pair, couple of models and reason; 1 = yes. */
function disagreementRows(rows: readonly DisagreementRow[]): string {
  const flag = (value: boolean | undefined): string => (value === undefined ? "" : value ? "1" : "0");
  const printed = rows.map(({ protocol, model, against, kind, left, right, genuine, score, rank, accepted, far }) => [
    ...[protocol, model, against, kind, left, right, flag(genuine)],
    ...[...score, ...rank].map(printDouble),
    ...[flag(accepted?.[0]), flag(accepted?.[1]), far === null ? "" : far.toExponential()],
  ]);
  return stringify([disagreementHead, ...printed], { record_delimiter: "\n" });
}
