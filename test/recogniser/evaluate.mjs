// node test/recogniser/evaluate.mjs MODEL.onnx [FOLDER]
// All 79,800 pairs of the AT&T faces, scaled whole to the model's input, through the converted model; cosine as score,
// AUC and EER counted couple by couple. No part of the product runs here. Where FOLDER is given, it gets pairs.csv
// (a,b,same) and the scaled faces under their own names, as the product can read them. About 5 seconds.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ort from "onnxruntime-node";
import { cardOf, cosine, embed } from "./embedding.mjs";
import { hasOrl, orlFolder, orlNames, orlPairs, orlPixels } from "./faces.mjs";

const [model, folder] = process.argv.slice(2);
if (!model || !hasOrl) {
  console.error(model ? `${orlFolder} is absent` : "usage: node test/recogniser/evaluate.mjs MODEL.onnx [FOLDER]");
  process.exit(2);
}

/** Share of (genuine, impostor) couples whose genuine score is the higher; an equal one counts half. */
function naiveAuc(genuine, impostor) {
  let halves = 0;
  for (const g of genuine) for (const i of impostor) halves += g > i ? 2 : g === i ? 1 : 0;
  return halves / 2 / genuine.length / impostor.length;
}

/**
 * Where the lines between neighbouring thresholds let FMR and FNMR meet: every score in turn is the highest one refused,
 * and both rates are counted anew by a look at all scores below it.
 */
function naiveEer(genuine, impostor) {
  const countUpTo = (scores, limit) => {
    let [low, high] = [0, scores.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scores[middle] <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const [g, i] = [genuine, impostor].map((scores) => Float64Array.from(scores).sort());
  const ratesAt = (limit) => ({ fnmr: countUpTo(g, limit) / g.length, fmr: 1 - countUpTo(i, limit) / i.length });
  let last = { fnmr: 0, fmr: 1 };
  for (const limit of Float64Array.from([...g, ...i]).sort()) {
    const now = ratesAt(limit);
    if (now.fnmr >= now.fmr) {
      const part = (last.fmr - last.fnmr) / (last.fmr - last.fnmr + now.fnmr - now.fmr);
      return last.fnmr + part * (now.fnmr - last.fnmr);
    }
    last = now;
  }
  return NaN;
}

function writeFaces() {
  orlNames.forEach((name, i) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const grey = pictures[i].filter((_, at) => at % 3 === 0);
    writeFileSync(path, Buffer.concat([Buffer.from(`P5\n${card.width} ${card.height}\n255\n`), grey]));
  });
}

const card = cardOf(model);
const pictures = orlNames.map((name) => orlPixels(name, card.width));
const rows = await embed(await ort.InferenceSession.create(model), pictures, card, 16);
const pairs = [...orlPairs()];
const scores = { genuine: [], impostor: [] };
for (const { a, b, same } of pairs) scores[same ? "genuine" : "impostor"].push(cosine(rows[a], rows[b]));

if (folder) {
  writeFaces();
  const lines = pairs.map(({ a, b, same }) => `${orlNames[a]},${orlNames[b]},${Number(same)}`);
  writeFileSync(join(folder, "pairs.csv"), `a,b,same\n${lines.join("\n")}\n`);
}
const report = {
  images: rows.length,
  genuine: scores.genuine.length,
  impostor: scores.impostor.length,
  auc: naiveAuc(scores.genuine, scores.impostor),
  eer: naiveEer(scores.genuine, scores.impostor),
};
console.log(JSON.stringify(report));
