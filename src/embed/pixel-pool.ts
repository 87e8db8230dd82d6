import { openPool, type Pool } from "../host/pool.js";
import type { ImageRef } from "../types.js";
import type { PixelBatch } from "./pixel-batch.js";
import type { PixelTask } from "./pixel-worker.js";
import type { PixelRecipe, View } from "./recipe.js";

/** Threads that read, decode and align images while the device computes. */
export interface PixelPool {
  readonly threads: number;
  /**
   * Prepares one batch in one thread; keep as many batches under way as there are threads, and one more.
   * A bad image is a line in `failures`, never a rejection.
   */
  prepare(images: readonly ImageRef[], views: readonly View[]): Promise<PixelBatch>;
  close(): Promise<void>;
}

/** @param threads at least 1 */
export function openPixelPool({ threads, recipe }: { threads: number; recipe: PixelRecipe }): PixelPool {
  const pool: Pool<PixelTask, PixelBatch> = openPool(new URL("./pixel-worker.js", import.meta.url), threads);
  return {
    threads,
    prepare: (images, views) => pool.run({ images, recipe, views }),
    close: () => pool.close(),
  };
}
