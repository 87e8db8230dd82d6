// images.csv of a magnitude study, read again.
import { faultsError, UserError } from "../errors.js";
import { csvRows } from "../protocol/csv-rows.js";
import type { ImageRow } from "../report/result.js";

const head = ["dataset", "name", "subject", "magnitude", "cosine"];

/** The images of a study, in their order; NaN and null where there is nothing. @throws UserError with the line of every fault */
export async function readImageRows(path: string): Promise<ImageRow[]> {
  const rows: ImageRow[] = [];
  const faults: string[] = [];
  let seen = false;
  for await (const { record, line } of csvRows(path, ",")) {
    if (!seen && record.join() !== head.join())
      throw new UserError(`${path}:${line}: found ${record.join()}, expected ${head.join()}`);
    if (seen) {
      const [dataset, name, subject, ...numbers] = record;
      const [magnitude, cosine] = numbers.map((text) => (text === "" ? NaN : Number(text)));
      if (record.length !== head.length)
        faults.push(`${path}:${line}: ${record.length} fields, expected ${head.length}`);
      else rows.push({ dataset, name, subject: subject === "" ? null : subject, magnitude, cosine });
    }
    seen = true;
  }
  if (faults.length > 0) throw faultsError(faults);
  return rows;
}
