// Quality numbers that the user brings, for some names.
import { UserError } from "../errors.js";
import { readQualityFile } from "../dataset/quality-file.js";
import { NameIndex } from "../protocol/binding.js";
import type { QualitySpec } from "./quality-spec.js";

/** Numbers of a column of a quality file for each of some names; NaN where it has none. */
export interface FileColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/**
 * The columns of a quality file that are asked for, matched to names like features are.
 *
 * @param source what messages call the list of names
 * @throws UserError for a faulty file, a column that it lacks, and where it has none of the names
 */
export async function fileColumns(
  { file, column, text }: QualitySpec,
  names: readonly string[],
  source: string,
): Promise<FileColumn[]> {
  const { columns } = await readQualityFile(file!);
  const asked = columns.filter(({ name }) => column === undefined || name === column);
  if (asked.length === 0)
    throw new UserError(
      `${file}: no column "${column}", expected one of ${columns.map(({ name }) => name).join(", ")}`,
    );
  const alone = columns.length === 1 || column !== undefined;
  return asked.map(({ name, values }) => ({
    name: alone ? text : `${text}:${name}`,
    values: byName(values, names, file!, source),
  }));
}

function byName(
  values: ReadonlyMap<string, number>,
  names: readonly string[],
  file: string,
  source: string,
): Float64Array {
  const listed = [...values.keys()];
  const index = new NameIndex(listed);
  const column = Float64Array.from(names, (name) => {
    const [row] = index.rowsOf(name, file);
    return row === undefined ? NaN : values.get(listed[row])!;
  });
  if (column.every(Number.isNaN))
    throw new UserError(`${file}: none of its images is in ${source} ("${listed[0]}" here, "${names[0]}" there)`);
  return column;
}
