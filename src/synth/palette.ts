// Colours of one person: what the drawn parts share.
import { alongStops, darker, fromHue, lighter, mix, type Colour } from "./colour.js";
import type { Identity } from "./identity.js";

export interface Palette {
  readonly skin: Colour;
  readonly skinShade: Colour;
  readonly skinDeep: Colour;
  readonly skinLight: Colour;
  readonly blush: Colour;
  readonly lip: Colour;
  readonly hair: Colour;
  readonly hairDark: Colour;
  readonly hairLight: Colour;
  readonly brow: Colour;
  readonly iris: Colour;
  readonly glasses: Colour;
}

const skinStops: readonly Colour[] = [
  [249, 222, 203],
  [238, 196, 165],
  [220, 168, 128],
  [190, 134, 94],
  [146, 96, 64],
  [98, 63, 44],
  [66, 43, 33],
];
const hairStops: readonly Colour[] = [
  [22, 18, 17],
  [44, 29, 21],
  [78, 51, 32],
  [118, 82, 48],
  [170, 128, 74],
  [216, 186, 128],
  [234, 214, 170],
];
const irisStops: readonly Colour[] = [
  [48, 27, 16],
  [92, 56, 30],
  [132, 98, 50],
  [104, 124, 76],
  [104, 136, 150],
  [72, 128, 188],
];
const pink: Colour = [240, 150, 140];
const olive: Colour = [196, 170, 96];
const ginger: Colour = [168, 70, 26];
const grey: Colour = [196, 194, 192];
const red: Colour = [196, 62, 70];

export function paletteOf(person: Identity): Palette {
  const lean = person.skinWarmth;
  const skin = mix(alongStops(skinStops, person.skinTone), lean > 0 ? pink : olive, Math.abs(lean) * 0.2);
  const natural = mix(alongStops(hairStops, person.hairColour), ginger, person.hairRed * 0.8);
  const hair = mix(natural, grey, person.hairGrey * 0.9);
  const lipTone = mix(mix(skin, red, 0.28 + 0.12 * (1 - person.skinTone)), [120, 30, 50], 0.12 * person.skinTone);
  return {
    skin,
    skinShade: mix(darker(skin, 0.26), [120, 40, 20], 0.12),
    skinDeep: mix(darker(skin, 0.52), [80, 20, 10], 0.15),
    skinLight: lighter(skin, 0.3),
    blush: mix(skin, [214, 66, 60], 0.45 - 0.28 * person.skinTone),
    lip: mix(lipTone, red, person.lipColour * 0.5),
    hair,
    hairDark: darker(hair, 0.45),
    hairLight: lighter(hair, 0.24),
    brow: mix(darker(mix(natural, grey, person.hairGrey * 0.5), 0.1 + 0.35 * person.browShade), skin, 0.1),
    iris: alongStops(irisStops, person.eyeColour),
    glasses: person.glassesColour < 0.6 ? [30, 28, 30] : fromHue(person.glassesColour * 5, 0.5, 0.34),
  };
}
