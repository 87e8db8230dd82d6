// From "picture 3 of person 12" to pixels and the truth about them.
import { degrade, type Degradation } from "./degrade.js";
import { drawFace, faceLandmarks, type Framing } from "./face-svg.js";
import { drawIdentity, type World } from "./identity.js";
import { drawNuisance, nextFrame, type Nuisance, type NuisanceRange } from "./nuisance.js";
import { relight, type Pixels } from "./pixels.js";
import { renderSvg } from "./render.js";
import type { Landmarks } from "./view.js";

/** All that decides one picture: equal shots give equal bytes, on any thread and in any order. */
export interface Shot {
  readonly world: World;
  readonly seed: number;
  readonly person: number;
  /** Which picture of the person: another name, other circumstances. */
  readonly picture: string;
  /** Frame of a video: circumstances are those of frame 0, moved on a little. Absent for a still. */
  readonly frame?: number;
  readonly framing: Framing;
  /** Side of the square picture in pixels. */
  readonly size: number;
  readonly range: NuisanceRange;
  /** Absent = as drawn. */
  readonly degradation?: Degradation;
}

const labelOf = ({ world, seed, person, picture }: Shot): (string | number)[] => [world, seed, person, picture];

/** The circumstances of a shot. */
export function momentOf(shot: Shot): Nuisance {
  const first = drawNuisance(labelOf(shot), shot.range);
  return shot.frame ? nextFrame(first, [...labelOf(shot), shot.frame]) : first;
}

/** Five landmarks of a shot in its pixels. */
export const landmarksOfShot = (shot: Shot): Landmarks =>
  faceLandmarks(drawIdentity(shot.world, shot.seed, shot.person), momentOf(shot), shot.framing, shot.size);

/** Renders a shot and degrades it. */
export async function takePicture(shot: Shot): Promise<Pixels> {
  const moment = momentOf(shot);
  const person = drawIdentity(shot.world, shot.seed, shot.person);
  const pixels = await renderSvg(drawFace(person, moment, shot.framing, shot.size).svg);
  relight(pixels, moment.exposure, moment.temperature);
  return shot.degradation ? degrade(pixels, shot.degradation, [...labelOf(shot), shot.frame ?? 0]) : pixels;
}
