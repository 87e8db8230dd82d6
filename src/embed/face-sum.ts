import type { ImageRef } from "../types.js";
import { clauseOf, loadAligned } from "./prepare.js";
import type { PixelRecipe } from "./recipe.js";

/** Images whose aligned pixels are added up in one thread; few enough that a sum of 8-bit levels fits 32 bits. */
export interface SumTask {
  readonly images: readonly ImageRef[];
  readonly recipe: PixelRecipe;
}

export interface FaceSum {
  /** Sum of the levels of each pixel and channel, RGB. */
  readonly sums: Uint32Array;
  /** The first image that could not be read, and why; null = all were. */
  readonly fault: { readonly name: string; readonly reason: string } | null;
}

/** Adds up images at the network's size, one at a time. */
export async function sumFaces({ images, recipe }: SumTask): Promise<FaceSum> {
  const sums = new Uint32Array(3 * recipe.width * recipe.height);
  for (const image of images) {
    try {
      const { data } = (await loadAligned(image, recipe)).pixels;
      for (let i = 0; i < data.length; i++) sums[i] += data[i];
    } catch (error) {
      return { sums, fault: { name: image.name, reason: clauseOf(error, image.path) } };
    }
  }
  return { sums, fault: null };
}
