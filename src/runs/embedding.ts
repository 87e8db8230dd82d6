// Images to a file of embeddings.
import { writeFeatureList } from "../store/feature-writer.js";
import { writeNamedNpy } from "../store/named-npy.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { embedAll, withLandmarks, type ModelRequest } from "./model-vectors.js";

/** Embeds images and writes those that gave an embedding, in order. @returns how many, and the ones that failed */
export async function writeEmbeddings(request: ModelRequest, images: readonly ImageRef[], out: string, io: Io) {
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
