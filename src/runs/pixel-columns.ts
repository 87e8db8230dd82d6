// Pixel measures by their names on the command line. Loaded only where one is asked for: it brings decoders along.
import { UserError } from "../errors.js";
import { readJsonFile } from "../host/json.js";
import type { NiqeModel } from "../quality/niqe.js";
import { readBrisqueModel } from "../store/brisque-files.js";
import { openCache } from "../store/cache.js";
import type { ImageRef, Io } from "../types.js";
import { withLandmarks, type ModelRequest } from "./model-vectors.js";
import type { PixelMeasure } from "./pixel-measures.js";
import { pixelQualities } from "./pixel-qualities.js";
import type { QualitySpec } from "./quality-spec.js";

/** One number an image, higher is better; NaN where it could not be measured. */
export async function measurePixels(
  spec: QualitySpec,
  images: readonly ImageRef[],
  request: Pick<ModelRequest, "cache" | "landmarks" | "threads"> | null,
  io: Io,
): Promise<Float64Array> {
  const cache = request?.cache ? openCache(request.cache) : null;
  try {
    const options = { cache, threads: request?.threads ?? null, io };
    const aligned = withLandmarks(images, request?.landmarks);
    const { values } = await pixelQualities(aligned, [await measureOf(spec)], options);
    return values[0];
  } finally {
    await cache?.close();
  }
}

/** @throws UserError for a model file that is none */
export async function measureOf({ name, file, text }: QualitySpec): Promise<PixelMeasure> {
  if (name === "piqe") return { kind: "piqe" };
  if (name === "niqe") return { kind: "niqe", model: readNiqeModel(file!) };
  const [model, range, more] = file!.split("+");
  if (range === undefined || more !== undefined)
    throw new UserError(`quality ${text}: two files of OpenCV's, expected brisque=model.yml+range.yml`);
  return { kind: "brisque", model: await readBrisqueModel(model, range) };
}

const features = 36;

/** @throws UserError saying what is wrong with the file */
export function readNiqeModel(path: string): NiqeModel {
  const { content } = readJsonFile(path);
  const { patchSize, images, patches, mean, covariance } = (content ?? {}) as Partial<NiqeModel>;
  const numbers = (list: unknown): boolean =>
    Array.isArray(list) && list.length === features && list.every((value) => Number.isFinite(value));
  if (
    !Number.isInteger(patchSize) ||
    !numbers(mean) ||
    !Array.isArray(covariance) ||
    !(covariance.length === features && covariance.every(numbers))
  )
    throw new UserError(`${path}: no NIQE model, expected what "magface-eval quality fit-niqe" writes`);
  return { patchSize: patchSize!, images: images ?? 0, patches: patches ?? 0, mean: mean!, covariance };
}
