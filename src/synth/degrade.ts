// Graded degradation: 0 is the picture as drawn, 1 is as bad as it gets. The grade is the ground truth of quality.
//
// At grade d, on a picture of w pixels (112 in a crop):
//   blur         Gaussian, sigma = 12 d w / 112 pixels
//   noise        standard deviation 150 d grey levels on each channel
//   resolution   shrunk to w / (1 + 21.4 d) pixels a side by area means (5 pixels of 112 at d = 1), enlarged linearly
//   compression  JPEG's loss at quality 90 (2/90)^(d^0.6), 4:2:0
//   occlusion    a plain disc or box over 0.8 d of the area
//   contrast     values pulled to a grey level drawn from 50..205, to the share 0.04^d
//   mix          occlusion (in 35 of 100 pictures, at 0.5), blur or resolution (at 0.7), noise (0.5), contrast (in half of the
//                pictures, 0.35), compression (0.6), in this order; each at its factor times d times a draw from 0.8..1
//
// The scales were set so that equal steps of d take about equal steps off the cosine between a recogniser's embedding of
// the degraded picture and that of the picture as drawn, with little of it left at 1. JPEG alone does not get that far. Contrast
// has a part in only half of the mixes: otherwise the plain spread of a picture's values would tell the grade.
import { addNoise, blur, cover, flatten, lowerResolution } from "./filters.js";
import { loseByJpeg } from "./jpeg-loss.js";
import type { Pixels } from "./pixels.js";
import { openStream, type Stream } from "./random.js";

const single = {
  blur: (image: Pixels, grade: number) => blur(image, (12 * grade * image.width) / 112),
  noise: (image: Pixels, grade: number, draw: Stream) => addNoise(image, 150 * grade, draw),
  resolution: (image: Pixels, grade: number) =>
    lowerResolution(image, Math.max(2, Math.round(image.width / (1 + 21.4 * grade)))),
  compression: (image: Pixels, grade: number) => loseByJpeg(image, 90 * (2 / 90) ** (grade ** 0.6)),
  occlusion: (image: Pixels, grade: number, draw: Stream) => cover(image, 0.8 * grade, draw),
  contrast: (image: Pixels, grade: number, draw: Stream) => flatten(image, 0.04 ** grade, draw.between(50, 205)),
} as const;

/** Kinds that stand for themselves. */
export const singleKinds = Object.keys(single) as (keyof typeof single)[];

/** What makes a picture worse; `mix` draws several. */
export type DegradationKind = keyof typeof single | "mix";

/** All kinds of degradation. */
export const degradationKinds: readonly DegradationKind[] = [...singleKinds, "mix"];

export interface Degradation {
  readonly kind: DegradationKind;
  /** 0 leaves the picture as it is, 1 is the worst. */
  readonly grade: number;
}

/**
 * The picture made worse. The input stays as it was.
 *
 * @param label names the picture: its chance draws (noise, place of the occluder) depend on nothing else
 */
export function degrade(image: Pixels, { kind, grade }: Degradation, label: readonly (string | number)[]): Pixels {
  if (grade === 0) return image;
  const draw = openStream("degradation", kind, ...label);
  return kind === "mix" ? mixed(image, grade, draw) : single[kind](image, grade, draw);
}

function mixed(image: Pixels, grade: number, draw: Stream): Pixels {
  const part = (factor: number): number => factor * grade * draw.between(0.8, 1);
  let out = draw.chance(0.35) ? single.occlusion(image, part(0.5), draw) : image;
  out = single[draw.chance(0.5) ? "blur" : "resolution"](out, part(0.7));
  out = single.noise(out, part(0.5), draw);
  if (draw.chance(0.5)) out = single.contrast(out, part(0.35), draw);
  return single.compression(out, part(0.6));
}
