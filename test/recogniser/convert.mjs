// node test/recogniser/convert.mjs OUT.onnx
// Writes the face recogniser of the development package @vladmandic/face-api as OUT.onnx and its card as OUT.card.json.
// For tests and checks only: neither file belongs to the product.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { embeddingSize, inputSize, recogniserModel } from "./network.mjs";
import { readWeights } from "./weights.mjs";

const out = process.argv[2];
if (!out?.endsWith(".onnx")) {
  console.error("usage: node test/recogniser/convert.mjs OUT.onnx");
  process.exit(2);
}

// Mean and divisor are those of the package's FaceRecognitionNet.forwardInput; dlib's own network divides by 256.
const card = {
  name: "face-api-recogniser",
  width: inputSize,
  height: inputSize,
  channels: "RGB",
  layout: "NCHW",
  mean: [122.782, 117.001, 104.298],
  scale: 255,
  flip: "none",
  output: "embedding",
};

mkdirSync(dirname(out), { recursive: true });
const model = recogniserModel(readWeights("face_recognition_model"));
writeFileSync(out, model);
writeFileSync(out.replace(/\.onnx$/, ".card.json"), `${JSON.stringify(card, null, 2)}\n`);
console.log(JSON.stringify({ model: out, bytes: model.length, dim: embeddingSize }));
