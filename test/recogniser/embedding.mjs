// The converted model run by ONNX Runtime itself, without any part of the product between.
import { readFileSync } from "node:fs";
import ort from "onnxruntime-node";

/** The card that convert.mjs wrote beside a model. */
export const cardOf = (model) => JSON.parse(readFileSync(model.replace(/\.onnx$/, ".card.json"), "utf8"));

/** Pictures, width x height RGB bytes each, as one input tensor: (x - mean) / scale, channel after channel. */
export function inputTensor(pictures, { width, height, mean, scale }) {
  const area = width * height;
  const values = new Float32Array(pictures.length * 3 * area);
  pictures.forEach((picture, n) => {
    for (let i = 0; i < area; i++)
      for (let c = 0; c < 3; c++) values[(n * 3 + c) * area + i] = (picture[i * 3 + c] - mean[c]) / scale;
  });
  return new ort.Tensor("float32", values, [pictures.length, 3, height, width]);
}

/** Embeddings of all pictures, `batch` at a time. */
export async function embed(session, pictures, card, batch) {
  const rows = [];
  for (let start = 0; start < pictures.length; start += batch) {
    const { embedding } = await session.run({ input: inputTensor(pictures.slice(start, start + batch), card) });
    const [count, dim] = embedding.dims;
    for (let i = 0; i < count; i++) rows.push(embedding.data.slice(i * dim, (i + 1) * dim));
  }
  return rows;
}

/** Cosine of two vectors, summed in doubles. */
export function cosine(a, b) {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / Math.sqrt(aa * bb);
}
