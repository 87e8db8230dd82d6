// Scores of the pairs of a block from its products.
import { genuineBit } from "./pair-blocks.js";

/** Qualities that a quality-aware score weighs with, one a matrix row or column. */
export interface SideQualities {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/**
 * Constants of the quality-aware score for a MagFace R100 model, from the README of github.com/pterhoer/QMagFace.
 * Their code subtracts alpha; a plus would leave every score above -0.6 as it is.
 */
export const qmagface = { alpha: 0.077428, beta: 0.125926 } as const;

/**
 * QMagFace's score: s + min(q) x min(0, beta s - alpha), with q the lesser magnitude of the two sides
 * (P. Terhörst et al., "QMagFace: Simple and Accurate Quality-Aware Face Recognition", WACV 2023).
 */
export const qualityAware = (score: number, quality: number): number =>
  score + quality * Math.min(0, qmagface.beta * score - qmagface.alpha);

/** Makes all products of a block quality-aware. @param firstRow matrix row of the block's first */
export function weighBlock(products: Float64Array, firstRow: number, { rows, columns }: SideQualities): void {
  for (let at = 0, row = firstRow; at < products.length; row++) {
    for (let column = 0; column < columns.length; column++, at++) {
      products[at] = qualityAware(products[at], Math.min(rows[row], columns[column]));
    }
  }
}

/** Takes pairs' scores out of their block's products. */
export function takeScores(products: Float64Array, places: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < places.length; i++) into[i] = products[places[i] & (genuineBit - 1)];
}

/** Product of one row and one column, for lists so sparse that whole blocks would be made in vain. */
export function oneProduct(a: Float64Array, from: number, b: Float64Array, start: number, dim: number): number {
  const whole = dim - (dim % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j < whole; j += 4) {
    s0 += a[from + j] * b[start + j];
    s1 += a[from + j + 1] * b[start + j + 1];
    s2 += a[from + j + 2] * b[start + j + 2];
    s3 += a[from + j + 3] * b[start + j + 3];
  }
  for (; j < dim; j++) s0 += a[from + j] * b[start + j];
  return s0 + s1 + (s2 + s3);
}
