// plots.json: the data behind a result's plots, so that reports and comparisons can draw them again.
import { readJson } from "../host/json.js";
import { UserError } from "../errors.js";
import type { Chart, Picture } from "./chart.js";

export const plotsFile = "plots.json";

const floatFields = ["fmr", "fnmr", "threshold", "edges", "x", "y", "rate"];
const countFields = ["counts", "line"];

/**
 * plots.json: one chart a line, its fields as chart.ts names them, numbers with all their digits. Sheets of faces are
 * left out. A threshold of null accepts everything; any other null is undefined.
 */
export function printPlots(pictures: readonly Picture[]): string {
  const charts = pictures.filter((picture): picture is Chart => !("faces" in picture));
  const lines = charts.map((chart) => JSON.stringify(chart, (_, value: unknown) => asList(value)));
  return `{ "format": 1, "plots": [\n${lines.join(",\n")}\n] }\n`;
}

const asList = (value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value);

/** The charts of a plots.json. @throws UserError where the file is none */
export function readPlots(path: string): Chart[] {
  const content = readJson(path) as { format?: unknown; plots?: unknown } | null;
  if (content?.format !== 1 || !Array.isArray(content.plots))
    throw new UserError(`${path}: not the plots of a result, expected a plots.json that magface-eval wrote`);
  return content.plots.map((plot) => revive("", plot) as Chart);
}

/** Lists of numbers become the arrays that charts are made of. */
function revive(field: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const missing = field === "threshold" ? -Infinity : NaN;
    if (floatFields.includes(field))
      return Float64Array.from(value as (number | null)[], (number) => number ?? missing);
    if (countFields.includes(field)) return Uint32Array.from(value as number[]);
    return value.map((each: unknown) => revive("", each));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(name, part)]));
}
