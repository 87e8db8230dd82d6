// The meta files of InsightFace's IJB release, as the drawn template set writes them.
import { faultsError, UserError } from "../errors.js";
import { readText } from "../host/files.js";

/** One row an image: which template and medium it belongs to. */
export interface TemplateImages {
  readonly names: readonly string[];
  readonly template: Uint32Array;
  readonly medium: Uint32Array;
}

/** `name tid mid` a line. @throws UserError naming the faulty lines */
export function readTemplateImages(path: string): TemplateImages {
  const rows = readRows(path, 3, "name template medium", 1);
  return {
    names: rows.map(([name]) => name),
    template: Uint32Array.from(rows, (row) => Number(row[1])),
    medium: Uint32Array.from(rows, (row) => Number(row[2])),
  };
}

/** `tid1 tid2 0|1` a line. @throws UserError naming the faulty lines */
export function readTemplatePairs(path: string) {
  const rows = readRows(path, 3, "template template 0|1", 0);
  const column = (at: number) => Uint32Array.from(rows, (row) => Number(row[at]));
  return { left: column(0), right: column(1), genuine: Uint8Array.from(rows, (row) => Number(row[2])) };
}

function readRows(path: string, fields: number, expected: string, firstNumber: number): string[][] {
  const faults: string[] = [];
  const rows: string[][] = [];
  readText(path)
    .split("\n")
    .forEach((line, at) => {
      if (line.trim() === "") return;
      const row = line.trim().split(/\s+/);
      if (row.length !== fields || row.slice(firstNumber).some((field) => !/^\d+$/.test(field)))
        faults.push(`${path}:${at + 1}: "${line.trim()}", expected ${expected}`);
      rows.push(row);
    });
  if (faults.length > 0) throw faultsError(faults);
  if (rows.length === 0) throw new UserError(`${path}: empty, expected ${expected} a line`);
  return rows;
}
