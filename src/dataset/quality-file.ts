// Quality numbers that the user brings: one line an image, one or several columns.
import { faultsError, UserError } from "../errors.js";
import { csvRows } from "../protocol/csv-rows.js";
import { blankFields, eachLine, firstLines } from "../protocol/text-lines.js";

/** A column of a quality file: number by image name, as listed; NaN where a field is empty or "nan". */
export interface QualityTable {
  readonly source: string;
  readonly columns: readonly { readonly name: string; readonly values: ReadonlyMap<string, number> }[];
}

const mostFaults = 1000;

/**
 * Reads `path score` lines (CR-FIQA; blanks between, names may hold none), or CSV with a head `name,column,...`, parted by
 * commas or semicolons (OFIQ).
 *
 * @throws UserError with the line of every fault: a field that is no number, an image listed twice with other numbers
 */
export async function readQualityFile(path: string): Promise<QualityTable> {
  const [first] = firstLines(path, 1);
  if (first === undefined) throw new UserError(`${path}: empty, expected "image score" a line, or CSV`);
  const mark = [";", ","].find((each) => first.includes(each));
  const table = mark === undefined ? readBlank(path) : await readCsvTable(path, mark);
  if (table.columns.every(({ values }) => values.size === 0)) throw new UserError(`${path}: no image in it`);
  return table;
}

function readBlank(path: string): QualityTable {
  const values = new Map<string, number>();
  eachLine(path, (text) => {
    const fields = blankFields(text);
    if (fields.length !== 2) return `${fields.length} fields, expected 2 (image score)`;
    return add(values, fields[0], fields[1]);
  });
  return { source: path, columns: [{ name: "score", values }] };
}

async function readCsvTable(path: string, delimiter: string): Promise<QualityTable> {
  const faults: string[] = [];
  let columns: { name: string; values: Map<string, number> }[] | undefined;
  for await (const { record, line } of csvRows(path, delimiter)) {
    if (columns === undefined) {
      columns = record.slice(1).map((name) => ({ name, values: new Map<string, number>() }));
      if (columns.length === 0 || record.slice(1).every((field) => numberOf(field) !== undefined))
        throw new UserError(
          `${path}:${line}: "${record.join(delimiter)}", expected a head: name${delimiter}column ...`,
        );
      continue;
    }
    if (record.length !== columns.length + 1)
      faults.push(`${path}:${line}: ${record.length} fields, expected ${columns.length + 1} as in the head`);
    else {
      const fault = columns.map(({ values }, at) => add(values, record[0], record[at + 1])).find((text) => text);
      if (fault !== undefined) faults.push(`${path}:${line}: ${fault}`);
    }
    if (faults.length >= mostFaults) break;
  }
  if (faults.length > 0) throw faultsError(faults);
  return { source: path, columns: columns ?? [] };
}

/** A number as a field has it; NaN for nothing known, undefined for what is no number. */
function numberOf(field: string): number | undefined {
  if (/^(|nan|na|null|none)$/i.test(field)) return NaN;
  const value = Number(field);
  return Number.isNaN(value) ? undefined : value;
}

function add(values: Map<string, number>, name: string, field: string): string | undefined {
  const value = numberOf(field);
  if (value === undefined) return `"${field}", expected a number`;
  const known = values.get(name);
  if (known !== undefined && !Object.is(known, value)) return `${name} again, with ${field} in place of ${known}`;
  values.set(name, value);
  return undefined;
}
