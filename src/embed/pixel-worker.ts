import { handOver } from "../host/pool.js";
import type { ImageRef } from "../types.js";
import { prepareBatch, type PixelBatch } from "./pixel-batch.js";
import type { PixelRecipe, View } from "./recipe.js";

/** One batch as a thread gets it. */
export interface PixelTask {
  readonly images: readonly ImageRef[];
  readonly recipe: PixelRecipe;
  readonly views: readonly View[];
}

/** What a thread of the pixel pool runs. */
export default async function run({ images, recipe, views }: PixelTask): Promise<PixelBatch> {
  const batch = await prepareBatch(images, recipe, views);
  return handOver(batch, [batch.values.buffer]);
}
