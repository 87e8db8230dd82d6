import type { PixelPool } from "./pixel-pool.js";
import type { PixelRecipe } from "./recipe.js";

/** Stands in for a pool where images are too few to be worth its threads: prepares them in this thread. */
export const prepareHere = (recipe: PixelRecipe): PixelPool => ({
  threads: 1,
  async prepare(images, views) {
    // Loaded here, because a run that finds everything in the cache decodes nothing.
    const { prepareBatch } = await import("./pixel-batch.js");
    return prepareBatch(images, recipe, views);
  },
  async close() {},
});
