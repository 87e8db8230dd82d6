import type { IjbCounts, IjbKind } from "./counts.js";
import { drawLayout, type IjbLayout } from "./layout.js";
import { drawQualities } from "./quality.js";

/** A set before its files are written: all but the embeddings themselves. */
export interface IjbSet {
  readonly kind: IjbKind;
  readonly seed: number;
  readonly counts: IjbCounts;
  readonly layout: IjbLayout;
  /** Of each row's image, from 0 to 1. */
  readonly quality: Float64Array;
}

export function drawSet(kind: IjbKind, seed: number, counts: IjbCounts): IjbSet {
  const layout = drawLayout(kind, seed, counts);
  return { kind, seed, counts, layout, quality: drawQualities(kind, seed, layout) };
}
