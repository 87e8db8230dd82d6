import { writeWhole } from "../host/files.js";
import type { EmbeddingMatrix } from "../types.js";
import { writeNpy } from "./npy.js";

/** Writes x.npy and, where readFeatures looks for them, the rows' names in x.txt. */
export function writeNamedNpy(path: string, names: readonly string[], matrix: EmbeddingMatrix): void {
  writeWhole(path.replace(/\.npy$/, ".txt"), names.map((name) => `${name}\n`).join(""));
  writeNpy(path, matrix);
}
