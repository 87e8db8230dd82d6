// Magnitudes of images whose degradation is known.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { squaredMagnitudes } from "../score/pairs.js";
import type { Io } from "../types.js";
import { embedAll, type ModelRequest } from "./model-vectors.js";

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
  const { embedded } = await embedAll(request, images, null, io);
  const [failure] = embedded.failed.values();
  if (failure) throw new UserError(`${failure.name}: ${failure.reason}`);
  return squaredMagnitudes(embedded.matrix).map(Math.sqrt);
}
