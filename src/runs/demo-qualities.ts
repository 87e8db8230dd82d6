// The demo's part on quality methods: which of them follow the degradation that was drawn?
import { basename, join } from "node:path";
import { readImageSet } from "../dataset/image-set.js";
import { UserError } from "../errors.js";
import { spearmanDifference, spearmanStudy, type Studied } from "../evaluate/rank-study.js";
import { isFile } from "../host/files.js";
import type { Io } from "../types.js";
import { range, type DemoRequest, type Finding } from "./demo-finding.js";
import { demoQualities } from "./demo-suite.js";
import { imageColumns, type ImageColumn } from "./image-qualities.js";
import type { ModelRequest } from "./model-vectors.js";
import { fitNiqeFile } from "./niqe-fit.js";
import { parseQuality, withPaths } from "./quality-spec.js";

/** One image of a drawn folder and how badly it is degraded, 0 to 1. */
export interface GradedImage {
  readonly file: string;
  readonly grade: number;
}

/** Patches of 24 pixels: faces of 112 hold 16 of them. */
const patchSize = 24;
const replicates = 400;

/** niqe.json, of the sound faces; made once, as they are drawn once. */
export async function fitDemoNiqe({ out, threads }: DemoRequest, io: Io): Promise<void> {
  if (isFile(join(out, "niqe.json"))) return;
  const { images } = await readImageSet("clean", join(out, "data/clean"));
  const silent = { ...io, note: () => undefined, warn: () => undefined }; // That the patches are few is known.
  await fitNiqeFile({ images, patchSize, threads, out: join(out, "niqe.json") }, silent);
}

/** Rank correlation of every method with the known degradation, and how much nearer the magnitude follows it than its twin's. */
export async function rankFindings(
  { out, seed }: DemoRequest,
  own: ModelRequest,
  truth: readonly GradedImage[],
  io: Io,
): Promise<{ findings: Finding[]; magnitudes: Float64Array }> {
  const qualities = demoQualities.map((text) => withPaths(parseQuality(text), (path) => join(out, path)));
  const folder = join(out, "data/graded");
  const images = truth.map(({ file }) => ({ name: file, path: join(folder, file) }));
  const names = truth.map(({ file }) => file);
  const context = { names, source: basename(folder), images, pictures: own, own, seed, io };
  const columns = (await imageColumns(qualities, context)).flat();
  columns.forEach(refuseMissing);
  const grades = Float64Array.from(truth, ({ grade }) => grade);
  const how = `Spearman, ${truth.length} faces, bootstrap over faces`;
  const print = (number: number): string => number.toFixed(3);
  const finding = (what: string, { value, interval }: Studied): Finding => ({
    ...{ what, value: print(value), interval: range(interval, print), how },
  });
  const [magnitude, twin] = columns;
  const nearer = spearmanDifference(magnitude.values, twin.values, grades, replicates, seed);
  const findings = [
    ...columns.map(({ name, values }) =>
      finding(`${name} against degradation`, spearmanStudy(values, grades, replicates, seed)),
    ),
    finding(`the same, ${magnitude.name} less ${twin.name}`, nearer),
  ];
  return { findings, magnitudes: magnitude.values };
}

function refuseMissing({ name, values, reasons }: ImageColumn): void {
  const failed = values.findIndex(Number.isNaN);
  if (failed >= 0) throw new UserError(`quality ${name}: ${reasons[failed] ?? "no number"}`);
}
