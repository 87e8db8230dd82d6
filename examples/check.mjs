// Is a model worse than its baseline: what `magface-eval check` does.
import { runCheck, updateBaseline } from "magface-eval";
import { io, out } from "./data.mjs";
import "./verify-model.mjs"; // the result that is checked

const request = {
  results: [`${out}/results/drawn-lfw/magface-tiny`],
  baseline: `${out}/baseline.json`,
  rules: ["accuracy >= 0.5", "eer <= 1.1 * baseline"],
  anyway: false, // judges nothing of unlike data
  replicates: 200,
  seed: 1,
};
const { figures, pairs } = await updateBaseline(request);
console.log(`${figures} figures and the scores of ${pairs} pairs kept`);

const { line, results } = await runCheck(request, io);
console.log(line);
for (const { label, figures } of results)
  for (const { name, convention, outcome, how } of figures)
    console.log(`${label}: ${name} (${convention}) ${outcome}: ${how}`);
