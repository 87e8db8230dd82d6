// node test/recogniser/compare.mjs MODEL.onnx [COUNT]
// Runs the converted model and the package's own network on the same pixels (COUNT faces, default 3, and two drawn
// pictures in colour) and prints how far the embeddings lie apart. Exit code 1 above 1e-3. Two seconds a picture.
import ort from "onnxruntime-node";
import { cardOf, cosine, embed } from "./embedding.mjs";
import { drawnPixels, hasOrl, someFaces } from "./faces.mjs";
import { packageRecogniser } from "./package-network.mjs";

const [model, count = "3"] = process.argv.slice(2);
if (!model) {
  console.error("usage: node test/recogniser/compare.mjs MODEL.onnx [COUNT]");
  process.exit(2);
}

const card = cardOf(model);
const size = card.width;
const pictures = [...someFaces(Number(count), size), drawnPixels(101, size), drawnPixels(202, size)];
const ours = await embed(await ort.InferenceSession.create(model), pictures, card, pictures.length);
const theirs = [];
const recognise = await packageRecogniser();
for (const picture of pictures) theirs.push(await recognise(picture, size));

const differences = ours.flatMap((row, n) => Array.from(row, (x, i) => Math.abs(x - theirs[n][i])));
const largest = Math.max(...differences);
const report = {
  pictures: pictures.length,
  faces: hasOrl ? "AT&T" : "drawn",
  largestDifference: largest,
  leastCosine: Math.min(...ours.map((row, n) => cosine(row, theirs[n]))),
  norms: theirs.map((row) => Math.hypot(...row)),
};
console.log(JSON.stringify(report));
process.exitCode = largest <= 1e-3 ? 0 : 1;
