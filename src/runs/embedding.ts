// Images to a file of embeddings.
import { UserError } from "../errors.js";
import { checkFileTarget } from "../host/files.js";
import { checkNames, writeFeatureList } from "../store/feature-writer.js";
import { namesFile, writeNamedNpy } from "../store/named-npy.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { embedAll, withLandmarks, type ModelRequest } from "./model-vectors.js";

/** What would be wrong with the file after the work, told before it. */
function checkTarget(out: string, images: readonly ImageRef[]): void {
  const files = out.endsWith(".npy") ? [out, namesFile(out)] : [out];
  files.forEach(checkFileTarget);
  if (files.length === 1)
    checkNames(
      out,
      images.map(({ name }) => name),
    );
  const taken = images.find(({ path }) => files.includes(path));
  if (taken) throw new UserError(`${taken.path}: is one of the images, expected another file to write`);
}

/** Embeds images and writes those that gave an embedding, in order. @returns how many, and the ones that failed */
export async function writeEmbeddings(request: ModelRequest, images: readonly ImageRef[], out: string, io: Io) {
  checkTarget(out, images);
  const { embedded } = await embedAll(request, withLandmarks(images, request.landmarks), null, io);
  const { matrix, failed } = embedded;
  const rows = images.map((_, row) => row).filter((row) => !failed.has(row));
  const values = new Float32Array(rows.length * matrix.dim);
  rows.forEach((row, at) =>
    values.set(matrix.values.subarray(row * matrix.dim, (row + 1) * matrix.dim), at * matrix.dim),
  );
  const kept = { count: rows.length, dim: matrix.dim, values };
  const names = rows.map((row) => images[row].name);
  if (out.endsWith(".npy")) writeNamedNpy(out, names, kept);
  else writeFeatureList(out, names, kept);
  const failures: ImageFailure[] = [...failed.values()];
  return { written: rows.length, dim: matrix.dim, failed: failures };
}
