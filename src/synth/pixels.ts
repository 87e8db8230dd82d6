/** An 8-bit RGB picture, three bytes a pixel, row after row. Writing to it rounds to nearest and clamps. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export const blankPixels = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 3),
});

/** The light of the whole picture: brightness, and a leaning to red (warm) or blue (cool). In place. */
export function relight({ data }: Pixels, exposure: number, temperature: number): void {
  const gains = [exposure * (1 + 0.12 * temperature), exposure, exposure * (1 - 0.12 * temperature)];
  for (let i = 0; i < data.length; i++) data[i] = data[i] * gains[i % 3];
}

/** Copies a picture into a larger one with its top left corner at (left, top). */
export function paste(into: Pixels, from: Pixels, left: number, top: number): void {
  for (let y = 0; y < from.height; y++) {
    const row = from.data.subarray(y * from.width * 3, (y + 1) * from.width * 3);
    into.data.set(row, ((top + y) * into.width + left) * 3);
  }
}
