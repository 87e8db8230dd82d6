// How good each image is, from 0 to 1, and what a face detector says of it.
import { openStream, type Stream } from "../random.js";
import type { IjbKind } from "./counts.js";
import type { IjbLayout } from "./layout.js";

/**
 * Quality of each row's image. Templates differ, media inside them differ much (a portrait beside a far-off video), and
 * frames of a medium differ little.
 */
export function drawQualities(kind: IjbKind, seed: number, { firstGroup, group }: IjbLayout): Float64Array {
  const draw = openStream("ijb quality", kind, seed);
  const ofGroup = new Float64Array(firstGroup[firstGroup.length - 1]);
  for (let template = 0; template + 1 < firstGroup.length; template++) {
    const about = templateQuality(draw);
    for (let g = firstGroup[template]; g < firstGroup[template + 1]; g++) ofGroup[g] = about + 0.6 * mound(draw);
  }
  return Float64Array.from(group, (g) => clamp(ofGroup[g] + 0.05 * (2 * draw.uniform() - 1), 0, 1));
}

/** One template in twenty is bad throughout. */
function templateQuality(draw: Stream): number {
  if (draw.chance(0.05)) return 0.25 * draw.uniform();
  return 0.68 + 0.32 * mound(draw);
}

/** From -1 to 1, more often near 0. */
const mound = (draw: Stream): number => draw.uniform() - draw.uniform();

/** A detector's score, in [0.1, 0.999]: follows the quality, and not closely. */
export const detectorScore = (draw: Stream, quality: number): number =>
  clamp(0.55 + 1.1 * quality + 0.2 * (draw.uniform() - 0.5), 0.1, 0.999);

/** Length of an embedding, in [10, 110]: grows with the quality, with a little jitter from `chance` in [0, 1). */
export const magnitudeAt = (quality: number, chance: number): number => 10 + 100 * (0.92 * quality + 0.08 * chance);

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
