// The whole story on drawn faces: drawn, embedded, measured, plotted, said in a table and shown on a page.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { writeWhole } from "../host/files.js";
import type { Io } from "../types.js";
import type { DemoRequest, Finding } from "./demo-finding.js";
import { drawDemoSets, drawSortedSheet, readTruth } from "./demo-data.js";
import { fitDemoNiqe, rankFindings } from "./demo-qualities.js";
import { ercFindings, verificationFindings } from "./demo-results.js";
import { demoModels, demoSets, writeDemoSuite } from "./demo-suite.js";
import { poolingFinding } from "./demo-templates.js";
import type { ModelRequest } from "./model-vectors.js";
import { runReport } from "./report.js";
import { runSuite } from "./suite.js";
import { tellOnce } from "./tell-once.js";

/**
 * Draws, runs suite.yaml, sums up in results/findings.json and report.html. The second run of the same folder draws and embeds
 * nothing, and measures only what is not there.
 *
 * @throws Interrupted
 */
export async function runDemo(request: DemoRequest, terminal: Io): Promise<Finding[]> {
  const io = tellOnce(terminal);
  const { out, threads } = request;
  await drawDemoSets(request, io);
  await fitDemoNiqe(request, io);
  const { outcomes } = await runSuite(writeDemoSuite(request), { running: { threads } }, io);
  const failed = outcomes.find(({ state }) => state === "failed");
  if (failed) throw new UserError(`${failed.cell.id}: ${failed.reason}`);
  const findings = [
    ...(await verificationFindings(request)),
    ...(await ercFindings(request)),
    ...(await degradationFindings(request, io)),
    await poolingFinding(modelRequest(request), join(out, "data/ijbc"), request.seed, io),
  ];
  writeWhole(join(out, "results/findings.json"), `${JSON.stringify(findings, null, 2)}\n`);
  await runReport(
    {
      ...{ results: [join(out, "results")], out: join(out, "report.html"), images: true, names: false, worst: 8 },
      data: demoSets.map(([set]) => ({ name: `drawn-${set}`, path: join(out, "data", set) })),
      paper: null,
    },
    io,
  );
  return findings;
}

/** The demo's model as every evaluator wants it; the cache lies in the demo's own folder. */
const modelRequest = ({ out, threads }: DemoRequest): ModelRequest => ({
  ...{ model: join(out, `models/${demoModels.magface}.onnx`), provider: "cpu", batch: 32, threads },
  cache: join(out, "cache"),
});

/** Every method against the degradation that was drawn, and the faces in the order of magnitude. */
async function degradationFindings(request: DemoRequest, io: Io): Promise<Finding[]> {
  const truth = readTruth(join(request.out, "data/graded/truth.csv"));
  const { findings, magnitudes } = await rankFindings(request, modelRequest(request), truth, io);
  await drawSortedSheet(request, truth, magnitudes);
  return findings;
}
