// Results of earlier runs read again: figures, and every pair's score.
import { findResults, readPairRows } from "magface-eval";
import { out } from "./data.mjs";
import "./verify-model.mjs"; // makes some

for (const { folder, result } of await findResults([`${out}/results`])) {
  const { task, protocol, figures, provenance } = result;
  console.log(`${task} on ${protocol.name} by ${provenance.modelName}: ${figures.length} figures`);
  const rows = await readPairRows(`${folder}/pairs.csv`);
  const [worst] = rows.filter(({ genuine }) => genuine).sort((a, b) => a.score - b.score);
  console.log(`the genuine pair least alike: ${worst.left} and ${worst.right}, ${worst.score}`);
}
