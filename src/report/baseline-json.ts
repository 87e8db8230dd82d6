import type { Figure } from "../types.js";
import { inline, orderedFigure } from "./json.js";

/** What a check of a model compares with; see protocols/schema/baseline.schema.json. */
export interface Baseline {
  readonly format: 1;
  readonly tolerances: readonly BaselineTolerance[];
  readonly rules: readonly string[];
  /** The file beside it that holds pairs' scores. */
  readonly scores?: { readonly file: string; readonly digest: string };
  readonly results: readonly BaselineResult[];
}

/** See evaluate/figure-verdict.ts. */
export interface BaselineTolerance {
  readonly figure: string;
  readonly interval?: number;
  readonly atLeast?: number;
  readonly absolute?: number;
  readonly relative?: number;
  readonly skip?: true;
  readonly better?: "higher" | "lower";
}

export interface BaselineResult {
  readonly task: string;
  readonly protocol: { readonly name: string; readonly digest: string };
  readonly data: string | null;
  readonly provenance: {
    readonly model?: string;
    readonly modelName?: string;
    readonly preset?: string;
    /** Digest of how pixels were fed. */
    readonly card?: string;
    readonly features?: string;
    readonly provider?: string;
    readonly versions?: Readonly<Record<string, string>>;
  };
  readonly pairs?: { readonly first: number; readonly count: number; readonly digest: string };
  readonly figures: readonly Figure[];
}

/** baseline.json: what people edit on top, one tolerance, rule and figure a line. Ends with a line break. */
export function printBaseline({ format, tolerances, rules, scores, results }: Baseline): string {
  const list = (items: readonly string[], indent: string): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}]`;
  const parts = [
    `"format": ${format}`,
    `"tolerances": ${list(tolerances.map(inline), "  ")}`,
    `"rules": ${list(rules.map(inline), "  ")}`,
    ...(scores === undefined ? [] : [`"scores": ${inline(scores)}`]),
    `"results": ${list(results.map(resultText), "  ")}`,
  ];
  return `{\n  ${parts.join(",\n  ")}\n}\n`;

  function resultText({ task, protocol, data, provenance, pairs, figures }: BaselineResult): string {
    const fields = [
      `"task": ${inline(task)}`,
      `"protocol": ${inline(protocol)}`,
      `"data": ${inline(data)}`,
      `"provenance": ${inline(provenance)}`,
      ...(pairs === undefined ? [] : [`"pairs": ${inline(pairs)}`]),
      `"figures": ${list(
        figures.map((figure) => inline(orderedFigure(figure))),
        "      ",
      )}`,
    ];
    return `{\n      ${fields.join(",\n      ")}\n    }`;
  }
}
