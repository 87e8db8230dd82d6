import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Grey } from "../../src/quality/grey.js";

/** Forty values from all over an array, and the image's width and height. */
interface Sampled {
  readonly size: readonly [number, number];
  readonly values: readonly number[];
}

export interface Expected {
  readonly crc32: number;
  readonly grey: Sampled;
  readonly halfByCubic: Sampled;
  readonly halfBySmoothing: Sampled;
  readonly normalised: Sampled;
  readonly deviation: Sampled;
  readonly brisque: readonly number[];
  /** The same by cv2.quality on a processor with fused multiply-add, and on one without. */
  readonly opencv: { readonly fused: readonly number[]; readonly plain: readonly number[] };
  /** cv2.quality's score by brisque_model.yml, from the features "fused". */
  readonly opencvScore: number;
  readonly piqe: number;
}

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/quality/${name}`, import.meta.url));

/** A NIQE model of twelve pristine pictures, and the scores of those pictures that are large enough. */
export interface ExpectedNiqe {
  readonly patches: number;
  readonly mean: readonly number[];
  /** Forty entries of the matrix row after row, at i * 7919 modulo 1296. */
  readonly covariance: readonly number[];
  /** null = undefined. */
  readonly scores: Readonly<Record<string, number | null>>;
}

const { pictures, niqe } = JSON.parse(readFileSync(fixture("expected.json"), "utf8")) as {
  pictures: Record<string, Expected>;
  niqe: Record<string, ExpectedNiqe>;
};

/** What fixtures/quality/make.py found, by picture. */
export const expectedOf = (picture: string): Expected => pictures[picture];

/** The same of NIQE, by side of the patches. */
export const expectedNiqe = (patchSize: number): ExpectedNiqe => niqe[`12 by ${patchSize}`];

/** Largest difference between two lists of the same length; infinite where one is NaN and the other not. */
export function gap(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let most = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Object.is(found[i], expected[i]) ? 0 : Math.abs(found[i] - expected[i]);
    most = Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }
  return most;
}

/** The same with the forty values that make.py took of an image. */
export function gapOfSample({ width, height, values }: Grey, { size, values: expected }: Sampled): number {
  expect([width, height]).toEqual(size);
  return gap(
    expected.map((_, i) => values[(i * 7919 + 13) % values.length]),
    expected,
  );
}
