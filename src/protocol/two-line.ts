// CALFW's and CPLFW's pair lists: a pair is two lines `image label`.
import { UserError } from "../errors.js";
import type { PairList } from "../types.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { withSubjectsOfNames } from "./subjects.js";
import { eachLine } from "./text-lines.js";

const folds = 10;

/**
 * Reads a list of two lines a pair. Label 0 = two people; any other whole number = one person (CALFW's differ by fold).
 *
 * The files hold all pairs of one person, then all of two. Fold k is the k-th tenth of the one kind and the k-th tenth
 * of the other, 300 + 300 in the real sets; with fewer than ten of a kind the list names no folds.
 *
 * @throws UserError with every faulty line, and when the last pair lacks its second line
 */
export function readTwoLine(path: string): PairList {
  const sides: { name: string; same: boolean }[] = [];
  eachLine(path, (text, line) => {
    const [, name, label] = /^\s*(.*\S)\s+(\S+)\s*$/.exec(text) ?? [];
    if (name === undefined || label === undefined) return "1 field, expected image label";
    if (!/^-?\d{1,9}$/.test(label)) return `label "${label}", expected 0 (two people) or another whole number (one)`;
    const side = { name, same: Number(label) !== 0 };
    sides.push(side);
    const before = sides.length % 2 === 0 ? sides[sides.length - 2] : side;
    return before.same === side.same
      ? undefined
      : `label ${label} differs in kind from the pair's first line ${line - 1}`;
  });
  if (sides.length % 2 === 1) {
    throw new UserError(`${path}: ${sides.length} lines, expected an even number (two a pair)`);
  }
  return build(path, sides);
}

function build(path: string, sides: readonly { name: string; same: boolean }[]): PairList {
  const total = [0, 0];
  for (let i = 0; i < sides.length; i += 2) total[Number(sides[i].same)]++;
  const cut = Math.min(...total) >= folds;
  const seen = [0, 0];
  const builder = new PairListBuilder();
  for (let i = 0; i < sides.length; i += 2) {
    const kind = Number(sides[i].same);
    const fold = cut ? Math.floor((seen[kind]++ * folds) / total[kind]) : undefined;
    builder.add(sides[i].name, sides[i + 1].name, sides[i].same, fold);
  }
  return withSubjectsOfNames(builder.finish(path));
}
