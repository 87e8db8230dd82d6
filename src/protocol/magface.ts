// MagFace's two files: img.list and pair.list, pair i being lines 2i and 2i + 1 of img.list.
import { UserError } from "../errors.js";
import type { PairList } from "../types.js";
import { bindPairs } from "./binding.js";
import { printCount } from "./counts.js";
import { readImageList, readLabelled } from "./labelled.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { withSubjectsOfNames } from "./subjects.js";

/**
 * Pairs named as in img.list. Where pair.list's names occur in img.list they bind by name, else by line, as MagFace's
 * scripts do in any case; in lists in their own order both give the same.
 *
 * @throws UserError with the faults of either file, or when img.list has too few lines
 */
export function readMagFace(pairList: string, imageList: string): PairList {
  const pairs = readLabelled(pairList);
  const images = readImageList(imageList);
  if (images.length < pairs.names.length && images.length < 2 * pairs.left.length) {
    const needed = printCount(2 * pairs.left.length);
    throw new UserError(
      `${imageList}: ${printCount(images.length)} images, expected ${needed} (two a pair of ${pairList})`,
    );
  }
  const { left, right } = bindPairs(pairs, images);
  const builder = new PairListBuilder();
  pairs.genuine.forEach((label, i) => builder.add(images[left[i]], images[right[i]], label === 1));
  return withSubjectsOfNames(builder.finish(pairList));
}
