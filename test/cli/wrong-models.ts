// Mistakes in models, cards, pictures, InsightFace's .bin, and in where things are put.
import { readFileSync } from "node:fs";
import { linearModel, onnxModel } from "../onnx-models.js";
import { picture, picturePairs, smallCard, smallModel, soundFeatures, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.csv --images faces --model m.onnx --card small.json";
const withModel = (content: string | Uint8Array) => ({ ...soundPictures, "m.onnx": content });
const withCard = (card: object | string) => ({
  ...soundPictures,
  "small.json": typeof card === "string" ? card : JSON.stringify(card),
});

const wrongModels: readonly WrongInput[] = [
  { what: "a model that is not there", files: soundPictures, line: line.replace("m.onnx", "magface.onnx"), says: [] },
  { what: "a folder for a model", files: soundPictures, line: line.replace("m.onnx", "faces"), says: [] },
  { what: "an empty model", files: withModel(""), line, says: [] },
  { what: "a text for a model", files: withModel("epoch 1 loss 7.3\n"), line, says: [] },
  {
    what: "a Git LFS pointer for a model",
    files: withModel("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 260\n"),
    line,
    says: [],
  },
  {
    what: "a web page for a model",
    files: withModel("<!DOCTYPE html>\n<html><body>Google Drive can't scan this file</body></html>"),
    line,
    says: [],
  },
  {
    what: "a PyTorch checkpoint for a model",
    files: withModel(Buffer.from("PK\x03\x04\x00\x00archive/data.pkl")),
    line,
    says: [],
  },
  {
    what: "an old PyTorch checkpoint for a model",
    files: withModel(Buffer.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc])),
    line,
    says: [],
  },
  { what: "a picture for a model", files: withModel(picture(1)), line, says: [] },
  { what: "a model cut short", files: withModel(smallModel.subarray(0, 900)), line, says: [] },
  {
    what: "a model of 96 x 112 with a preset of 112 x 112",
    files: withModel(linearModel({ width: 96, height: 112 })),
    line: line.replace("--card small.json", "--preset magface"),
    says: [],
  },
  {
    what: "an NHWC model with a card that says NCHW",
    files: {
      ...withCard({ ...smallCard, layout: "NCHW" }),
      "m.onnx": linearModel({ height: 8, width: 8, layout: "NHWC" }),
    },
    line,
    says: [],
  },
  {
    what: "a model of whole pixels with a card that scales",
    files: {
      ...withCard({ ...smallCard, scale: 255 }),
      "m.onnx": linearModel({ height: 8, width: 8, input: "uint8" }),
    },
    line,
    says: [],
  },
  { what: "an output the model lacks", files: withCard({ ...smallCard, output: "embeding" }), line, says: [] },
  { what: "an input the model lacks", files: withCard({ ...smallCard, input: "data" }), line, says: [] },
  { what: "two outputs and no word which", files: withModel(twoOutputs()), line, says: [] },
  { what: "an operator nobody knows", files: withModel(unknownOperator()), line, says: [] },
  { what: "a provider this machine lacks", files: soundPictures, line: `${line} --provider coreml`, says: [] },
];

const wrongCards: readonly WrongInput[] = [
  { what: "a card that is not there", files: soundPictures, line: line.replace("small.json", "card.json"), says: [] },
  { what: "a model for a card", files: soundPictures, line: line.replace("small.json", "m.onnx"), says: [] },
  { what: "a card with a comma missing", files: withCard('{\n  "width": 8\n  "height": 8\n}'), line, says: [] },
  { what: "a card with an unknown field", files: withCard({ ...smallCard, chanels: "BGR" }), line, says: [] },
  {
    what: "a card without its scale",
    files: withCard({ width: 8, height: 8, channels: "RGB", mean: 0 }),
    line,
    says: [],
  },
  { what: "a card that divides by zero", files: withCard({ ...smallCard, scale: 0 }), line, says: [] },
  { what: "a card with other channels", files: withCard({ ...smallCard, channels: "GRAY" }), line, says: [] },
  { what: "a card of an unknown preset", files: withCard({ preset: "magfase" }), line, says: [] },
  { what: "a card that is a list", files: withCard("[8, 8]"), line, says: [] },
];

const without = (name: string) => Object.fromEntries(Object.entries(soundPictures).filter(([path]) => path !== name));
const corrupt = Object.fromEntries(
  Object.keys(soundPictures).map((name) => [
    name,
    name.startsWith("faces/") ? `no picture ${name}` : soundPictures[name],
  ]),
);
const bin = "lfw --model m.onnx --card small.json --data lfw.bin";
const withBin = (content: Uint8Array) => ({ ...soundPictures, "lfw.bin": content });
const fixture = (name: string) => readFileSync(`fixtures/lists/${name}`);

const wrongPictures: readonly WrongInput[] = [
  {
    what: "a folder of pictures that is not there",
    files: soundPictures,
    line: line.replace("faces", "images"),
    says: [],
  },
  { what: "a file for a folder of pictures", files: soundPictures, line: line.replace("faces", "pairs.csv"), says: [] },
  {
    what: "a folder with other pictures",
    files: { ...soundPictures, "other/a.ppm": picture(9) },
    line: line.replace("faces", "other"),
    says: [],
  },
  { what: "pictures none of which can be read", files: corrupt, line, says: [] },
  {
    what: "one corrupt picture and --strict",
    files: { ...soundPictures, "faces/3.ppm": "no picture" },
    line: `${line} --strict`,
    says: [],
  },
  { what: "one missing picture and --strict", files: without("faces/3.ppm"), line: `${line} --strict`, says: [] },
  {
    what: "pictures of another size",
    files: {
      ...soundPictures,
      ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((i) => [`faces/${i}.ppm`, picture(i, 10)])),
    },
    line,
    says: [],
  },
  { what: "landmarks that are not there", files: soundPictures, line: `${line} --landmarks points.txt`, says: [] },
  {
    what: "landmarks of some pictures only",
    files: { ...soundPictures, "points.txt": "0.ppm 1 1 6 1 4 4 2 6 5 6\n" },
    line: `${line} --landmarks points.txt`,
    says: [],
  },
  {
    what: "landmarks with four points",
    files: { ...soundPictures, "points.txt": "0.ppm 1 1 6 1 4 4 2 6\n" },
    line: `${line} --landmarks points.txt`,
    says: [],
  },
  { what: "a data folder that is not there", files: soundPictures, line: bin, says: [] },
  { what: "a folder without LFW in it", files: soundPictures, line: bin.replace("lfw.bin", "faces"), says: [] },
  { what: "a .bin that runs a command", files: withBin(fixture("evil-system-protocol2.bin")), line: bin, says: [] },
  { what: "a .bin that evaluates Python", files: withBin(fixture("evil-eval-protocol4.bin")), line: bin, says: [] },
  { what: "a .bin cut short", files: withBin(fixture("py3-protocol3.bin").subarray(0, 400)), line: bin, says: [] },
  { what: "a .bin of something else", files: withBin(Buffer.from("\x80\x03]q\x00.", "latin1")), line: bin, says: [] },
  { what: "an empty .bin", files: withBin(new Uint8Array()), line: bin, says: [] },
  { what: "a picture for a .bin", files: withBin(picture(1)), line: bin, says: [] },
  { what: "a .bin with fewer pairs than LFW", files: withBin(fixture("py3-protocol3.bin")), line: bin, says: [] },
  {
    what: "nothing to embed there",
    files: soundPictures,
    line: "embed images --model m.onnx --card small.json --out x.npy",
    says: [],
  },
  {
    what: "a folder without pictures to embed",
    files: { ...soundPictures, "empty/notes.md": "" },
    line: "embed empty --model m.onnx --card small.json --out x.npy",
    says: [],
  },
];

const sound = "verify pairs.txt --features feat.list";

const wrongPlaces: readonly WrongInput[] = [
  { what: "a file where results go", files: { ...soundFeatures, results: "mine" }, line: sound, says: [] },
  { what: "results below a file", files: soundFeatures, line: `${sound} --out pairs.txt/results`, says: [] },
  {
    what: "results where nothing can be written",
    files: soundFeatures,
    line: `${sound} --out /proc/results`,
    says: [],
  },
  {
    what: "a folder for the file to write",
    files: soundPictures,
    line: "embed faces --model m.onnx --card small.json --out faces",
    says: [],
  },
  { what: "a file where the cache goes", files: soundPictures, line: `${line} --cache pairs.csv`, says: [] },
  { what: "a cache among other files", files: soundPictures, line: `${line} --cache faces`, says: [] },
  {
    what: "a cache that is none",
    files: { ...soundPictures, "cache/data.mdb": "no database at all" },
    line: `${line} --cache cache`,
    says: [],
  },
  { what: "a cache below a file", files: soundPictures, line: `${line} --cache pairs.csv/cache`, says: [] },
  { what: "a folder of other files to draw into", files: soundPictures, line: "synth faces --out faces", says: [] },
  { what: "a file to draw into", files: soundPictures, line: "synth faces --out pairs.csv", says: [] },
];

export const wrongModelInputs: readonly WrongInput[] = [
  ...wrongModels,
  ...wrongCards,
  ...wrongPictures,
  ...wrongPlaces,
];

/** A model with two vectors of eight numbers. */
function twoOutputs(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "input", shape: ["n", 3, 8, 8] }],
    outputs: [
      { name: "early", shape: ["n", 192] },
      { name: "late", shape: ["n", 192] },
    ],
    weights: [],
    nodes: [
      { op: "Flatten", inputs: ["input"], outputs: ["early"], attributes: { axis: 1 } },
      { op: "Neg", inputs: ["early"], outputs: ["late"] },
    ],
  });
}

function unknownOperator(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "input", shape: ["n", 3, 8, 8] }],
    outputs: [{ name: "embedding", shape: ["n", 192] }],
    weights: [],
    nodes: [{ op: "FaceMagic", inputs: ["input"], outputs: ["embedding"] }],
  });
}

void picturePairs;
