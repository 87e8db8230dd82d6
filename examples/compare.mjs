// Which of two models is really better: what `magface-eval compare` does with their results.
import { fileURLToPath } from "node:url";
import { runComparison, runVerification } from "magface-eval";
import { drawnLfw, io, out, source } from "./data.mjs";
import "./verify-model.mjs"; // the first model's result

const { protocol } = await drawnLfw();
const other = fileURLToPath(import.meta.resolve("magface-eval/fixtures/arcface-tiny.onnx"));
await runVerification({ protocol, source: { ...source, model: other }, out: `${out}/results`, seed: 1 }, io);

const { comparison } = await runComparison(
  {
    results: [`${out}/results`],
    anyway: false, // refuses results of unlike data
    correction: { method: "holm", level: 0.05 },
    bootstrap: 200,
    seed: 1,
    pairs: 10,
    far: null,
    data: [],
    out: null,
  },
  io,
);
for (const { title, differences } of comparison.parts)
  for (const { name, convention, model, against, difference, interval, verdict } of differences)
    console.log(`${title}: ${name} (${convention}), ${model} less ${against}: ${difference}`, interval, verdict);
