import { UserError } from "../errors.js";
import { fitAggd, meanOf } from "./aggd.js";
import type { Grey } from "./grey.js";
import { halfByCubic } from "./half-size.js";
import { localContrast } from "./local-contrast.js";

/** How many numbers {@link brisqueFeatures} gives. */
export const brisqueFeatureCount = 36;

/** Right, down, down and right, up and right: rows, columns. */
const directions = [
  [0, 1],
  [1, 0],
  [1, 1],
  [-1, 1],
] as const;

/**
 * BRISQUE's 36 features of an image: 18 at its own size, 18 at half of it.
 *
 * Of the local contrast: shape and mean variance of the sides of its distribution. Of its products with the neighbour to
 * the right, below, below right and above right (0 beyond the edge): shape, mean, variance of the left and of the right side.
 *
 * Source: A. Mittal, A. K. Moorthy, A. C. Bovik, "No-reference image quality assessment in the spatial domain", IEEE TIP 21
 * (2012), in the form of opencv_contrib's `qualitybrisque.cpp`, but in doubles where that has floats. On pictures with texture
 * all over the two agree to 2e-6. On smooth ones, where float differences of squares lose digits, they do not: on drawn faces a
 * shape differs by up to 0.006 and another number by 0.003. OpenCV with and without fused multiply-add differ as much.
 *
 * @param image 0..255, both sides 2 pixels or more
 * @returns NaN for each number that flatness leaves undefined
 * @throws UserError when the image is smaller
 */
export function brisqueFeatures(image: Grey): Float64Array {
  const { width, height } = image;
  if (width < 2 || height < 2) throw new UserError(`${width}x${height} pixels, expected at least 2x2 for BRISQUE`);
  return Float64Array.from([...featuresOf(image), ...featuresOf(halfByCubic(image))]);
}

function featuresOf(image: Grey): number[] {
  const { normalised } = localContrast(image);
  const { shape, left, right } = fitAggd(normalised.values);
  const pairs = directions.flatMap(([down, along]) => featuresOfPairs(normalised, down, along));
  return [shape, (left ** 2 + right ** 2) / 2, ...pairs];
}

function featuresOfPairs(contrast: Grey, down: number, along: number): number[] {
  const fit = fitAggd(neighbourProducts(contrast, down, along));
  return [fit.shape, meanOf(fit), fit.left ** 2, fit.right ** 2];
}

function neighbourProducts({ width, height, values }: Grey, down: number, along: number): Float64Array {
  const products = new Float64Array(values.length);
  const [first, last] = [Math.max(0, -down), height - Math.max(0, down)];
  const step = down * width + along;
  for (let y = first; y < last; y++) {
    for (let i = y * width; i < (y + 1) * width - along; i++) products[i] = values[i] * values[i + step];
  }
  return products;
}
