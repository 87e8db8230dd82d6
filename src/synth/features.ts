// The parts of a face under a picture's expression: the one geometry that both the drawing and the landmarks read.
import type { Identity } from "./identity.js";
import type { Nuisance } from "./nuisance.js";
import type { Landmarks, View } from "./view.js";

/** Places and sizes in face units: x to the right of the picture, y down, origin between the eyes. */
export interface Features {
  readonly eyeX: number;
  readonly eyeY: number;
  readonly eyeWidth: number;
  /** Height of the open eye above and below its centre. */
  readonly eyeAbove: number;
  readonly eyeBelow: number;
  readonly noseY: number;
  readonly mouthY: number;
  readonly mouthHalf: number;
  /** Drop of the corners below the middle of the mouth; negative in a smile. */
  readonly cornerDrop: number;
  /** Height of the open mouth. */
  readonly gap: number;
  readonly browRaise: number;
  /** Drop of the chin by the open mouth. */
  readonly chinDrop: number;
}

/** Lift of the nose's tip, the lips and the brows off the head's surface. */
export const lifts = { noseTip: 12, lips: 3, brow: 2, eye: -1.5 } as const;

export function featuresOf(person: Identity, moment: Nuisance): Features {
  const { smile, mouthOpen } = moment;
  const open = Math.max(0.32, moment.eyeOpen - 0.1 * Math.max(0, smile));
  return {
    eyeX: person.eyeDistance,
    eyeY: 0,
    eyeWidth: person.eyeWidth,
    eyeAbove: person.eyeHeight * open,
    eyeBelow: person.eyeHeight * 0.62 * open,
    noseY: person.noseLength,
    mouthY: person.mouthHeight + 0.6 * mouthOpen,
    mouthHalf: person.mouthWidth * (1 + 0.13 * smile - 0.07 * mouthOpen),
    cornerDrop: -person.lipCurve - 3.1 * smile,
    gap: 7.5 * mouthOpen + 1.6 * Math.max(0, smile - 0.35),
    browRaise: 2.4 * moment.browRaise,
    chinDrop: 5 * mouthOpen,
  };
}

/** The five landmarks in pixels of the view: pupils' sockets, nose tip and mouth corners, left to right as seen. */
export function landmarksOf(features: Features, view: View): Landmarks {
  const { eyeX, eyeY, noseY, mouthHalf, mouthY, cornerDrop } = features;
  return [
    view.on(-eyeX, eyeY, lifts.eye),
    view.on(eyeX, eyeY, lifts.eye),
    view.on(0, noseY, lifts.noseTip),
    view.on(-mouthHalf, mouthY + cornerDrop, lifts.lips),
    view.on(mouthHalf, mouthY + cornerDrop, lifts.lips),
  ].flat();
}
