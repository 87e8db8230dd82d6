// ijbX_face_tid_mid.txt: which template and medium each image belongs to. Half a million lines and more, read as bytes.
import { faultsError, UserError } from "../errors.js";
import { readBytes } from "../host/files.js";
import { ByteFields, mostFaults, textStart } from "./byte-fields.js";
import { NameColumn } from "./name-column.js";
import { checkText } from "./text-lines.js";

/** Images of a template protocol, in the order of the list. */
export interface TemplateImages {
  readonly source: string;
  readonly names: NameColumn;
  /** Line (from 1) of each image, for messages. */
  readonly lineOf: (image: number) => number;
  /** Template numbers, ascending: number i is template row i. */
  readonly numbers: Uint32Array;
  /** Template row of each image. */
  readonly templateOf: Uint32Array;
  readonly mediumOf: Uint32Array;
}

/**
 * Reads `name template medium` a line, fields between blanks.
 *
 * @throws UserError with the line of every faulty or repeated row
 */
export function readTemplateImages(path: string): TemplateImages {
  checkText(path);
  const bytes = readBytes(path);
  const rows = parseRows(path, bytes);
  if (rows.template.length === 0) throw new UserError(`${path}: empty, expected "name template medium" a line`);
  const names = new NameColumn(bytes, rows.bounds);
  const lineOf = (image: number): number => rows.line[image];
  const numbers = Uint32Array.from(new Set(rows.template)).sort();
  const rowOf = new Map<number, number>();
  numbers.forEach((number, row) => rowOf.set(number, row));
  const templateOf = rows.template.map((number) => rowOf.get(number)!);
  refuseRepeats(path, names, templateOf, lineOf);
  return { source: path, names, lineOf, numbers, templateOf, mediumOf: rows.medium };
}

function parseRows(path: string, bytes: Buffer) {
  const most = Math.ceil(bytes.length / 6) + 1; // "a 1 1\n" is the shortest line.
  const bounds = new Uint32Array(2 * most);
  const [template, medium, line] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)];
  const faults: string[] = [];
  const fields = new ByteFields(bytes, textStart(bytes));
  let count = 0;
  for (let number = 1; fields.at < bytes.length && faults.length < mostFaults; number++) {
    if (fields.atLineEnd()) {
      fields.nextLine();
      continue;
    }
    bounds[2 * count] = fields.at;
    fields.skipField();
    bounds[2 * count + 1] = fields.at;
    template[count] = fields.wholeNumber();
    medium[count] = fields.wholeNumber();
    line[count] = number;
    if (fields.fault || !fields.atLineEnd())
      faults.push(
        `${path}:${number}: "${fields.line(bounds[2 * count])}", expected "name template medium", the last two whole numbers`,
      );
    else count++;
    fields.nextLine();
  }
  if (faults.length > 0) throw faultsError(faults);
  const cut = (values: Uint32Array, length = count): Uint32Array => values.slice(0, length);
  return { bounds: cut(bounds, 2 * count), template: cut(template), medium: cut(medium), line: cut(line) };
}

/** One picture may be in several templates, but twice in one it would count twice. */
function refuseRepeats(
  path: string,
  names: NameColumn,
  templateOf: Uint32Array,
  lineOf: (image: number) => number,
): void {
  const faults: string[] = [];
  // First image of a name in a template, by both, where the name comes in another template before.
  const firstOf = new Map<string, number>();
  for (const { row, earlier } of names.repeats(names.count)) {
    const place = `${earlier} ${templateOf[row]}`;
    const first = templateOf[row] === templateOf[earlier] ? earlier : firstOf.get(place);
    if (first === undefined) firstOf.set(place, row);
    else
      faults.push(
        `${path}:${lineOf(row)}: "${names.at(row)}" is in its template already (line ${lineOf(first)}), expected each image once`,
      );
    if (faults.length === mostFaults) break;
  }
  if (faults.length > 0) throw faultsError(faults);
}
