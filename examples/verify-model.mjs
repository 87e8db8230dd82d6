// Verification from a model and pictures to a folder of results: what `magface-eval verify` does.
import { printAs, runVerification } from "magface-eval";
import { drawnLfw, io, out, source } from "./data.mjs";

const { protocol } = await drawnLfw();
const { report, measured, folder } = await runVerification(
  { protocol, source, out: `${out}/results`, convention: ["exact", "magface"], seed: 1 },
  io,
);

// The table of the command line, or any figure by itself.
console.log(printAs("table", report.result, report.published));
const accuracy = measured.figures.find(({ name, convention }) => name === "accuracy" && convention === "exact");
console.log(`accuracy ${accuracy?.value}, 95 % interval ${accuracy?.interval?.join(" to ")}`);
console.log(`results in ${folder}`);
