// What tests of `quality` share: pictures, models and a quality file.
import { readFileSync } from "node:fs";
import { fitNiqe } from "../../src/quality/niqe.js";
import { linearModel } from "../onnx-models.js";
import { faceFiles, faceNames, goodGreys } from "./grey-pictures.js";

export const niqeModel = fitNiqe(goodGreys(12), { patchSize: 56 });

/** A card of a model of 112 x 112 whose lengths mean something. */
export const card = { width: 112, height: 112, channels: "RGB", mean: 127.5, scale: 127.5, magnitude: true };

export const qualityInputs = {
  ...faceFiles,
  ...Object.fromEntries(
    ["brisque_model.yml", "brisque_range.yml"].map((name) => [name, readFileSync(`fixtures/quality/${name}`)]),
  ),
  "niqe.json": JSON.stringify(niqeModel),
  "m.onnx": linearModel({ height: 112, width: 112, dim: 8 }),
  "card.json": JSON.stringify(card),
  "ones.csv": `name,one,two\n${faceNames.map((name, i) => `${name},${i % 3},${i}`).join("\n")}\n`,
};

/** The three measures of pixels. */
export const measures = "piqe,niqe=niqe.json,brisque=brisque_model.yml+brisque_range.yml";
export const model = "--model m.onnx --card card.json --provider cpu";

/** Rows of CSV without quotes as records by head. */
export function records(csv: string): Record<string, string>[] {
  const [head, ...rows] = csv.trimEnd().split("\n");
  return rows.map((row) => Object.fromEntries(row.split(",").map((field, at) => [head.split(",")[at], field])));
}
