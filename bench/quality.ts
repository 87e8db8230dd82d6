// Milliseconds an image of each quality measure, on faces of 112 x 112 as they are drawn; the limit is 5 ms.
import { fileURLToPath } from "node:url";
import {
  brisque,
  fitNiqe,
  greyOf,
  niqe,
  piqe,
  readBrisqueModel,
  unifiedQualityScore,
  type Grey,
} from "#product/index.js";
import { everyday } from "#product/synth/nuisance.js";
import { takePicture } from "#product/synth/picture.js";

const limit = 5;
const shot = (person: number) =>
  ({ world: "eval", seed: 9, person, picture: "0", framing: "aligned", size: 112, range: everyday }) as const;
const drawn = await Promise.all(Array.from({ length: 48 }, (_, person) => takePicture(shot(person))));
const pixels = drawn.map(({ width, height, data }) => ({ width, height, data: new Uint8Array(data) }));
const faces = pixels.map(greyOf);

const fixtures = fileURLToPath(new URL("../../fixtures/quality/", import.meta.url));
const small = await readBrisqueModel(`${fixtures}brisque_model.yml`, `${fixtures}brisque_range.yml`);
// Some hundreds of support vectors, as a model of a real database has.
const many = Math.ceil(800 / small.weights.length);
const repeat = (values: Float64Array): Float64Array =>
  Float64Array.from(Array.from({ length: many }, () => [...values]).flat());
const model = { ...small, vectors: repeat(small.vectors), weights: repeat(small.weights) };

const byPatch = (patchSize: number): [string, (face: Grey) => number] => {
  const fitted = fitNiqe(faces, { patchSize });
  return [`NIQE, patches of ${patchSize}`, (face) => niqe(face, fitted)];
};

const measures: [string, (face: Grey, i: number) => unknown][] = [
  ["grey", (_, i) => greyOf(pixels[i])],
  ["UnifiedQualityScore", (_, i) => unifiedQualityScore(i)],
  ["BRISQUE", (face) => brisque(face, model)],
  ["PIQE", (face) => piqe(face)],
  byPatch(96),
  byPatch(56),
  byPatch(32),
  byPatch(24),
];

for (const [name, measure] of measures) {
  let best = Infinity;
  for (let turn = 0; turn < 5; turn++) {
    const start = performance.now();
    faces.forEach(measure);
    best = Math.min(best, (performance.now() - start) / faces.length);
  }
  console.log(
    `${name.padEnd(22)} ${best.toFixed(2).padStart(6)} ms  ${best <= limit ? "within" : "ABOVE"} ${limit} ms`,
  );
}
