// Several error-versus-reject studies in one run: data sets, recognisers, and what shows them together.
import { join } from "node:path";
import type { ErcChart } from "../report/chart.js";
import { jointAreaTable } from "../report/erc-tables.js";
import { printLatex } from "../report/latex.js";
import { printMarkdown } from "../report/markdown.js";
import { writeFiles } from "../report/write.js";
import type { Io } from "../types.js";
import { ercCharts } from "./erc-charts.js";
import type { ErcRun } from "./erc-report.js";
import { runErc, type ErcRequest } from "./erc.js";
import type { TemplateErcRequest } from "./template-erc.js";
import { checkNames } from "./template-names.js";
import { tellOnce } from "./tell-once.js";
import { withDrawing } from "./with-drawing.js";

/** One data set with one recogniser. */
export type ErcCell =
  | { readonly kind: "pairs"; readonly request: ErcRequest }
  | { readonly kind: "templates"; readonly request: TemplateErcRequest };

/** Folder beside the data sets' with what shows several studies together. */
const jointFolder = "erc";

/**
 * One study after the other, each in its own folder; several also together: one table, and a plot a data set that several
 * recognisers share, in the folder `erc`.
 *
 * @throws UserError for a wrong request or input, and where two results would share a folder; Interrupted
 */
export async function runErcCells(cells: readonly ErcCell[], io: Io): Promise<ErcRun[]> {
  const lists = [...new Set(cells.map(listOf))];
  for (const list of lists) checkNames(cells.filter((cell) => listOf(cell) === list).map(namedSource));
  const runs: ErcRun[] = [];
  const telling = tellOnce(io);
  for (const cell of cells) runs.push(await runCell(cell, telling));
  if (runs.length > 1) await writeJoint(cells[0].request, runs, io);
  return runs;
}

const listOf = ({ request }: ErcCell): string => ("set" in request ? request.set : request.protocol);

const namedSource = ({ request: { source, name } }: ErcCell) => ({ ...source, name });

async function runCell(cell: ErcCell, io: Io): Promise<ErcRun> {
  if (cell.kind === "pairs") return runErc(cell.request, io);
  // Loaded only where there are templates: it brings their pooling and scoring along.
  const { runTemplateErc } = await import("./template-erc.js");
  return runTemplateErc(cell.request, io);
}

async function writeJoint({ out, reject }: ErcCell["request"], runs: readonly ErcRun[], io: Io): Promise<void> {
  if (out === null) return;
  const table = jointAreaTable(runs.map(({ report }) => report));
  const texts = [
    ["table.md", printMarkdown(table)],
    ["table.tex", printLatex(table)],
  ] as const;
  const folder = join(out, jointFolder);
  await withDrawing(out, async (drawing) => {
    const drawn = await drawing!.draw(jointCharts(runs, reject));
    writeFiles(folder, new Map<string, string | Uint8Array>([...texts, ...drawn]));
  });
  io.note(`together: ${folder}`);
}

/** Of each data set that several recognisers were studied on, a plot an FMR with all their curves. */
function jointCharts(runs: readonly ErcRun[], reject: ErcChart["reject"]): ErcChart[] {
  const names = [...new Set(runs.map(({ report }) => report.result.protocol.name))];
  return names.flatMap((name) => {
    const own = runs.filter(({ report }) => report.result.protocol.name === name);
    if (own.length < 2) return [];
    const curves = own.flatMap(({ report, measured }) =>
      measured.curves.map((curve) => ({
        ...curve,
        method: `${String(report.result.provenance.modelName)}, ${curve.method}`,
      })),
    );
    return ercCharts(curves, reject, own[0].report.title).map((chart) => ({
      ...chart,
      file: chart.file.replace("erc-", `erc-${name}-`),
      start: null, // Each recogniser has its own.
    }));
  });
}
