// Embeddings that somebody has normalised: their lengths tell nothing of quality.
import { UserError } from "../errors.js";
import { countOf } from "../protocol/counts.js";

/** Lengths differ by less than this where an export has brought all to one. */
const sameLength = 1e-3;

/** @throws UserError where all lengths are the same; NaN counts for nothing */
export function refuseUnitVectors(lengths: readonly number[] | Float64Array): void {
  let count = 0;
  let low = Infinity;
  let high = 0;
  for (const length of lengths) {
    if (Number.isNaN(length)) continue;
    count++;
    low = Math.min(low, length);
    high = Math.max(high, length);
  }
  if (count > 1 && high - low < sameLength * high)
    throw new UserError(
      `all ${countOf(count, "embedding")} have length ${high.toPrecision(4)}: they were normalised, expected raw embeddings`,
    );
}
