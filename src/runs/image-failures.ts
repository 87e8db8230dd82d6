import { UserError } from "../errors.js";
import type { ImageFailure, ImageRef } from "../types.js";

/**
 * As embedding does: where all images fail, or (`strict`) one does, there is nothing to go on with.
 *
 * @param reasons why an image failed, in one clause; null where it did not
 * @throws UserError naming the first that failed
 */
export function refuseFailures(
  images: readonly ImageRef[],
  reasons: readonly (string | null)[],
  strict: boolean,
): void {
  const failed = failuresOf(images, reasons);
  if (failed.length === 0 || (failed.length < images.length && !strict)) return;
  const others = failed.length > 1 ? ` (and ${failed.length - 1} more of ${images.length} images fail)` : "";
  throw new UserError(`${failed[0].name}: ${failed[0].reason}${others}`);
}

/** The images that failed, in order. */
export const failuresOf = (images: readonly ImageRef[], reasons: readonly (string | null)[]): ImageFailure[] =>
  images.flatMap(({ name }, image) => (reasons[image] === null ? [] : [{ name, reason: reasons[image] }]));
