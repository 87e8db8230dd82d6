import type { ImageRef } from "../types.js";
import { prepareImage } from "./prepare.js";
import type { PixelRecipe, View } from "./recipe.js";
import { valuesPerView } from "./tensor.js";

/** Images ready for the network. */
export interface PixelBatch {
  /** images x views x values of a view; zeros where an image failed. */
  readonly values: Float32Array;
  /** Why an image has no values, in one clause; null where it has. One an image. */
  readonly failures: (string | null)[];
  /** 1 where the landmarks fit better with left and right exchanged. One an image. */
  readonly mirrored: Uint8Array;
}

/** Images in work at once: while sharp decodes some on its own threads, this thread reads and warps others. */
const lanes = 4;

/** Prepares images in this thread. */
export async function prepareBatch(
  images: readonly ImageRef[],
  recipe: PixelRecipe,
  views: readonly View[],
): Promise<PixelBatch> {
  const perImage = views.length * valuesPerView(recipe);
  const values = new Float32Array(images.length * perImage);
  const failures = new Array<string | null>(images.length).fill(null);
  const mirrored = new Uint8Array(images.length);
  let next = 0;
  const lane = async () => {
    while (next < images.length) {
      const i = next++;
      const done = await prepareImage(images[i], recipe, views, values, i * perImage);
      failures[i] = done.failure;
      mirrored[i] = Number(done.mirrored);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { values, failures, mirrored };
}
