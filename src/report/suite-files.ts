import { stringify } from "csv-stringify/sync";
import type { Figure } from "../types.js";
import { optionNames } from "./figure-fields.js";
import type { Format } from "./formats.js";
import { printLatex } from "./latex.js";
import { printMarkdown } from "./markdown.js";
import { printDouble } from "./number.js";
import { suiteTables, type SuiteSummary } from "./suite-table.js";
import { printTerminal } from "./terminal.js";

/** The files beside the folders of a suite's results, by name. */
export function suiteFiles(summary: SuiteSummary): Map<string, string> {
  const tables = suiteTables(summary);
  return new Map([
    ["summary.json", summaryJson(summary)],
    ["summary.csv", summaryCsv(summary)],
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ]);
}

/** The same as stdout carries it, without a trailing line break. */
export function printSuite(format: Format, summary: SuiteSummary): string {
  switch (format) {
    case "json":
      return summaryJson(summary).trimEnd();
    case "csv":
      return summaryCsv(summary).trimEnd();
    case "md":
      return suiteTables(summary)
        .map((table) => printMarkdown(table).trimEnd())
        .join("\n\n");
    case "table":
      return suiteTables(summary)
        .map((table) => printTerminal(table))
        .join("\n\n");
  }
}

/** summary.json: a cell a line. Undefined figures are null. */
function summaryJson({ title, missing, rows }: SuiteSummary): string {
  const lines = rows.map(
    ({ task, model, data, state, reason, folder, figures }) =>
      `    ${JSON.stringify({ task, model, data, state, ...(reason !== null && { reason }), folder, figures: figures.map(short) })}`,
  );
  return `{\n  "format": 1,\n  "suite": ${JSON.stringify(title)},\n  "missing": ${JSON.stringify(missing)},\n  "cells": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** A figure without what only result.json needs to say. */
function short(figure: Figure): object {
  const { name, convention, value, reason, interval } = figure;
  const options = Object.fromEntries(optionNames(figure).map((key) => [key, figure[key]]));
  return { name, convention, ...options, value, reason, interval };
}

const head = ["task", "model", "data", "state", "reason", "folder", "figure", "convention", "options"];

/** summary.csv: a row a figure; a cell without figures has one row too. */
function summaryCsv({ rows }: SuiteSummary): string {
  const lines = rows.flatMap(({ task, model, data, state, reason, folder, figures }) => {
    const cell = [task, model, data.join(" "), state, reason ?? "", folder ?? ""];
    if (figures.length === 0) return [[...cell, "", "", "", "", "", ""]];
    return figures.map((figure) => {
      const options = optionNames(figure).map((key) => `${key}=${String(figure[key])}`);
      const numbers = [figure.value, figure.interval?.[0] ?? NaN, figure.interval?.[1] ?? NaN].map(printDouble);
      return [...cell, figure.name, figure.convention, options.join(" "), ...numbers];
    });
  });
  return stringify([[...head, "value", "interval_low", "interval_high"], ...lines], { record_delimiter: "\n" });
}
