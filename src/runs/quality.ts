// Qualities of images from the paths a user names to the folder of results.
import { imageKeys } from "../embed/embedder.js";
import { holdRasteriser, openDrawing, type Drawing } from "../report/drawing.js";
import { qualityFiles, type QualityReport } from "../report/quality-files.js";
import { writeFiles } from "../report/write.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { imageColumns, type ImageColumn, type ImageContext } from "./image-qualities.js";
import type { ModelRequest } from "./model-vectors.js";
import { qualityCharts } from "./quality-charts.js";
import { qualityResult } from "./quality-result.js";
import { qualityKinds, type QualitySpec } from "./quality-spec.js";
import { safeName } from "./safe-name.js";

/** Qualities of some images as a user asks for them. */
export interface QualityRequest {
  /** Distinct names. */
  readonly images: readonly ImageRef[];
  readonly qualities: readonly QualitySpec[];
  /** How pictures are read and embedded. */
  readonly pictures: NonNullable<ImageContext["pictures"]>;
  /** The model whose magnitude is meant where a quality names none. */
  readonly model: ModelRequest | null;
  readonly seed: number;
  /** Folder of the results; null = nothing is written. */
  readonly out: string | null;
}

/** @throws UserError for a wrong request or input, and where no image has a number; Interrupted */
export async function runQuality(request: QualityRequest, io: Io): Promise<QualityReport> {
  const drawing = request.out === null ? null : openDrawing();
  try {
    const report = await measure(request, io);
    if (request.out !== null && drawing !== null) await write(request.out, report, request, drawing, io);
    return report;
  } finally {
    // Sheets need the rasteriser here too, where it must stay when the drawing thread ends.
    if (drawing !== null) holdRasteriser();
    await drawing?.close();
  }
}

async function measure(request: QualityRequest, io: Io): Promise<QualityReport> {
  const { images, qualities: specs, pictures, model: own, seed } = request;
  const names = images.map(({ name }) => name);
  const lists = await imageColumns(specs, { names, source: "the images given", images, pictures, own, seed, io });
  const columns = lists.flatMap((list, at) =>
    list.map((column) => ({ ...withoutInfinities(column), remark: remarkOf(specs[at]) })),
  );
  const keys = columns.find((column) => column.keys)?.keys ?? (await keysOf(request, io));
  const failures = failuresOf(names, columns);
  return { names, columns, failures, result: qualityResult(columns, keys, failures, own) };
}

/** A number that is none could be neither ranked nor written. */
function withoutInfinities(column: ImageColumn): ImageColumn {
  const { values, reasons } = column;
  const infinite = (at: number): boolean => Math.abs(values[at]) === Infinity;
  if (!values.some((_, at) => infinite(at))) return column;
  return {
    ...column,
    values: values.map((value, at) => (infinite(at) ? NaN : value)),
    reasons: reasons.map((reason, at) => (infinite(at) ? "infinite" : reason)),
  };
}

/** Keys of images that no quality has looked at. */
async function keysOf({ images, pictures }: QualityRequest, io: Io): Promise<Uint8Array> {
  return (await imageKeys(images, { cache: null, io, threads: pictures.threads ?? null })).keys;
}

/** Which way the numbers of a column run, where its name doesn't say it. */
function remarkOf({ name, reversed }: QualitySpec): string | undefined {
  if (qualityKinds[name].pictures)
    return reversed
      ? `${name} as published, where lower is better; turned twice, it stands here as if higher were`
      : `${name} with its sign turned: as published, lower is better`;
  return reversed ? "sign turned: lower was better" : undefined;
}

/** Each image without a number, with why, and by which qualities where others have one. */
function failuresOf(names: readonly string[], columns: readonly ImageColumn[]): ImageFailure[] {
  return names.flatMap((name, image) => {
    const by = new Map<string, string[]>();
    for (const { name, reasons } of columns) {
      const reason = reasons[image];
      if (reason !== null) by.set(reason, [...(by.get(reason) ?? []), name]);
    }
    return Array.from(by, ([reason, qualities]) => ({
      name,
      reason: qualities.length === columns.length ? reason : `${qualities.join(", ")}: ${reason}`,
    }));
  });
}

/** Writes the folder: all of it, or nothing where a part can't be written. */
async function write(out: string, report: QualityReport, request: QualityRequest, drawing: Drawing, io: Io) {
  const { columns } = report;
  const stems = fileStems(columns.map(({ name }) => name));
  const charts = drawing.draw(qualityCharts(columns, stems));
  const { drawQualitySheet } = await import("./quality-sheets.js");
  const files = new Map<string, string | Uint8Array>([...qualityFiles(report), ...(await charts)]);
  const images = await alignedImages(request);
  for (const [at, column] of columns.entries())
    files.set(`sheet-${stems[at]}.png`, await drawQualitySheet(images, column, io.signal));
  writeFiles(out, files);
}

async function alignedImages({ images, pictures: { landmarks } }: QualityRequest): Promise<readonly ImageRef[]> {
  return landmarks === undefined ? images : (await import("./model-vectors.js")).withLandmarks(images, landmarks);
}

/** Names of qualities as parts of files' names, each another: `niqe=model` is niqe_model. */
function fileStems(names: readonly string[]): string[] {
  const stems: string[] = [];
  for (const name of names) {
    const stem = safeName(name);
    const taken = stems.filter((other) => other === stem || other.startsWith(`${stem}-`)).length;
    stems.push(taken === 0 ? stem : `${stem}-${taken + 1}`);
  }
  return stems;
}
