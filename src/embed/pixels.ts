import { UserError } from "../errors.js";

/** A decoded image: RGB, 8 bits, row after row from the top; data.length = width * height * 3. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Images above this many pixels are refused before memory is taken for them: no face image is that large, a broken header is. */
export const maxPixels = 1 << 26;

/** Black pixels of a size read from a header. @throws UserError when the size is zero or beyond {@link maxPixels} */
export function newPixels(width: number, height: number): Pixels {
  if (width < 1 || height < 1) throw new UserError(`${width}x${height} pixels, expected at least 1x1`);
  if (width * height > maxPixels) throw new UserError(tooLarge(width, height));
  return { width, height, data: new Uint8Array(width * height * 3) };
}

export const tooLarge = (width: number, height: number): string =>
  `${width}x${height} pixels, expected at most ${maxPixels} in all`;
