// The folder of a comparison: tables, overlaid plots, and the faces of pairs on which models differ.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { isFile } from "../host/files.js";
import { printRate } from "../metrics/operating-point.js";
import type { Picture } from "../report/chart.js";
import type { Comparison, DisagreementRow } from "../report/comparison.js";
import { comparisonFiles } from "../report/comparison-files.js";
import type { Drawing } from "../report/drawing.js";
import { writeFiles } from "../report/write.js";
import type { Io } from "../types.js";
import { overlays } from "./compare-charts.js";
import type { Part } from "./compare-parts.js";
import type { ComparisonRequest } from "./compare-request.js";

/** What is drawn of a part. */
export interface DrawnPart {
  readonly part: Part;
  readonly rows: readonly DisagreementRow[];
}

/** Files of a run that lie where those of the comparison go would be taken for an earlier comparison's. @throws UserError */
export function checkTarget(out: string | null): void {
  if (out !== null && isFile(join(out, "result.json")))
    throw new UserError(`--out ${out}: holds the result of a run, expected a folder for the comparison`);
}

/** Writes all, or nothing. @throws UserError, Interrupted */
export async function writeComparison(
  request: ComparisonRequest,
  comparison: Comparison,
  parts: readonly DrawnPart[],
  drawing: Drawing | null,
  io: Io,
): Promise<string | null> {
  const { out } = request;
  if (out === null || drawing === null) return null;
  const files = new Map<string, string | Uint8Array>(
    comparisonFiles(
      comparison,
      parts.flatMap(({ rows }) => rows),
    ),
  );
  const pictures = new Map<string, Picture[]>();
  for (const one of parts) {
    const { stem } = one.part;
    pictures.set(stem, [...(pictures.get(stem) ?? []), ...(await picturesOf(one, request, io))]);
  }
  for (const [stem, own] of pictures) {
    if (own.length === 0) continue;
    for (const [name, content] of await drawing.draw(own)) files.set(name.replace(/(?=\.\w+$)/, `-${stem}`), content);
  }
  io.signal.throwIfAborted();
  writeFiles(out, files);
  return out;
}

/** Overlays of a part, and the sheet of its disagreements where its pictures are to be had. */
async function picturesOf({ part, rows }: DrawnPart, { data }: ComparisonRequest, io: Io): Promise<Picture[]> {
  const charts = overlays(part);
  if (rows.length === 0) return charts;
  const place = data.find(({ name }) => name === part.protocol.name);
  if (place === undefined) {
    io.note(`${part.title}: --data ${part.protocol.name}=DIR would show the faces of the pairs on which models differ`);
    return charts;
  }
  const { disagreementSheet } = await import("./compare-pictures.js");
  const { far } = rows[0];
  const title = `${part.title}: pairs on which models differ most${far === null ? "" : `; decisions at FAR ${printRate(far)}`}`;
  return [...charts, await disagreementSheet(rows, place.name, place.path, title, io.signal)];
}
