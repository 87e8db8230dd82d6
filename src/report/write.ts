import { join } from "node:path";
import { isFile, removePath, writeWhole } from "../host/files.js";

/** Charts a run may leave in a result folder, each as .svg and .png. */
const charts = ["roc", "det", "scores", "magnitudes"];
const texts = ["summary.csv", "folds.csv", "pairs.csv", "failures.csv", "table.md", "table.tex"];
const known = [...texts, ...charts.flatMap((chart) => [`${chart}.svg`, `${chart}.png`])];

const sealName = "result.json";

/**
 * Writes the files of one run into its folder, each whole or not at all.
 *
 * result.json goes first and comes last: where it is, the folder is whole. Files of an earlier run that this one did
 * not make are removed; files the product never writes are left alone.
 *
 * @param files contents by name inside the folder
 * @throws UserError when the folder can't be written
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const name of [sealName, ...known.filter((name) => !files.has(name))]) {
    if (isFile(join(folder, name))) removePath(join(folder, name));
  }
  for (const [name, data] of files) if (name !== sealName) writeWhole(join(folder, name), data);
  const seal = files.get(sealName);
  if (seal !== undefined) writeWhole(join(folder, sealName), seal);
}
