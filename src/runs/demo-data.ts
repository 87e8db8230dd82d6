// The pictures of the demo.
import { join } from "node:path";
import { readText, writeWhole } from "../host/files.js";
import type { Io } from "../types.js";
import { drawDataset } from "../synth/dataset.js";
import { drawFaces } from "../synth/faces.js";
import { drawFileSheet } from "../synth/file-sheet.js";
import type { DemoRequest } from "./demo-finding.js";
import type { GradedImage } from "./demo-qualities.js";

/** Sizes that two cores draw and embed well within a minute. */
const sizes = {
  lfw: { people: 150, pictures: 5, folds: 10, pairsPerKind: 100 },
  cfp: { people: 100, frontal: 4, profile: 3, folds: 10, pairsPerKind: 50 },
  agedb: { people: 100, pictures: 4, folds: 10, pairsPerKind: 40 },
  ijbc: { people: 100, probes: 3, stills: 2, frames: 3, impostorPairs: 25_000, size: 128 },
} as const;
const graded = { people: 40, perPerson: 15 } as const;
/** Sound pictures, of which a NIQE model is made. */
const clean = { people: 60, perPerson: 2 } as const;

/** Draws what is not there yet. */
export async function drawDemoSets({ out, seed, threads }: DemoRequest, io: Io): Promise<void> {
  const crew = { threads, progress: io.progress, signal: io.signal, seed };
  for (const kind of ["lfw", "cfp", "agedb", "ijbc"] as const) {
    await drawDataset(kind, { ...crew, sizes: sizes[kind], out: join(out, "data", kind) });
  }
  await drawFaces({ ...crew, ...clean, first: 2000, out: join(out, "data", "clean") });
  // "mix" and the single kinds in turn would need one folder each: mix holds them all.
  await drawFaces({ ...crew, ...graded, first: 1000, degradation: "mix", out: join(out, "data", "graded") });
}

/** Files and grades of a drawn folder's truth.csv. */
export function readTruth(path: string): GradedImage[] {
  const [head, ...rows] = readText(path).trimEnd().split("\n");
  const [file, grade] = ["file", "grade"].map((name) => head.split(",").indexOf(name));
  return rows.map((row) => row.split(",")).map((row) => ({ file: row[file], grade: Number(row[grade]) }));
}

const sheetFaces = 48;

/** sorted-by-magnitude.png: graded faces from the lowest magnitude to the highest, evenly chosen. */
export async function drawSortedSheet(
  { out }: DemoRequest,
  truth: readonly GradedImage[],
  magnitudes: Float64Array,
): Promise<void> {
  const order = Array.from(magnitudes.keys()).sort((a, b) => magnitudes[a] - magnitudes[b] || a - b);
  const shown = Array.from(
    { length: sheetFaces },
    (_, i) => order[Math.floor((i * (order.length - 1)) / (sheetFaces - 1))],
  );
  const files = shown.map((i) => join(out, "data/graded", truth[i].file));
  writeWhole(join(out, "results", "sorted-by-magnitude.png"), await drawFileSheet(files, 12));
}
