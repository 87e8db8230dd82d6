// A NIQE model of the user's own good pictures.
import { loadFace } from "../embed/prepare.js";
import { UserError } from "../errors.js";
import { checkFileTarget, writeWhole } from "../host/files.js";
import { niqeFeatures, niqeModelOf, usualPatchSize, type NiqeModel } from "../quality/niqe.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { inBatches } from "./image-batches.js";
import { failuresOf, refuseFailures } from "./image-failures.js";
import { withLandmarks } from "./model-vectors.js";
import { printNiqeModel } from "./niqe-model-file.js";
import type { NiqeRowsAnswer, NiqeRowsTask } from "./niqe-rows.js";

/** Good pictures, and where their model goes. */
export interface NiqeFitRequest {
  readonly images: readonly ImageRef[];
  /** Side of a patch; absent = 96, or the largest multiple of 8 that fits the first image. */
  readonly patchSize?: number;
  readonly landmarks?: string;
  readonly threads?: number;
  readonly strict?: boolean;
  /** File of the model. */
  readonly out: string;
}

/** Side of the crop that landmarks are brought to. */
const side = 112;

/** Patches below which the covariance of the features is poor, and below which it lacks directions. */
const fewPatches = 10 * (niqeFeatures + 1);
const tooFewPatches = niqeFeatures + 1;

/**
 * Fits a model and writes it. Pictures are looked at by threads, and only the features of their patches stay in memory; the model
 * is the same for any number of threads.
 *
 * @throws UserError where all images fail, or (`strict`) one does, and where fewer than two patches vary; Interrupted
 */
export async function fitNiqeFile(
  request: NiqeFitRequest,
  io: Io,
): Promise<{ model: NiqeModel; failures: ImageFailure[] }> {
  checkFileTarget(request.out);
  const images = withLandmarks(request.images, request.landmarks);
  const patchSize = request.patchSize ?? (await patchSizeFor(images));
  const { rows, reasons } = await rowsOf(images, patchSize, request, io);
  refuseFailures(images, reasons, request.strict ?? false);
  const failures = failuresOf(images, reasons);
  const model = niqeModelOf(rows, patchSize, images.length - failures.length);
  warnOfFew(model.patches, io);
  writeWhole(request.out, printNiqeModel(model));
  return { model, failures };
}

/** By the first image that can be read. @throws UserError where none can */
async function patchSizeFor(images: readonly ImageRef[]): Promise<number> {
  let fault: unknown;
  for (const image of images) {
    try {
      return usualPatchSize(await loadFace(image, side));
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault instanceof UserError
    ? new UserError(`${images[0].name}: ${fault.message} (none of ${images.length} images can be read)`)
    : fault;
}

async function rowsOf(
  images: readonly ImageRef[],
  patchSize: number,
  { threads }: NiqeFitRequest,
  io: Io,
): Promise<{ rows: Float64Array[]; reasons: (string | null)[] }> {
  const answers = new Map<number, NiqeRowsAnswer>();
  await inBatches<NiqeRowsTask, NiqeRowsAnswer>(
    {
      worker: new URL("./niqe-rows-worker.js", import.meta.url),
      count: images.length,
      threads: threads ?? null,
      phase: "patches",
      taskOf: (first, end) => ({ images: images.slice(first, end), patchSize, side }),
      take: (answer, first) => void answers.set(first, answer),
    },
    io,
  );
  const inOrder = [...answers.keys()].sort((a, b) => a - b).map((first) => answers.get(first)!);
  return {
    rows: inOrder.flatMap(({ features }) => cut(features)),
    reasons: inOrder.flatMap((answer) => answer.reasons),
  };
}

const cut = (features: Float64Array): Float64Array[] =>
  Array.from({ length: features.length / niqeFeatures }, (_, row) =>
    features.subarray(row * niqeFeatures, (row + 1) * niqeFeatures),
  );

function warnOfFew(patches: number, io: Io): void {
  if (patches >= fewPatches) return;
  const found = `${patches} patches for the covariance of ${niqeFeatures} features, expected some hundreds`;
  const what =
    patches < tooFewPatches
      ? `below ${tooFewPatches} it has no width in some directions, which distances leave out`
      : "it is poor";
  io.warn(`${found}: ${what}; give more images, or a smaller --patch-size`);
}
