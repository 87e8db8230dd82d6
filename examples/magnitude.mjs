// How long embeddings are, and whether longer ones agree better: what `magface-eval magnitude` does.
import { runMagnitudeStudy } from "magface-eval";
import { drawnLfw, io, source } from "./data.mjs";

const { folder } = await drawnLfw();
const { study } = await runMagnitudeStudy(
  { sets: [{ name: "drawn", path: folder }], source, bins: 8, cosine: true, bootstrap: 100, seed: 1, out: null },
  io,
);
for (const { name, value, interval } of study.figures)
  console.log(name, value, interval === undefined ? "" : `95 % interval ${interval.join(" to ")}`);
const { counts, edges } = study.histogram;
console.log("histogram from", edges[0], "to", edges.at(-1), "holds", counts[0].join(" "));
