// The same on arrays in memory, without any file: six embeddings, five pairs.
import { auc, eer, evaluateVerification, operatingPoint, tallyOf } from "magface-eval";

const embeddings = {
  count: 6,
  dim: 2,
  values: Float32Array.of(9, 1, 8, 2, 1, 9, 2, 8, -7, 1, -6, 3), // row after row, not normalised
};
const pairs = {
  left: Uint32Array.of(0, 2, 0, 2, 4),
  right: Uint32Array.of(1, 3, 2, 4, 5),
  genuine: Uint8Array.of(1, 1, 0, 0, 1),
};
const { figures, pairs: numbers } = evaluateVerification(
  { embeddings, ...pairs, fold: Uint16Array.of(0, 1, 0, 1, 1), subjects: null },
  { conventions: ["exact"], fars: [0.5] },
);
console.log("cosines", Array.from(numbers.score, (score) => score.toFixed(3)).join(" "));
for (const { name, value } of figures) console.log(name, value);

// Or metric by metric, from scores alone: higher = more alike.
const tally = tallyOf(numbers.score, pairs.genuine);
console.log("auc", auc(tally), "eer", eer(tally).value, "tar at far 0.5", operatingPoint(tally, 0.5));
