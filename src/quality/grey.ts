import type { Pixels } from "../embed/pixels.js";

/** A grey image in doubles, row after row from the top; values.length = width * height. Brightness is 0..255. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/**
 * Brightness of an RGB image: the bytes, 0..255, of OpenCV 4's cvtColor(image, COLOR_BGR2GRAY).
 *
 * 0.299 R + 0.587 G + 0.114 B in steps of 2^-15, rounded to nearest.
 */
export function greyOf({ width, height, data }: Pixels): Grey {
  const values = new Float64Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += 3)
    values[i] = (9798 * data[at] + 19235 * data[at + 1] + 3735 * data[at + 2] + 16384) >> 15;
  return { width, height, values };
}

/** The part of an image that begins `left` columns from the left and `top` rows from above; it lies within the image. */
export function partOf(image: Grey, left: number, top: number, width: number, height: number): Grey {
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * image.width + left;
    values.set(image.values.subarray(start, start + width), y * width);
  }
  return { width, height, values };
}
