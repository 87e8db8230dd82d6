import { UserError } from "../errors.js";
import { columnMeans, covarianceOf, pseudoInverseForm } from "../math/matrix.js";
import type { Grey } from "./grey.js";
import { niqePatches } from "./niqe-patches.js";

/** What patches of good images are like; plain numbers, so that JSON holds it. */
export interface NiqeModel {
  /** Side of a patch in pixels. */
  readonly patchSize: number;
  /** Images and patches that it was made of. */
  readonly images: number;
  readonly patches: number;
  /** Mean of each of the 36 features, and their covariance. */
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

export interface NiqeOptions {
  /**
   * Side of a patch in pixels, a multiple of 8. Absent = 96, the authors' choice, or the largest that fits the first image. An image
   * of 112 x 112 holds one patch of 96, its top left, but four of 56, nine of 32 and 16 of 24. On drawn faces the distance rises
   * steadily with blur by patches of 24, not by those of 96.
   */
  readonly patchSize?: number;
}

/** A patch of a good image takes part when it is sharper than this share of the image's sharpest. */
const sharpEnough = 0.75;

/** Numbers that a patch is described by. */
export const niqeFeatures = 36;

/**
 * A NIQE model from good images.
 *
 * Below some hundreds of patches the covariance of 36 features is poor, and with fewer than 37 it has no width in some
 * directions, which distances then leave out.
 *
 * @param images 0..255, each at least a patch wide and high
 * @throws UserError on a size that is no multiple of 8, an image below it, or fewer than two patches that vary
 */
export function fitNiqe(images: Iterable<Grey>, options: NiqeOptions = {}): NiqeModel {
  const rows: Float64Array[] = [];
  let { patchSize } = options;
  let count = 0;
  for (const image of images) {
    patchSize ??= usualPatchSize(image);
    rows.push(...niqeRows(image, patchSize));
    count++;
  }
  return niqeModelOf(rows, patchSize ?? 0, count);
}

/** Side of the patches of a model whose first image has this size: 96, or the largest multiple of 8 that fits, but 8 at least. */
export const usualPatchSize = ({ width, height }: Pick<Grey, "width" | "height">): number =>
  Math.min(96, Math.max(8, Math.floor(Math.min(width, height) / 8) * 8));

/**
 * The 36 features of each patch of a good image that is sharp and varies: what a model is made of. None for a flat image.
 *
 * @throws UserError on a size that is no multiple of 8, and an image below it
 */
export function niqeRows(image: Grey, patchSize: number): Float64Array[] {
  const patches = patchesOf(image, patchSize);
  const sharpest = Math.max(...patches.map(({ sharpness }) => sharpness));
  const sharp = patches.filter(({ sharpness }) => sharpness > sharpEnough * sharpest);
  return sharp.map(({ features }) => features).filter(isVaried);
}

/**
 * The model of the rows of many images. Their order shows in the last digits.
 *
 * @throws UserError on fewer than two rows
 */
export function niqeModelOf(rows: readonly Float64Array[], patchSize: number, images: number): NiqeModel {
  if (rows.length < 2)
    throw new UserError(`${rows.length} patches that vary in ${images} images, expected at least 2 for a NIQE model`);
  return { patchSize, images, patches: rows.length, mean: columnMeans(rows), covariance: covarianceOf(rows) };
}

/**
 * NIQE of an image: how far its patches are from the model's, 0 upwards. LOWER is better. Only scores by the same model compare.
 *
 * sqrt(d' ((S + S') / 2)+ d) with d the difference of mean features, S and S' the covariances of the model and of the image's
 * patches; that of a single patch is 0.
 *
 * Source: A. Mittal, R. Soundararajan, A. C. Bovik, "Making a 'completely blind' image quality analyzer", IEEE Signal Processing
 * Letters 20 (2013), eq. 10, in the form of the authors' release. Their model of photographs is for patches of 96 and images
 * of several: it is not here, and faces of 112 pixels are unlike them.
 *
 * @param image 0..255
 * @returns NaN where every patch is flat
 * @throws UserError when the image is smaller than a patch
 */
export function niqe(image: Grey, model: NiqeModel): number {
  const rows = patchesOf(image, model.patchSize).map(({ features }) => features);
  const varied = rows.filter(isVaried);
  if (varied.length === 0) return NaN;
  const difference = columnMeans(varied).map((value, i) => value - model.mean[i]);
  const own = varied.length > 1 ? covarianceOf(varied) : null;
  const pooled = model.covariance.map((row, i) => row.map((value, j) => (value + (own?.[i][j] ?? 0)) / 2));
  return Math.sqrt(Math.max(0, pseudoInverseForm(pooled, difference)));
}

const isVaried = (features: Float64Array): boolean => features.every((value) => !Number.isNaN(value));

function patchesOf(image: Grey, patchSize: number): ReturnType<typeof niqePatches> {
  if (!(patchSize >= 8 && patchSize % 8 === 0))
    throw new UserError(`patches of ${patchSize} pixels, expected a multiple of 8 for NIQE`);
  const { width, height } = image;
  if (Math.min(width, height) >= patchSize) return niqePatches(image, patchSize);
  throw new UserError(`${width}x${height} pixels, expected at least ${patchSize}x${patchSize}, a NIQE patch`);
}
