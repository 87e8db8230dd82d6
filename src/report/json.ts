import type { Figure, Provenance } from "../types.js";
import { countNames, optionNames } from "./figure-fields.js";
import type { Result } from "./result.js";

const figureHead = ["name", "convention"];
const figureTail = ["value", "reason", "std", "interval", "intervalMethod", "far", "accepted", "threshold"];
const provenanceHead = ["model", "modelName", "preset", "data", "provider"];

/**
 * result.json: one figure a line, keys in an order that depends on their names alone.
 *
 * Numbers have all the digits that give the double back; NaN and infinities are null. Ends with a line break.
 */
export function printResult(result: Result): string {
  const figures = result.figures.map((figure) => `    ${inline(orderedFigure(figure))}`).join(",\n");
  return [
    "{",
    `  "format": ${result.format},`,
    `  "task": ${JSON.stringify(result.task)},`,
    `  "protocol": ${inline({ name: result.protocol.name, digest: result.protocol.digest })},`,
    figures === "" ? `  "figures": [],` : `  "figures": [\n${figures}\n  ],`,
    ...(result.statistics === undefined ? [] : [`  "statistics": ${inline(result.statistics)},`]),
    `  "provenance": {\n${provenanceLines(result.provenance)}\n  }`,
    "}\n",
  ].join("\n");
}

/** Name, convention, options (texts and switches), the measured fields, further counts. */
export function orderedFigure(figure: Figure): Record<string, unknown> {
  return pick(figure, [...figureHead, ...optionNames(figure), ...figureTail, ...countNames(figure)]);
}

function provenanceLines(provenance: Provenance): string {
  const known = new Set([...provenanceHead, "versions"]);
  const others = Object.keys(provenance).filter((key) => !known.has(key));
  const ordered = pick(provenance, [...provenanceHead, ...others.sort(), "versions"]);
  return Object.entries(ordered)
    .map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${inline(key === "versions" ? sorted(value as object) : value)}`,
    )
    .join(",\n");
}

/** The named fields that are there, in this order. */
function pick(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** JSON on one line with blanks between its parts. JSON.stringify prints NaN and infinities as null. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => `${JSON.stringify(key)}: ${inline(part)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
