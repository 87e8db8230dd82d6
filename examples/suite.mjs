// Models x data sets x tasks in one file, embedded once and resumed where it stopped: what `magface-eval run` does.
import { writeFileSync } from "node:fs";
import { findSuite, forecastSuite, runSuite } from "magface-eval";
import { drawnLfw, io, out, source } from "./data.mjs";

await drawnLfw();
writeFileSync(
  `${out}/suite.yaml`,
  `format: 1
out: suite-results
cache: cache
models: [{ model: ${source.model} }]
defaults: { provider: cpu }
tasks:
  - verification: [lfw]
  - erc: { sets: [lfw], quality: [magnitude, random], fmr: [0.1] }
`,
);

const suite = findSuite(`${out}/suite.yaml`, out);
const { cells } = await forecastSuite(suite, {}, io);
console.log(cells.map(({ task, state }) => `${task}: ${state}`).join(", "));

await runSuite(suite, {}, io);
const { outcomes, summary } = await runSuite(suite, {}, io); // Everything is there: nothing runs again.
console.log(outcomes.map(({ cell, state }) => `${cell.id}: ${state}`).join("\n"));
for (const { task, figures } of summary.rows) console.log(`${task}: ${figures[0].name} ${figures[0].value}`);
