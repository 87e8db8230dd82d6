import type { BrisqueModel } from "../types.js";
import { brisqueFeatures } from "./brisque.js";
import type { Grey } from "./grey.js";

/**
 * BRISQUE of an image, 0 to 100. LOWER is better: negate it where a quality is wanted.
 *
 * @param image 0..255, both sides 2 pixels or more
 * @returns NaN for a flat image
 */
export const brisque = (image: Grey, model: BrisqueModel): number => brisqueScore(brisqueFeatures(image), model);

/**
 * The same from the image's 36 features: scaled to -1..1 by the ranges of training (beyond them, beyond), regressed, clamped.
 *
 * Epsilon support vector regression with a radial kernel, sum w exp(-gamma |x - v|^2) - rho: as OpenCV's SVM::predict, which
 * computes the kernel in floats.
 */
export function brisqueScore(features: Float64Array, model: BrisqueModel): number {
  const { least, greatest } = model;
  const scaled = features.map((value, i) => -1 + (2 * (value - least[i])) / (greatest[i] - least[i]));
  return Math.min(Math.max(regress(scaled, model), 0), 100);
}

function regress(x: Float64Array, { vectors, weights, gamma, rho }: BrisqueModel): number {
  let sum = -rho;
  for (let vector = 0; vector < weights.length; vector++) {
    let square = 0;
    for (let i = 0; i < x.length; i++) square += (x[i] - vectors[vector * x.length + i]) ** 2;
    sum += weights[vector] * Math.exp(-gamma * square);
  }
  return sum;
}
