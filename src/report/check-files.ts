// A check in the forms that people and CI systems read. The same check gives the same bytes.
import { stringify } from "csv-stringify/sync";
import type { CheckReport } from "./check-report.js";
import { checkTables } from "./check-table.js";
import type { Format } from "./formats.js";
import { escapeMarkdown, printMarkdown } from "./markdown.js";
import { printDouble } from "./number.js";
import { printTerminal } from "./terminal.js";

/** Without a trailing line break; the verdict is the last line of the table and the first of Markdown. */
export function printCheck(format: Format, report: CheckReport): string {
  switch (format) {
    case "json":
      return printCheckJson(report);
    case "csv":
      return printCheckCsv(report);
    case "md":
      return printCheckMarkdown(report);
    case "table":
      return [...checkTables(report).map((table) => printTerminal(table)), report.line].join("\n\n");
  }
}

/** Undefined numbers are null, as in result.json. */
function printCheckJson({ verdict, line, results, rules }: CheckReport): string {
  return JSON.stringify({ format: 1, verdict, line, results, rules }, null, 2);
}

const head = [
  ...["result", "name", "convention", "options", "baseline", "now", "difference"],
  ...["interval_low", "interval_high", "verdict", "how"],
];

/** One row a figure, then one a rule, which stands in the column of names. */
function printCheckCsv({ results, rules }: CheckReport): string {
  const figures = results.flatMap(({ label, unjudged, figures }) => {
    if (unjudged !== undefined) return [[label, "", "", "", "", "", "", "", "", "could not judge", unjudged]];
    return figures.map(({ name, convention, options, before, after, difference, interval, outcome, how }) => [
      ...[label, name, convention, options, before, after, difference].map(field),
      ...[interval?.[0], interval?.[1], outcome, how].map(field),
    ]);
  });
  const ruled = rules.map(({ rule, outcome, reason = "" }) => [
    ...["rule", rule, "", "", "", "", "", "", "", outcome, reason],
  ]);
  return stringify([head, ...figures, ...ruled], { record_delimiter: "\n" }).trimEnd();
}

const field = (value: string | number | undefined): string =>
  typeof value === "number" ? printDouble(value) : (value ?? "");

/** For $GITHUB_STEP_SUMMARY and comments on merge requests. */
function printCheckMarkdown(report: CheckReport): string {
  const tables = checkTables(report).map((table) => printMarkdown(table).trimEnd());
  return [`### magface-eval check: ${escapeMarkdown(report.line)}`, ...tables].join("\n\n");
}
