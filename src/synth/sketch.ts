import type { Features } from "./features.js";
import type { Identity } from "./identity.js";
import type { Nuisance } from "./nuisance.js";
import type { Palette } from "./palette.js";
import type { Point, View } from "./view.js";

/** All that the parts of one drawing need. */
export interface Sketch {
  readonly person: Identity;
  readonly moment: Nuisance;
  readonly features: Features;
  readonly palette: Palette;
  readonly view: View;
  /** Side of the square picture in pixels. */
  readonly size: number;
}

export type Side = -1 | 1;
export const sides: readonly Side[] = [-1, 1];

/** Points of the right half of an outline from top to bottom, joined with their mirror image into a closed one. */
export function mirrored(right: readonly Point[], place: (x: number, y: number) => Point): Point[] {
  const left = [...right].reverse().filter(([x]) => x !== 0);
  return [...right.map(([x, y]) => place(x, y)), ...left.map(([x, y]) => place(-x, y))];
}
