// The files of a magnitude study.
import { join } from "node:path";
import { medianBins, type MagnitudeStudy } from "../evaluate/magnitude-study.js";
import { digestOf, printDigest } from "../host/digest.js";
import { nodeVersion } from "../host/machine.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { Picture } from "../report/chart.js";
import type { Drawing } from "../report/drawing.js";
import { reportFiles, type Report } from "../report/files.js";
import { magnitudeTable } from "../report/magnitude-table.js";
import type { BinRow, ImageRow, Result } from "../report/result.js";
import { writeFiles } from "../report/write.js";
import type { Io } from "../types.js";
import { version } from "../version.js";
import { magnitudeCharts } from "./magnitude-charts.js";
import type { MeasuredSet } from "./magnitude-set.js";
import { digestOfSets, type MeasuredSets } from "./magnitude-sets.js";
import type { MagnitudeRequest } from "./magnitude-request.js";
import { safeName } from "./safe-name.js";

/** What result.json holds. */
export function resultOf(
  { bins, bootstrap, seed, name }: MagnitudeRequest,
  { sets, modelName, provenance, versions, recipe }: MeasuredSets,
  { figures, statistics }: MagnitudeStudy,
): Result {
  const settings = { centre: "mean of the subject's other images, unit length", medianBins };
  return {
    format: 1,
    task: "magnitude",
    protocol: { name: "magnitude", digest: printDigest(digestOf(canonicalJson({ task: "magnitude", ...settings }))) },
    figures,
    statistics,
    provenance: {
      modelName: name ?? modelName,
      data: digestOfSets(sets),
      ...provenance,
      ...settings,
      datasets: sets.map((set) => ({
        ...{ name: set.name, images: set.names.length, failed: set.failures.length, repeats: set.repeats },
        ...{ subjects: set.subjects && new Set(set.subjects).size, form: set.form },
      })),
      ...(recipe && { meanFaceBins: bins }),
      bootstrap,
      seed,
      versions: { "magface-eval": version, ...versions, node: nodeVersion },
    },
  };
}

/** Draws and writes: all, or nothing. @returns the folder. @throws UserError, Interrupted */
export async function writeStudy(
  request: MagnitudeRequest,
  { sets, recipe }: MeasuredSets,
  study: MagnitudeStudy,
  result: Result,
  drawing: Drawing,
  io: Io,
): Promise<string> {
  const model = String(result.provenance.modelName);
  const charts: Picture[] = magnitudeCharts(sets, study, model);
  const files = new Map<string, string | Uint8Array>(reportFiles(reportOf(sets, study, result)));
  if (recipe === null) {
    io.note("features hold no pictures: mean faces and the sheet of faces are left out");
  } else {
    const { magnitudePictures } = await import("./magnitude-pictures.js");
    const images = sets.flatMap((set) => [...set.images!]);
    const magnitude = Float64Array.from(sets.flatMap((set) => [...set.magnitude]));
    const pictures = await magnitudePictures(
      { images, magnitude, recipe, model },
      request.bins,
      request.source.threads,
      io,
    );
    charts.push(...pictures.charts);
    for (const [name, bytes] of pictures.files) files.set(name, bytes);
  }
  for (const [name, bytes] of await drawing.draw(charts)) files.set(name, bytes);
  io.signal.throwIfAborted();
  const folder = join(request.out!, "magnitude", safeName(model));
  writeFiles(folder, files);
  return folder;
}

function reportOf(sets: readonly MeasuredSet[], { histogram }: MagnitudeStudy, result: Result): Report {
  const images = sets.flatMap(({ name: dataset, names, subjects, magnitude, cosine }) =>
    names.map((name, i): ImageRow => ({
      ...{ dataset, name, subject: subjects?.[i] ?? null },
      ...{ magnitude: magnitude[i], cosine: cosine[i] },
    })),
  );
  const bins = sets.flatMap(({ name: dataset }, at) =>
    Array.from(histogram.counts[at], (count, bin): BinRow => ({
      ...{ dataset, count, low: histogram.edges[bin], high: histogram.edges[bin + 1] },
    })),
  );
  const failures = sets.flatMap((set) => set.failures);
  return { result, published: [], images, histogram: bins, failures, tables: [magnitudeTable(result)] };
}
