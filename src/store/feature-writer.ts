import { UserError } from "../errors.js";
import { WholeFile } from "../host/files.js";
import type { EmbeddingMatrix } from "../types.js";

/** Characters gathered before they are written. */
const PIECE_LENGTH = 1 << 20;

/**
 * Writes MagFace's form, `name f1 .. fn ` a line. Each float32 is printed as the shortest text of the same double, as the
 * paper's scripts print theirs: readers that keep doubles get the float32's exact value.
 *
 * @throws UserError when a name holds a blank, which would break its row
 */
export function writeFeatureList(
  path: string,
  names: readonly string[],
  { count, dim, values }: EmbeddingMatrix,
): void {
  checkNames(path, names);
  const file = new WholeFile(path);
  try {
    let text = "";
    for (let row = 0; row < count; row++) {
      text += `${names[row]} ${Array.from(values.subarray(row * dim, (row + 1) * dim), printFloat).join(" ")} \n`;
      if (text.length >= PIECE_LENGTH) {
        file.write(text);
        text = "";
      }
    }
    file.write(text);
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** @throws UserError where a name can't stand in a feature list; ask before the work that makes the rows */
export function checkNames(path: string, names: readonly string[]): void {
  const broken = names.find((name) => name === "" || /\s/.test(name));
  if (broken !== undefined)
    throw new UserError(
      `${path}: name "${broken}" is empty or holds a blank, which a feature list can't: give a file that ends in .npy`,
    );
}

/** Keeps the sign of zero, which String drops. */
const printFloat = (value: number): string => (Object.is(value, -0) ? "-0.0" : String(value));
