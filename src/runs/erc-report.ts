// The result of an error-versus-reject study, and its folder.
import { join } from "node:path";
import type { ErcOptions, ErcResult } from "../evaluate/erc-input.js";
import { nodeVersion } from "../host/machine.js";
import type { Drawing } from "../report/drawing.js";
import { ercFiles, type ErcReport } from "../report/erc-files.js";
import { writeFiles } from "../report/write.js";
import type { Figure, Io } from "../types.js";
import { version } from "../version.js";
import { ercCharts } from "./erc-charts.js";
import { safeName } from "./safe-name.js";

/** A finished study of one data set by one recogniser. */
export interface ErcRun {
  readonly report: ErcReport;
  readonly measured: ErcResult;
  /** Folder the files are in; null = nothing was written. */
  readonly folder: string | null;
}

/** What was studied. */
export interface ErcSubject {
  readonly protocol: { readonly name: string; readonly title: string; readonly digest: string };
  readonly modelName: string;
  /** Options of every figure besides the study's own. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What a figure says of its threshold; absent = as measured. */
  readonly threshold?: (figure: Figure) => Figure;
  readonly provenance: Readonly<Record<string, unknown>> & { readonly data: string };
  readonly versions: Readonly<Record<string, string>>;
  /** Pairs that could have been measured. */
  readonly pairs: number;
}

/** Tells what a reader should know, and writes the folder where one is asked for. */
export async function finishErc(
  { out, reject, seed }: Pick<ErcOptions, "reject" | "seed"> & { readonly out: string | null },
  subject: ErcSubject,
  measured: ErcResult,
  drawing: Drawing | null,
  io: Io,
): Promise<ErcRun> {
  for (const warning of measured.warnings) io.warn(warning);
  if (measured.dropped > 0) io.warn(`${measured.dropped} of ${subject.pairs} pairs lack a quality and are in no curve`);
  const report = reportOf(subject, measured, seed);
  const { protocol, modelName } = subject;
  if (out === null || drawing === null) return { report, measured, folder: null };
  const folder = join(out, protocol.name, safeName(modelName), "erc");
  const drawn = await drawing.draw(ercCharts(measured.curves, reject, `${protocol.title}, ${modelName}`));
  writeFiles(folder, new Map([...ercFiles(report), ...drawn]));
  return { report, measured, folder };
}

function reportOf(subject: ErcSubject, { figures, curves, comparisons }: ErcResult, seed: number): ErcReport {
  const { protocol, modelName, fields, threshold = (figure) => figure, provenance, versions } = subject;
  return {
    result: {
      format: 1,
      task: "erc",
      protocol: { name: protocol.name, digest: protocol.digest },
      figures: figures.map((figure) => ({ ...threshold(figure), ...fields })),
      provenance: {
        ...{ modelName, ...provenance, seed },
        versions: { "magface-eval": version, ...versions, node: nodeVersion },
      },
    },
    title: protocol.title,
    curves,
    comparisons,
  };
}
