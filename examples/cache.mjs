// What is kept of earlier runs: what `magface-eval cache` shows.
import { cacheFolder, openCache } from "magface-eval";
import { drawnFeatures, out } from "./data.mjs";

await drawnFeatures(); // embeds, and so fills the cache
console.log(`the command line keeps its embeddings in ${cacheFolder()}`);
const cache = openCache(`${out}/cache`, { readOnly: true });
try {
  for (const { digest, modelName, view, dim, rows } of cache.list())
    console.log(`${digest.slice(0, 12)} ${modelName} ${view}: ${rows} x ${dim}`);
  const { corrupt, rows } = cache.verify();
  console.log(`${rows} vectors checked, ${corrupt.length} blocks damaged`);
} finally {
  await cache.close();
}
