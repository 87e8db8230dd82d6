// Pixel measures by their names on the command line. Loaded only where one is asked for: it brings decoders along.
import { UserError } from "../errors.js";
import { readBrisqueModel } from "../store/brisque-files.js";
import { openCache } from "../store/cache.js";
import type { ImageRef, Io } from "../types.js";
import { withLandmarks, type ModelRequest } from "./model-vectors.js";
import { readNiqeModel } from "./niqe-model-file.js";
import type { PixelMeasure } from "./pixel-measures.js";
import { pixelQualities, type PixelQualities } from "./pixel-qualities.js";
import type { QualitySpec } from "./quality-spec.js";

/** Measures that look at pixels, ready for {@link measurePixels}. @throws UserError for a model file that is none */
export const measuresOf = (specs: readonly QualitySpec[]): Promise<PixelMeasure[]> => Promise.all(specs.map(measureOf));

/** One number an image and measure, higher is better; all measures of a picture at once. */
export async function measurePixels(
  measures: readonly PixelMeasure[],
  images: readonly ImageRef[],
  { cache: folder, landmarks, threads }: Pick<ModelRequest, "cache" | "landmarks" | "threads">,
  io: Io,
): Promise<PixelQualities> {
  const cache = folder === null ? null : openCache(folder);
  try {
    return await pixelQualities(withLandmarks(images, landmarks), measures, { cache, threads: threads ?? null, io });
  } finally {
    await cache?.close();
  }
}

async function measureOf({ name, file, text }: QualitySpec): Promise<PixelMeasure> {
  if (name === "piqe") return { kind: "piqe" };
  if (name === "niqe") return { kind: "niqe", model: readNiqeModel(file!) };
  const [model, range, more] = file!.split("+");
  if (range === undefined || more !== undefined)
    throw new UserError(`quality ${text}: two files of OpenCV's, expected brisque=model.yml+range.yml`);
  return { kind: "brisque", model: await readBrisqueModel(model, range) };
}
