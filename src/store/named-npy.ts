import { writeWhole } from "../host/files.js";
import type { EmbeddingMatrix } from "../types.js";
import { writeNpy } from "./npy.js";

/** Where the names of a .npy's rows are looked for. */
export const namesFile = (path: string): string => path.replace(/\.npy$/, ".txt");

/** Writes x.npy and, where readFeatures looks for them, the rows' names in x.txt. */
export function writeNamedNpy(path: string, names: readonly string[], matrix: EmbeddingMatrix): void {
  writeWhole(namesFile(path), names.map((name) => `${name}\n`).join(""));
  writeNpy(path, matrix);
}
