import { printCount } from "../protocol/counts.js";
import type { ImageFailure, Io } from "../types.js";

const mostTold = 10;

/** The first images that failed, and how many more. @param whereAll what the last line says of the others */
export function tellFailures(failures: readonly ImageFailure[], io: Io, whereAll = ""): void {
  for (const { name, reason } of failures.slice(0, mostTold)) io.warn(`${name}: ${reason}`);
  if (failures.length > mostTold) io.warn(`... and ${printCount(failures.length - mostTold)} more${whereAll}`);
}
