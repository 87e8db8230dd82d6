// Lists with a label at the end of each line: MagFace's pair.list, CR-FIQA's pair_list.txt.
import { UserError } from "../errors.js";
import type { PairList } from "../types.js";
import { PairListBuilder } from "./pair-list-builder.js";
import { withSubjectsOfNames } from "./subjects.js";
import { blankFields, eachLine, firstLines } from "./text-lines.js";

/**
 * Reads `name name 0|1` a line, fields between blanks; the list names no folds.
 *
 * Where the first line has another number of fields than three, names are not used in the whole list (MagFace's own
 * script uses none in any): pair i is then called `file#2i`, `file#2i+1`, and can only be bound by row.
 *
 * @throws UserError with every line that has another number of fields or a last field other than 0 and 1
 */
export function readLabelled(path: string): PairList {
  const [first] = firstLines(path, 1);
  if (first === undefined) throw new UserError(`${path}: empty, expected name name 0|1 a line`);
  const named = blankFields(first).length === 3;
  const builder = new PairListBuilder();
  eachLine(path, (text) => {
    const fields = blankFields(text);
    const label = fields.pop();
    if (named && fields.length !== 2) return `${fields.length + 1} fields, expected 3 (name name 0|1)`;
    if (label !== "0" && label !== "1") return `last field "${label}", expected 0 or 1`;
    const [left, right] = named ? fields : rowNames(path, builder.length);
    builder.add(left, right, label === "1");
    return undefined;
  });
  const pairs = builder.finish(path);
  return named ? withSubjectsOfNames(pairs) : pairs;
}

const rowNames = (path: string, pair: number): [string, string] => {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return [`${file}#${2 * pair}`, `${file}#${2 * pair + 1}`];
};

/**
 * Image paths of MagFace's img.list: the first blank-separated field of each line.
 *
 * @throws UserError when it holds none
 */
export function readImageList(path: string): string[] {
  const names: string[] = [];
  eachLine(path, (text) => {
    names.push(blankFields(text)[0]);
    return undefined;
  });
  if (names.length === 0) throw new UserError(`${path}: empty, expected one image path a line`);
  return names;
}
