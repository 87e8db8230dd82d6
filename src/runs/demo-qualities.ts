// The demo's part on quality methods: which of them know the pairs that fail, and the degradation that was drawn?
import { basename, join } from "node:path";
import { readImageSet } from "../dataset/image-set.js";
import { UserError } from "../errors.js";
import { printShort } from "../report/number.js";
import type { Figure, Io } from "../types.js";
import { spearmanDifference, spearmanStudy, type Studied } from "../evaluate/rank-study.js";
import { range, type DemoRequest, type Finding } from "./demo-finding.js";
import { runErc } from "./erc.js";
import { imageColumns, type ImageColumn } from "./image-qualities.js";
import type { ModelRequest } from "./model-vectors.js";
import { fitNiqeFile } from "./niqe-fit.js";
import { parseQuality, withPaths, type QualitySpec } from "./quality-spec.js";

export interface GradedImage {
  readonly file: string;
  readonly grade: number;
}

/** Patches of 24 pixels: faces of 112 hold 16 of them. */
const patchSize = 24;
const replicates = 400;

/**
 * Every method that the demo has: the model's magnitude first, then that of a twin trained without it, and what knows nothing of
 * faces.
 */
export async function demoQualities({ out, threads }: DemoRequest, twin: string, io: Io): Promise<QualitySpec[]> {
  const niqe = join(out, "niqe.json");
  const { images } = await readImageSet("clean", join(out, "data/clean"));
  await fitNiqeFile({ images, patchSize, threads, out: niqe }, { ...io, note: () => undefined, warn: () => undefined });
  const files: Readonly<Record<string, string>> = { [basename(twin)]: twin, [basename(niqe)]: niqe };
  return ["magnitude", `magnitude=${basename(twin)}`, "ser-fiq", "piqe", `niqe=${basename(niqe)}`, "random"].map(
    (text) => withPaths(parseQuality(text), (file) => files[file]),
  );
}

/** Error versus reject on the everyday set: the magnitude's area against each other method's. */
export async function ercFindings(
  { out, seed }: DemoRequest,
  source: ModelRequest,
  qualities: readonly QualitySpec[],
  io: Io,
): Promise<Finding[]> {
  const { measured } = await runErc(
    {
      ...{ protocol: join(out, "data/lfw/protocol.json"), source, qualities, out: join(out, "results"), seed },
      ...{ fmrs: [1e-2, 1e-3], conventions: ["exact"], combination: "min", reject: "pairs", areas: [0.2, 0.95] },
      bootstrap: replicates,
    },
    io,
  );
  const [first] = qualities;
  const normalised = (quality: string): string => {
    const area = measured.figures.find((each) => each.name === "pauc@fmr=1e-2,to=0.2" && each.quality === quality);
    return ((area as Figure).normalised as number).toFixed(3);
  };
  return measured.comparisons
    .filter(({ fmr, to, one }) => fmr === 1e-2 && to === 0.2 && one === first.text)
    .map(({ other, difference, interval }) => ({
      what: `pAUC of FNMR, ${first.text} less ${other}`,
      value: printShort(difference, 3),
      interval: range(interval, (end) => printShort(end, 2)),
      how: `like LFW, up to 20 % at FMR 1e-2; ${normalised(first.text)} against ${normalised(other)}, 0 = ideal order, 1 = random`,
    }));
}

/** Rank correlation of every method with the known degradation, and how much nearer the magnitude follows it than its twin's. */
export async function rankFindings(
  { out, seed }: DemoRequest,
  own: ModelRequest,
  qualities: readonly QualitySpec[],
  truth: readonly GradedImage[],
  io: Io,
): Promise<{ findings: Finding[]; magnitudes: Float64Array }> {
  const folder = join(out, "data/graded");
  const images = truth.map(({ file }) => ({ name: file, path: join(folder, file) }));
  const names = truth.map(({ file }) => file);
  const made = await imageColumns(qualities, { names, source: folder, images, pictures: own, own, seed, io });
  const columns = made.flat();
  columns.forEach(refuseMissing);
  const grades = Float64Array.from(truth, ({ grade }) => grade);
  const how = `Spearman, ${truth.length} faces, bootstrap over faces`;
  const finding = (what: string, { value, interval }: Studied): Finding => {
    const print = (number: number) => number.toFixed(3);
    return { what, value: print(value), interval: range(interval, print), how };
  };
  const [magnitude, twin] = columns;
  const findings = [
    ...columns.map(({ name, values }) =>
      finding(`${name} against degradation`, spearmanStudy(values, grades, replicates, seed)),
    ),
    finding(
      `the same, ${magnitude.name} less ${twin.name}`,
      spearmanDifference(magnitude.values, twin.values, grades, replicates, seed),
    ),
  ];
  return { findings, magnitudes: magnitude.values };
}

function refuseMissing({ name, values, reasons }: ImageColumn): void {
  const failed = values.findIndex(Number.isNaN);
  if (failed >= 0) throw new UserError(`quality ${name}: ${reasons[failed] ?? "no number"}`);
}
