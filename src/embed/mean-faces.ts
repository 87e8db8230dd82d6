// The mean picture of many faces, at the size and alignment in which the network sees them.
import { UserError } from "../errors.js";
import { openPool, type Pool } from "../host/pool.js";
import type { ImageRef, Io } from "../types.js";
import type { FaceSum, SumTask } from "./face-sum.js";
import type { Pixels } from "./pixels.js";
import { clauseOf, loadAligned } from "./prepare.js";
import type { PixelRecipe } from "./recipe.js";

/** Images that a thread adds up at once. */
const perTask = 64;

/** Images as the network sees them, in order. @throws UserError naming an image that can't be read */
export async function alignedFaces(images: readonly ImageRef[], recipe: PixelRecipe): Promise<Pixels[]> {
  const faces: Pixels[] = [];
  for (const image of images) {
    const { pixels } = await loadAligned(image, recipe).catch((error: unknown) => {
      throw new UserError(`${image.name}: ${clauseOf(error, image.path)}`);
    });
    faces.push(pixels);
  }
  return faces;
}

/**
 * The mean of each group's images: levels summed as whole numbers, divided and rounded once (halves up), so that it is
 * the same for any number of threads. Memory holds one sum a group and a picture or two a thread, however many images.
 *
 * @param groups none of them empty
 * @throws UserError naming an image that can't be read any more; Interrupted
 */
export async function meanFaces(
  groups: readonly (readonly ImageRef[])[],
  recipe: PixelRecipe,
  { threads, progress, signal }: { readonly threads: number } & Pick<Io, "progress" | "signal">,
): Promise<Pixels[]> {
  const { width, height } = recipe;
  const sums = groups.map(() => new Float64Array(3 * width * height));
  const tasks = groups.flatMap((images, group) => parts(images).map((part) => ({ group, images: part })));
  const pool: Pool<SumTask, FaceSum> = openPool(new URL("./face-sum-worker.js", import.meta.url), threads);
  progress.start(
    "mean faces",
    groups.reduce((sum, { length }) => sum + length, 0),
    "images",
  );
  try {
    let next = 0;
    // As many tasks are under way as there are threads: each holds one sum.
    const lane = async (): Promise<void> => {
      while (next < tasks.length) {
        const { group, images } = tasks[next++];
        const { sums: part, fault } = await pool.run({ images, recipe });
        if (fault) throw new UserError(`${fault.name}: ${fault.reason}`);
        for (let i = 0; i < part.length; i++) sums[group][i] += part[i];
        progress.step(images.length);
        signal.throwIfAborted();
      }
    };
    await Promise.all(Array.from({ length: pool.threads }, lane));
  } finally {
    progress.stop();
    await pool.close();
  }
  return groups.map(({ length }, group) => ({
    width,
    height,
    data: Uint8Array.from(sums[group], (sum) => Math.floor(sum / length + 0.5)),
  }));
}

const parts = (images: readonly ImageRef[]): (readonly ImageRef[])[] =>
  Array.from({ length: Math.ceil(images.length / perTask) }, (_, i) => images.slice(i * perTask, (i + 1) * perTask));
