// Graded degradation: 0 is the picture as drawn, 1 is as bad as it gets. The grade is the ground truth of quality.
//
// At grade d, on a picture of w pixels (112 in a crop):
//   blur         Gaussian, sigma = 4.5 d w / 112 pixels
//   noise        standard deviation 42 d grey levels on each channel
//   resolution   shrunk to w (11/112)^d pixels a side by area means, enlarged linearly
//   compression  JPEG's loss at quality 90 (2/90)^d, 4:2:0
//   occlusion    a plain disc or box over 0.45 d of the area
//   contrast     values pulled to a grey level drawn from 50..205, to the share 1 - 0.88 d
//   mix          occlusion (in 35 of 100 pictures, at 0.6), blur or resolution (at 1), contrast (0.6), noise (0.7),
//                compression (0.6), in this order; each at its factor times d times a draw from 0.7..1
import { addNoise, blur, cover, flatten, lowerResolution } from "./filters.js";
import { loseByJpeg } from "./jpeg-loss.js";
import type { Pixels } from "./pixels.js";
import { openStream, type Stream } from "./random.js";

const single = {
  blur: (image: Pixels, grade: number) => blur(image, (4.5 * grade * image.width) / 112),
  noise: (image: Pixels, grade: number, draw: Stream) => addNoise(image, 42 * grade, draw),
  resolution: (image: Pixels, grade: number) => lowerResolution(image, Math.round(image.width * (11 / 112) ** grade)),
  compression: (image: Pixels, grade: number) => loseByJpeg(image, 90 * (2 / 90) ** grade),
  occlusion: (image: Pixels, grade: number, draw: Stream) => cover(image, 0.45 * grade, draw),
  contrast: (image: Pixels, grade: number, draw: Stream) => flatten(image, 1 - 0.88 * grade, draw.between(50, 205)),
} as const;

/** Kinds that stand for themselves. */
export const singleKinds = Object.keys(single) as (keyof typeof single)[];

export type DegradationKind = keyof typeof single | "mix";

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
  const part = (factor: number): number => factor * grade * draw.between(0.7, 1);
  let out = draw.chance(0.35) ? single.occlusion(image, part(0.6), draw) : image;
  out = single[draw.chance(0.5) ? "blur" : "resolution"](out, part(1));
  out = single.contrast(out, part(0.6), draw);
  out = single.noise(out, part(0.7), draw);
  return single.compression(out, part(0.6));
}
