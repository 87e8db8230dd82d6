/** Red, green, blue in 0..255, not rounded. */
export type Colour = readonly [number, number, number];

export const mix = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

export const darker = (colour: Colour, share: number): Colour => mix(colour, black, share);
export const lighter = (colour: Colour, share: number): Colour => mix(colour, white, share);

/** The colour at `place` in [0, 1] along a row of stops at equal distances. */
export function alongStops(stops: readonly Colour[], place: number): Colour {
  const at = Math.min(Math.max(place, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(at), stops.length - 2);
  return mix(stops[index], stops[index + 1], at - index);
}

const byte = (value: number): string =>
  Math.min(Math.max(Math.round(value), 0), 255)
    .toString(16)
    .padStart(2, "0");

/** "#rrggbb". */
export const hex = ([red, green, blue]: Colour): string => `#${byte(red)}${byte(green)}${byte(blue)}`;

/** Hue in turns, saturation and lightness in [0, 1], by the CSS definition. */
export function fromHue(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const place = (offset + hue * 12) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
