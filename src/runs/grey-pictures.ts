// What every thread does that looks at pixels: pictures decoded, aligned where they have landmarks, and made grey.
import { clauseOf, loadFace } from "../embed/prepare.js";
import { greyOf, type Grey } from "../quality/grey.js";
import type { ImageRef } from "../types.js";

/** Images in work at once: while sharp decodes some on its own threads, this one looks at others. */
const lanes = 4;

/**
 * Hands over each picture's brightness, in any order.
 *
 * @param side of the crop that landmarks are brought to
 * @returns why a picture could not be read or used, in one clause; null where it could
 */
export async function eachGrey(
  images: readonly ImageRef[],
  side: number,
  use: (grey: Grey, image: number) => void,
): Promise<(string | null)[]> {
  const failures = new Array<string | null>(images.length).fill(null);
  let next = 0;
  const lane = async () => {
    while (next < images.length) {
      const i = next++;
      try {
        use(greyOf(await loadFace(images[i], side)), i);
      } catch (error) {
        failures[i] = clauseOf(error, images[i].path);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failures;
}
