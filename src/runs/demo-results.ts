// What the demo found, read off the results that its suite left.
import { join } from "node:path";
import { studyRejection } from "../evaluate/reject-study.js";
import { pairQuality } from "../metrics/error-versus-reject.js";
import { csvRows } from "../protocol/csv-rows.js";
import { printShort } from "../report/number.js";
import type { Figure } from "../types.js";
import { percent, range, type DemoRequest, type Finding } from "./demo-finding.js";
import { demoModels, demoSets } from "./demo-suite.js";
import { readPairRows } from "./pair-rows.js";
import { readResult } from "./result-folders.js";

const replicates = 400;
const studied = "lfw";

const folderOf = (out: string, set: string, model: string): string => join(out, "results", `drawn-${set}`, model);

/** Accuracy of the model on every set and of its twin on the everyday one, and what both lose without pairs of low magnitude. */
export async function verificationFindings({ out, seed }: DemoRequest): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [set, title] of demoSets) findings.push(await accuracyOf(out, set, title, demoModels.magface));
  findings.push(await accuracyOf(out, studied, demoSets[0][1], demoModels.arcface));
  for (const model of Object.values(demoModels)) findings.push(...(await rejection(out, model, seed)));
  return findings;
}

async function accuracyOf(out: string, set: string, title: string, model: string): Promise<Finding> {
  const { figures } = await readResult(join(folderOf(out, set, model), "result.json"));
  const { value, interval } = figures.find(
    ({ name, convention }) => name === "accuracy" && convention === "exact",
  ) as Figure;
  const what = `accuracy, ${title}, ${model}`;
  return { what, value: percent(value), interval: range(interval, percent), how: "10 folds, convention exact" };
}

async function rejection(out: string, model: string, seed: number): Promise<Finding[]> {
  const rows = await readPairRows(join(folderOf(out, studied, model), "pairs.csv"));
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
  const pairs = {
    quality: pairQuality(
      column((row) => row.leftMagnitude),
      column((row) => row.rightMagnitude),
    ),
    distance: column((row) => 1 - row.score),
    genuine: Uint8Array.from(rows, (row) => Number(row.genuine)),
  };
  const { all, kept, keptInterval, gainOverRandom, gainInterval } = studyRejection(pairs, 1e-2, 0.2, replicates, seed);
  const how = "FMR 1e-2, threshold fixed on all pairs";
  const line = (what: string, value: number, interval?: readonly [number, number], by = how): Finding => ({
    ...{ what: `${what}, ${model}`, value: percent(value), interval: range(interval, percent), how: by },
  });
  return [
    line("FNMR of all pairs, like LFW", all),
    line("FNMR without the 20 % of lowest magnitude", kept, keptInterval),
    line("FNMR spared against random rejection", gainOverRandom, gainInterval, "paired bootstrap over pairs"),
  ];
}

/** Error versus reject on the everyday set: the magnitude's area against each other method's. */
export async function ercFindings({ out }: DemoRequest): Promise<Finding[]> {
  const folder = join(folderOf(out, studied, demoModels.magface), "erc");
  const { figures } = await readResult(join(folder, "result.json"));
  const normalised = (quality: string): string => {
    const area = figures.find((each) => each.name === "pauc@fmr=1e-2,to=0.2" && each.quality === quality) as Figure;
    return (area.normalised as number).toFixed(3);
  };
  const findings: Finding[] = [];
  for await (const { record } of csvRows(join(folder, "comparisons.csv"), ",")) {
    const [fmr, to, one, other, difference, low, high] = record;
    if (Number(fmr) !== 1e-2 || to !== "0.2" || one !== "magnitude") continue;
    findings.push({
      what: `pAUC of FNMR, ${one} less ${other}`,
      value: printShort(Number(difference), 3),
      interval: range([Number(low), Number(high)], (end) => printShort(end, 2)),
      how: `like LFW, up to 20 % at FMR 1e-2; ${normalised(one)} against ${normalised(other)}, 0 = ideal order, 1 = random`,
    });
  }
  return findings;
}
