// Magnitudes of pictures by a model. Loaded only where there is a model: it brings the cache and the decoders along.
import { magnitudes } from "../score/pairs.js";
import type { ImageRef, Io } from "../types.js";
import { embedAll, modelProvenance, withLandmarks, type ModelRequest } from "./model-vectors.js";

/** Length of each picture's embedding, and how it came about. */
export interface ModelLengths {
  /** NaN where an image failed. */
  readonly values: Float64Array;
  /** Why, in one clause; null where there is a number. */
  readonly reasons: readonly (string | null)[];
  /** Whether the card says that lengths tell quality. */
  readonly meaningful: boolean;
  /** 32 bytes an image: digest of its encoded bytes, and of its landmarks. */
  readonly keys: Uint8Array;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** @throws UserError, Interrupted; what was embedded stays in the cache */
export async function modelLengths(request: ModelRequest, images: readonly ImageRef[], io: Io): Promise<ModelLengths> {
  const { card, embedded } = await embedAll(request, withLandmarks(images, request.landmarks), null, io);
  const { matrix, failed, keys } = embedded;
  return {
    values: magnitudes(matrix, failed),
    reasons: images.map((_, image) => failed.get(image)?.reason ?? null),
    meaningful: card.magnitude,
    keys,
    ...modelProvenance(card, embedded),
  };
}
