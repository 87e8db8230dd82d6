// Magnitudes of images whose degradation is known.
import { join } from "node:path";
import { UserError } from "../errors.js";
import type { Io } from "../types.js";
import { modelLengths } from "./model-lengths.js";
import type { ModelRequest } from "./model-vectors.js";

/** One image of a drawn folder and how badly it is degraded, 0 to 1. */
export interface GradedImage {
  readonly file: string;
  readonly grade: number;
}

/** Magnitudes of graded images, in their order. @throws UserError where an image fails */
export async function magnitudesOf(
  request: ModelRequest,
  folder: string,
  truth: readonly GradedImage[],
  io: Io,
): Promise<Float64Array> {
  const images = truth.map(({ file }) => ({ name: file, path: join(folder, file) }));
  const { values, reasons } = await modelLengths(request, images, io);
  const failed = reasons.findIndex((reason) => reason !== null);
  if (failed >= 0) throw new UserError(`${images[failed].name}: ${reasons[failed]}`);
  return values;
}
