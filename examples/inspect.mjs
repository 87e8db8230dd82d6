// What a file or folder is and what is wrong with it: what `magface-eval inspect` says.
import { inspectFile } from "magface-eval";
import { drawnFeatures, drawnLfw, model } from "./data.mjs";

const { folder, pairs } = await drawnLfw();
for (const path of [pairs, folder, await drawnFeatures(), model]) {
  const { kind, facts, problems } = await inspectFile(path);
  console.log(kind);
  for (const [name, value] of facts) console.log(`  ${name}: ${value}`);
  for (const problem of problems) console.log(`  problem: ${problem}`);
}
