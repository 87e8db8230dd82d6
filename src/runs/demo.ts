// The whole story on drawn faces: drawn, embedded, measured, plotted, and said in a table.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { studyRejection } from "../evaluate/reject-study.js";
import { writeWhole } from "../host/files.js";
import { pairQuality } from "../metrics/error-versus-reject.js";
import type { Figure, Io } from "../types.js";
import { percent, range, type DemoRequest, type Finding } from "./demo-finding.js";
import { drawDemoSets, drawSortedSheet, readTruth } from "./demo-data.js";
import { demoQualities, ercFindings, rankFindings } from "./demo-qualities.js";
import { poolingFinding } from "./demo-templates.js";
import { tellOnce } from "./tell-once.js";
import { runVerification, type VerificationRun } from "./verification.js";

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}.onnx`, import.meta.url));
const models = { magface: "magface-tiny", arcface: "arcface-tiny" } as const;
const replicates = 400;

/** Draws, embeds, evaluates and plots. The second run of the same folder embeds nothing. @throws Interrupted */
export async function runDemo(request: DemoRequest, terminal: Io): Promise<Finding[]> {
  const io = tellOnce(terminal);
  await drawDemoSets(request, io);
  const verified = await verifyAll(request, io);
  const findings = verified.map(({ title, run }) => accuracyFinding(title, run));
  for (const { set, model, run } of verified)
    if (set === "lfw") findings.push(...rejectFindings(model, run, request.seed));
  findings.push(...(await qualityFindings(request, io)));
  findings.push(
    await poolingFinding(
      { ...modelRequest(models.magface, request) },
      join(request.out, "data/ijbc"),
      request.seed,
      io,
    ),
  );
  const results = join(request.out, "results");
  writeWhole(join(results, "findings.json"), `${JSON.stringify(findings, null, 2)}\n`);
  return findings;
}

/** A model of the demo as every evaluator wants it; the cache lies in the demo's own folder. */
const modelRequest = (model: string, { out, threads }: DemoRequest) => ({
  ...{ model: fixture(model), provider: "cpu", batch: 32, cache: join(out, "cache"), threads },
});

async function verifyAll(request: DemoRequest, io: Io) {
  const sets = [
    ["lfw", "like LFW", models.magface],
    ["cfp", "like CFP-FP (turned heads)", models.magface],
    ["agedb", "like AgeDB-30 (years apart)", models.magface],
    ["lfw", "like LFW", models.arcface],
  ] as const;
  const done: { set: string; model: string; title: string; run: VerificationRun }[] = [];
  for (const [set, title, model] of sets) {
    const run = await runVerification(
      {
        protocol: join(request.out, "data", set, "protocol.json"),
        source: modelRequest(model, request),
        out: join(request.out, "results"),
        seed: request.seed,
      },
      io,
    );
    done.push({ set, model, title: `accuracy, ${title}, ${model}`, run });
  }
  return done;
}

function accuracyFinding(what: string, { report }: VerificationRun): Finding {
  const figure = report.result.figures.find(
    ({ name, convention }) => name === "accuracy" && convention === "exact",
  ) as Figure;
  return {
    what,
    value: percent(figure.value),
    interval: range(figure.interval, percent),
    how: "10 folds, convention exact",
  };
}

function rejectFindings(model: string, { measured, genuine }: VerificationRun, seed: number): Finding[] {
  const { score, leftMagnitude, rightMagnitude } = measured.pairs;
  const pairs = {
    quality: pairQuality(leftMagnitude, rightMagnitude),
    distance: score.map((each) => 1 - each),
    genuine,
  };
  const { all, kept, keptInterval, gainOverRandom, gainInterval } = studyRejection(pairs, 1e-2, 0.2, replicates, seed);
  const how = "FMR 1e-2, threshold fixed on all pairs";
  return [
    { what: `FNMR of all pairs, like LFW, ${model}`, value: percent(all), interval: "", how },
    {
      what: `FNMR without the 20 % of lowest magnitude, ${model}`,
      value: percent(kept),
      interval: range(keptInterval, percent),
      how,
    },
    {
      what: `FNMR spared against random rejection, ${model}`,
      value: percent(gainOverRandom),
      interval: range(gainInterval, percent),
      how: "paired bootstrap over pairs",
    },
  ];
}

/** Quality methods: by what fails, and by the degradation that was drawn. */
async function qualityFindings(request: DemoRequest, io: Io): Promise<Finding[]> {
  const own = modelRequest(models.magface, request);
  const qualities = await demoQualities(request, fixture(models.arcface), io);
  const erc = await ercFindings(request, own, qualities, io);
  const truth = readTruth(join(request.out, "data/graded/truth.csv"));
  const { findings, magnitudes } = await rankFindings(request, own, qualities, truth, io);
  await drawSortedSheet(request, truth, magnitudes);
  return [...erc, ...findings];
}
