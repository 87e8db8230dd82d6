// What must hold before any number is made.
import { faultsError, UserError } from "../errors.js";
import type { VerificationInput } from "./input.js";

/**
 * @param squaredMagnitudes squared length of every embedding
 * @throws UserError without pairs, or naming the embeddings of pairs that have no direction or are no numbers
 * @throws RangeError where the arrays do not belong together, which is a fault of the caller
 */
export function checkInput(input: VerificationInput, squaredMagnitudes: Float64Array): void {
  checkShapes(input);
  if (input.left.length === 0) throw new UserError("no pairs to verify");
  const faults: string[] = [];
  const seen = new Uint8Array(input.embeddings.count);
  for (const side of [input.left, input.right]) {
    for (const row of side) {
      if (seen[row]) continue;
      seen[row] = 1;
      const squared = squaredMagnitudes[row];
      if (squared > 0 && squared < Infinity) continue;
      const found = squared === 0 ? "all numbers are 0, expected a direction" : "not all numbers are finite";
      faults.push(`embedding of ${input.name?.(row) ?? `row ${row}`}: ${found}`);
    }
  }
  if (faults.length > 0) throw faultsError(faults);
}

function checkShapes({ embeddings, left, right, genuine, fold, subjects }: VerificationInput): void {
  const { count, dim, values } = embeddings;
  if (!(dim > 0) || values.length !== count * dim) {
    throw new RangeError(`${values.length} numbers, expected ${count} x ${dim}`);
  }
  for (const [what, list] of Object.entries({ right, genuine, fold })) {
    if (list !== null && list.length !== left.length) {
      throw new RangeError(`${what}: ${list.length} pairs, expected ${left.length}`);
    }
  }
  if (subjects !== null && subjects.length !== count) {
    throw new RangeError(`subjects: ${subjects.length}, expected ${count}`);
  }
  for (const side of [left, right]) {
    const outside = side.find((row) => row >= count);
    if (outside !== undefined) throw new RangeError(`row ${outside}, expected below ${count}`);
  }
}
