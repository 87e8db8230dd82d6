// Error versus reject: does a quality know which pairs fail? What `magface-eval erc` does.
import { parseQuality, runErc } from "magface-eval";
import { drawnLfw, io, source } from "./data.mjs";

const { protocol } = await drawnLfw();
const { measured } = await runErc(
  {
    protocol,
    source,
    qualities: ["magnitude", "piqe", "random"].map(parseQuality),
    fmrs: [1e-1],
    conventions: ["exact"],
    combination: "min",
    reject: "pairs",
    areas: [0.2],
    bootstrap: 100,
    seed: 1,
    out: null,
  },
  io,
);
for (const { name, quality, value } of measured.figures) if (name.startsWith("pauc")) console.log(name, quality, value);
for (const { one, other, difference, interval } of measured.comparisons)
  console.log(`${one} less ${other}: ${difference}, 95 % interval ${interval?.join(" to ")}`);
