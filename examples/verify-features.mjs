// Verification from embeddings that you have already: a feature list (or .npy) and a pair list.
import { runVerification } from "magface-eval";
import { drawnFeatures, drawnLfw, io } from "./data.mjs";

const { pairs } = await drawnLfw();
const features = await drawnFeatures();
const { measured } = await runVerification(
  { protocol: pairs, source: { features }, fars: [1e-1, 1e-2], out: null, seed: 1 }, // out: a folder gets tables and plots.
  io,
);
for (const { name, convention, value, reason } of measured.figures)
  console.log(`${name} (${convention}): ${Number.isNaN(value) ? `undefined, ${reason}` : value}`);
