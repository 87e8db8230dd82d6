// pairs.csv of a verification result, read again.
import { faultsError, UserError } from "../errors.js";
import { csvRows } from "../protocol/csv-rows.js";
import type { PairRow } from "../report/result.js";

const needed = ["left", "right", "genuine", "fold", "score", "distance", "left_magnitude", "right_magnitude", "failed"];

/** The pairs of a result, in list order; NaN where one has no score. @throws UserError with the line of every fault */
export async function readPairRows(path: string): Promise<PairRow[]> {
  let at: Map<string, number> | undefined;
  const rows: PairRow[] = [];
  const faults: string[] = [];
  for await (const { record, line } of csvRows(path, ",")) {
    if (at === undefined) {
      at = headOf(record, path);
      continue;
    }
    const row = rowOf(record, at);
    if (typeof row === "string") faults.push(`${path}:${line}: ${row}`);
    else rows.push(row);
  }
  if (faults.length > 0) throw faultsError(faults);
  if (rows.length === 0) throw new UserError(`${path}: no pair in it`);
  return rows;
}

function headOf(record: readonly string[], path: string): Map<string, number> {
  const missing = needed.find((name) => !record.includes(name));
  if (missing !== undefined)
    throw new UserError(`${path}: no column "${missing}", expected a pairs.csv that magface-eval wrote`);
  return new Map(record.map((name, column) => [name, column]));
}

/** A row, or what is wrong with it. */
function rowOf(record: readonly string[], at: ReadonlyMap<string, number>): PairRow | string {
  if (record.length !== at.size) return `${record.length} fields, expected ${at.size}`;
  const text = (name: string): string => record[at.get(name) ?? -1] ?? "";
  const number = (name: string): number => (text(name) === "" ? NaN : Number(text(name)));
  const [genuine, fold] = [text("genuine"), number("fold")];
  if (genuine !== "0" && genuine !== "1") return `"${genuine}", expected genuine as 1 or 0`;
  if (!Number.isInteger(fold) || fold < 1) return `"${text("fold")}", expected a fold from 1`;
  const wrong = ["score", "distance"].find((name) => text(name) !== "" && Number.isNaN(number(name)));
  if (wrong !== undefined) return `"${text(wrong)}" is no ${wrong}`;
  const optional = (key: string, name: string) => (text(name) === "" ? {} : { [key]: text(name) });
  return {
    ...{ left: text("left"), right: text("right"), genuine: genuine === "1", fold: fold - 1 },
    ...{ score: number("score"), distance: number("distance") },
    ...{ leftMagnitude: number("left_magnitude"), rightMagnitude: number("right_magnitude") },
    ...optional("failed", "failed"),
    ...optional("leftSubject", "left_subject"),
    ...optional("rightSubject", "right_subject"),
  };
}
