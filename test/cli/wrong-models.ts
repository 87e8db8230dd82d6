// Mistakes in models and their cards.
import { linearModel, onnxModel, type Graph } from "../onnx-models.js";
import { picture, smallCard, smallModel, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.csv --images faces --model m.onnx --card small.json";
const withModel = (content: string | Uint8Array) => ({ ...soundPictures, "m.onnx": content });
const withCard = (card: object | string) => ({
  ...soundPictures,
  "small.json": typeof card === "string" ? card : JSON.stringify(card, null, 2),
});

/** A model of these nodes for 8 x 8 pixels. */
const modelOf = (
  nodes: Graph["nodes"],
  outputs: Graph["outputs"] = [{ name: "embedding", shape: ["n", 192] }],
  inputs: readonly string[] = ["input"],
): Uint8Array =>
  onnxModel({ inputs: inputs.map((name) => ({ name, shape: ["n", 3, 8, 8] })), outputs, nodes, weights: [] });

function twoOutputs(): Uint8Array {
  const outputs = ["early", "late"].map((name) => ({ name, shape: ["n", 192] }));
  return modelOf(
    [
      { op: "Flatten", inputs: ["input"], outputs: ["early"] },
      { op: "Neg", inputs: ["early"], outputs: ["late"] },
    ],
    outputs,
  );
}

/** A model that wants more than the image. */
const twoInputs = (): Uint8Array =>
  modelOf(
    [
      { op: "Add", inputs: ["input", "other"], outputs: ["sum"] },
      { op: "Flatten", inputs: ["sum"], outputs: ["embedding"] },
    ],
    undefined,
    ["input", "other"],
  );

const wholeNumbers = (): Uint8Array =>
  modelOf(
    [
      { op: "Flatten", inputs: ["input"], outputs: ["flat"] },
      { op: "Cast", inputs: ["flat"], outputs: ["embedding"], attributes: { to: 7 } },
    ],
    [{ name: "embedding", shape: ["n", 192], type: "int64" }],
  );

const unknownOperator = (): Uint8Array => modelOf([{ op: "FaceMagic", inputs: ["input"], outputs: ["embedding"] }]);

const wrongFiles: readonly WrongInput[] = [
  {
    what: "a model that is not there",
    files: soundPictures,
    line: line.replace("m.onnx", "magface.onnx"),
    says: ["magface.onnx:", "no such file", "expected an ONNX model"],
  },
  {
    what: "a folder for a model",
    files: soundPictures,
    line: line.replace("m.onnx", "faces"),
    says: ["faces:", "is a folder", "expected an ONNX model"],
  },
  { what: "an empty model", files: withModel(""), line, says: ["m.onnx:", "is empty", "expected an ONNX model"] },
  {
    what: "a text for a model",
    files: withModel("epoch 1 loss 7.3\n"),
    line,
    says: ["m.onnx:", "a text file", "expected an ONNX model"],
  },
  {
    what: "a Git LFS pointer for a model",
    files: withModel("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 260\n"),
    line,
    says: ["m.onnx:", "a Git LFS pointer", "git lfs pull"],
  },
  {
    what: "a web page for a model",
    files: withModel("<!DOCTYPE html>\n<html><body>Google Drive can't scan this file</body></html>"),
    line,
    says: ["m.onnx:", "a web page", "expected an ONNX model"],
  },
  {
    what: "a PyTorch checkpoint for a model",
    files: withModel("PK\x03\x04\x00\x00archive/data.pkl"),
    line,
    says: ["m.onnx:", "a PyTorch checkpoint", "export it to ONNX"],
  },
  {
    what: "an old PyTorch checkpoint for a model",
    files: withModel(Buffer.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc])),
    line,
    says: ["m.onnx:", "an old PyTorch checkpoint", "export it to ONNX"],
  },
  {
    what: "a picture for a model",
    files: withModel(picture(1)),
    line,
    says: ["m.onnx:", "a picture", "expected an ONNX model"],
  },
  {
    what: "a model cut short",
    files: withModel(smallModel.subarray(0, 900)),
    line,
    says: ["m.onnx:", "cut short", "900 bytes", "expected at least"],
  },
];

const wrongModels: readonly WrongInput[] = [
  {
    what: "a model of 96 x 112 with a preset of 112 x 112",
    files: withModel(linearModel({ width: 96, height: 112 })),
    line: `${line.replace("--card small.json", "--preset magface")} --resize`,
    says: ["m.onnx:", "batchx3x112x96", '"magface" makes 3x112x112', "--preset or --card"],
  },
  {
    what: "an NHWC model with a card that says NCHW",
    files: {
      ...withCard({ ...smallCard, layout: "NCHW" }),
      "m.onnx": linearModel({ height: 8, width: 8, layout: "NHWC" }),
    },
    line,
    says: ["m.onnx:", "batchx8x8x3", "3x8x8 (NCHW)", "--preset or --card"],
  },
  {
    what: "a model of whole pixels with a card that scales",
    files: {
      ...withCard({ ...smallCard, scale: 255 }),
      "m.onnx": linearModel({ height: 8, width: 8, input: "uint8" }),
    },
    line,
    says: ["m.onnx:", "whole pixels", '"mean": 0, "scale": 1'],
  },
  {
    what: "a model that answers in whole numbers",
    files: withModel(wholeNumbers()),
    line,
    says: ["m.onnx:", '"embedding" is int64', "expected float32"],
  },
  {
    what: "a model of two inputs",
    files: withModel(twoInputs()),
    line,
    says: ["m.onnx:", "2 inputs", "expected one, an image"],
  },
  {
    what: "an output the model lacks",
    files: withCard({ ...smallCard, output: "embeding" }),
    line,
    says: ["m.onnx:", 'no output "embeding"', '"embedding"?'],
  },
  {
    what: "an input the model lacks",
    files: withCard({ ...smallCard, input: "data" }),
    line,
    says: ["m.onnx:", 'no input "data"', "it has input"],
  },
  {
    what: "two outputs and no word which",
    files: withModel(twoOutputs()),
    line,
    says: ["m.onnx:", "2 outputs", "which one is the embedding?", "card", "early", "late"],
  },
  {
    what: "an operator nobody knows",
    files: withModel(unknownOperator()),
    line,
    says: ["m.onnx:", "ONNX Runtime", "FaceMagic"],
  },
  {
    what: "a provider this machine lacks",
    files: soundPictures,
    line: `${line} --provider coreml`,
    says: ['provider "coreml"', "can't be used here", "macOS"],
  },
];

const wrongCards: readonly WrongInput[] = [
  {
    what: "a card that is not there",
    files: soundPictures,
    line: line.replace("small.json", "card.json"),
    says: ["card.json:", "no such file"],
  },
  {
    what: "a model for a card",
    files: soundPictures,
    line: line.replace("small.json", "m.onnx"),
    says: ["m.onnx:", "no text", "expected JSON"],
  },
  {
    what: "a card in YAML",
    files: withCard("width: 8\nheight: 8\n"),
    line,
    says: ["small.json:1:", "found width: 8", "expected JSON"],
  },
  {
    what: "a card with a comma missing",
    files: withCard('{\n  "width": 8\n  "height": 8\n}'),
    line,
    says: ["small.json:3:", 'found "height": 8', "expected a comma before it"],
  },
  {
    what: "a card with single quotes",
    files: withCard("{\n  'width': 8\n}"),
    line,
    says: ["small.json:2:", "found 'width': 8", "double quotes"],
  },
  {
    what: "a card with an unknown field",
    files: withCard({ ...smallCard, chanels: "BGR" }),
    line,
    says: ["small.json:7:", 'unknown field "chanels"', '"channels"?'],
  },
  {
    what: "a card with a field twice",
    files: withCard('{ "mean": 0,\n "mean": 127.5 }'),
    line,
    says: ["small.json:2:", '"mean"', "twice"],
  },
  {
    what: "a card without its scale",
    files: withCard({ ...smallCard, scale: undefined }),
    line,
    says: ["small.json:", 'missing "scale"', "preset"],
  },
  {
    what: "a card that divides by zero",
    files: withCard({ ...smallCard, scale: 0 }),
    line,
    says: ["small.json:6:", '"scale" must be one number above 0 or three', "found 0"],
  },
  {
    what: "a card with two means",
    files: withCard({ ...smallCard, mean: [127.5, 127.5] }),
    line,
    says: ["small.json:5:", '"mean" must be one number or three', "found [127.5,127.5]"],
  },
  {
    what: "a card with a number in quotes",
    files: withCard({ ...smallCard, width: "8" }),
    line,
    says: ["small.json:2:", '"width" must be a whole number', 'found "8"'],
  },
  {
    what: "a card with other channels",
    files: withCard({ ...smallCard, channels: "GRAY" }),
    line,
    says: ["small.json:4:", '"channels" must be RGB or BGR', 'found "GRAY"'],
  },
  {
    what: "a card of an unknown preset",
    files: withCard({ preset: "magfase" }),
    line,
    says: ["small.json:", 'preset "magfase"', '"magface"?'],
  },
  {
    what: "a card that is a list",
    files: withCard("[8, 8]"),
    line,
    says: ["small.json:1:", "must be an object", "found [8,8]"],
  },
];

export const wrongModelInputs: readonly WrongInput[] = [...wrongFiles, ...wrongModels, ...wrongCards];
