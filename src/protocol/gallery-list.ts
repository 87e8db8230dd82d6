// ijbX_1N_*.csv: which templates a gallery or the probes are, and whose they are. One line an image, half a million in all.
import { parse } from "csv-parse/sync";
import { faultsError, UserError } from "../errors.js";
import { readBytes } from "../host/files.js";
import { mostFaults } from "./byte-fields.js";

/** Templates in order of first mention, each with its subject. */
export interface GalleryList {
  readonly source: string;
  readonly templates: Float64Array;
  readonly subjects: readonly string[];
}

const heads = { template: "TEMPLATE_ID", subject: "SUBJECT_ID" } as const;

/**
 * Reads a csv whose head names TEMPLATE_ID and SUBJECT_ID; other columns are not looked at.
 *
 * @throws UserError with the line of every fault: a template that is no number, or has two subjects
 */
export function readGalleryList(path: string): GalleryList {
  const rows = csvRows(path);
  const [head = []] = rows;
  const [template, subject] = [heads.template, heads.subject].map((name) => columnOf(path, head, name));
  const found = new Map<string, string>();
  const faults: string[] = [];
  for (let i = 1; i < rows.length && faults.length < mostFaults; i++) {
    const [number, owner] = [rows[i][template], rows[i][subject]];
    const known = found.get(number);
    if (known === owner) continue;
    if (!/^\d+$/.test(number ?? "") || !owner)
      faults.push(`${path}:${i + 1}: template "${number}" of subject "${owner}", expected a whole number and a name`);
    else if (known !== undefined)
      faults.push(`${path}:${i + 1}: template ${number} is of subject ${owner}, expected ${known} as before`);
    else found.set(number, owner);
  }
  if (faults.length > 0) throw faultsError(faults);
  if (found.size === 0)
    throw new UserError(`${path}: no templates, expected ${heads.template},${heads.subject} a line`);
  return { source: path, templates: Float64Array.from(found.keys(), Number), subjects: [...found.values()] };
}

function csvRows(path: string): string[][] {
  try {
    return parse(readBytes(path), { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    const { lines, message } = error as Error & { lines?: number };
    if (lines === undefined) throw error;
    throw new UserError(`${path}:${lines}: ${message}`);
  }
}

function columnOf(path: string, head: readonly string[], name: string): number {
  const at = head.findIndex((field) => field.toUpperCase() === name);
  if (at < 0) throw new UserError(`${path}:1: no column ${name}, found ${head.slice(0, 8).join(",") || "nothing"}`);
  return at;
}
