import { UserError } from "../errors.js";
import { readBytes, readRange } from "../host/files.js";
import type { ImageRef } from "../types.js";
import { alignLandmarks } from "./align.js";
import { decodeImage } from "./decode.js";
import type { Pixels } from "./pixels.js";
import type { PixelRecipe, View } from "./recipe.js";
import { resizeBilinear } from "./resize.js";
import { fillTensor, valuesPerView } from "./tensor.js";
import { warpAffine } from "./warp.js";

/** An image at the network's size, and what was odd about it. */
export interface AlignedImage {
  /** width x height of the recipe. */
  readonly pixels: Pixels;
  /** The landmarks fit better with left and right exchanged; see {@link Alignment}. */
  readonly mirrored: boolean;
}

/** Encoded bytes of an image. @throws UserError when they can't be read */
export function readImage({ bytes, path, start, end }: ImageRef): Uint8Array {
  if (bytes !== undefined) return bytes;
  if (start === undefined || end === undefined) return readBytes(path);
  return readRange(path, start, end);
}

/**
 * Reads, decodes and aligns one image.
 *
 * With landmarks it is warped to the template of the recipe's size. Without, it is taken as it is where it has that
 * size, scaled where the recipe says `resize`, and refused otherwise.
 *
 * @throws UserError whose message is a clause, without the image's name
 */
export async function loadAligned(image: ImageRef, recipe: PixelRecipe): Promise<AlignedImage> {
  const pixels = await decodeImage(readImage(image));
  const { width, height } = recipe;
  if (image.landmarks !== undefined) {
    const { matrix, mirrored } = alignLandmarks(image.landmarks, width, height);
    return { pixels: warpAffine(pixels, matrix, width, height), mirrored };
  }
  if (pixels.width === width && pixels.height === height) return { pixels, mirrored: false };
  if (recipe.resize) return { pixels: resizeBilinear(pixels, width, height), mirrored: false };
  throw new UserError(
    `${pixels.width}x${pixels.height}, expected ${width}x${height} (give --landmarks FILE or --resize)`,
  );
}

/**
 * Reads and decodes one image; with landmarks it is warped to the template of `side` x `side`, without it is taken as it is.
 *
 * @throws UserError whose message is a clause, without the image's name
 */
export async function loadFace(image: ImageRef, side: number): Promise<Pixels> {
  const pixels = await decodeImage(readImage(image));
  if (image.landmarks === undefined) return pixels;
  return warpAffine(pixels, alignLandmarks(image.landmarks, side, side).matrix, side, side);
}

/** What became of one image. */
export interface Preparation {
  /** Why there are no values, in one clause; null when there are. */
  readonly failure: string | null;
  readonly mirrored: boolean;
}

/**
 * Writes the views of one image one after another into the network's input. A bad image is an answer, not an error:
 * its values stay as they were.
 *
 * @param out takes views.length * valuesPerView(recipe) numbers from `at` on
 */
export async function prepareImage(
  image: ImageRef,
  recipe: PixelRecipe,
  views: readonly View[],
  out: Float32Array,
  at: number,
): Promise<Preparation> {
  try {
    const { pixels, mirrored } = await loadAligned(image, recipe);
    views.forEach((view, i) => fillTensor(pixels, recipe, view, out, at + i * valuesPerView(recipe)));
    return { failure: null, mirrored };
  } catch (error) {
    return { failure: clauseOf(error, image.path), mirrored: false };
  }
}

/** What is wrong with an image, without its path, beside which the image's name stands. */
export function clauseOf(error: unknown, path: string): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}
