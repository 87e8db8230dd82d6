// Asymmetric generalised Gaussian distributions: what local contrast and its products follow in natural images.
import { gamma } from "../math/statistics.js";

/** A bell around 0 whose sides differ. All NaN where values of one sign are missing. */
export interface Aggd {
  /** Exponent: 2 = Gaussian, 1 = Laplacian. In steps of 0.001 from 0.2 to 10. */
  readonly shape: number;
  /** Root mean square of the values below 0, and of those above. */
  readonly left: number;
  readonly right: number;
}

/**
 * The distribution whose moments fit the values best.
 *
 * Shape: the one of the grid whose (E|x|)^2 / E x^2 is nearest to that of the values, corrected for the sides being unlike.
 * The ratio rises with the shape, so this is also where a search from 0.2 upwards, as in OpenCV, meets its first rise.
 *
 * Source: N.-E. Lasmar, Y. Stitou, Y. Berthoumieu, "Multiscale skewed heavy tailed model for texture analysis", ICIP 2009, as
 * BRISQUE and NIQE use it.
 *
 * @param values zeros count for the moments, for neither side
 */
export function fitAggd(values: Float64Array): Aggd {
  let [below, above, belowSquares, aboveSquares, sizes] = [0, 0, 0, 0, 0];
  for (const value of values) {
    const square = value * value;
    sizes += Math.abs(value);
    if (value < 0) [below, belowSquares] = [below + 1, belowSquares + square];
    else if (value > 0) [above, aboveSquares] = [above + 1, aboveSquares + square];
  }
  const left = Math.sqrt(belowSquares / below);
  const right = Math.sqrt(aboveSquares / above);
  const skew = left / right;
  const ratio = sizes ** 2 / values.length / (belowSquares + aboveSquares);
  const evened = (ratio * (skew ** 3 + 1) * (skew + 1)) / (skew ** 2 + 1) ** 2;
  return Number.isNaN(evened) ? { shape: NaN, left: NaN, right: NaN } : { shape: shapeOf(evened), left, right };
}

/** What turns a root mean square of one side into that side's scale. */
export const scaleFactor = ({ shape }: Aggd): number => Math.sqrt(gamma(1 / shape) / gamma(3 / shape));

/** The distribution's mean: (right scale - left scale) gamma(2 / shape) / gamma(1 / shape); BRISQUE's and NIQE's eta. */
export const meanOf = (aggd: Aggd): number =>
  ((aggd.right - aggd.left) * scaleFactor(aggd) * gamma(2 / aggd.shape)) / gamma(1 / aggd.shape);

interface Grid {
  readonly shapes: Float64Array;
  /** gamma(2 / shape)^2 / (gamma(1 / shape) gamma(3 / shape)), rising. */
  readonly ratios: Float64Array;
}

let made: Grid | undefined;

function makeGrid(): Grid {
  const shapes: number[] = [];
  for (let shape = 0.2; shape < 10; shape += 0.001) shapes.push(shape); // Added up, as OpenCV does: its shapes to the last bit.
  const ratio = (shape: number): number => gamma(2 / shape) ** 2 / (gamma(1 / shape) * gamma(3 / shape));
  return { shapes: Float64Array.from(shapes), ratios: Float64Array.from(shapes, ratio) };
}

function shapeOf(ratio: number): number {
  const { shapes, ratios } = (made ??= makeGrid());
  let [low, high] = [0, shapes.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ratios[middle] <= ratio) low = middle;
    else high = middle;
  }
  return shapes[Math.abs(ratios[high] - ratio) <= Math.abs(ratios[low] - ratio) ? high : low];
}
