// Mistakes in magnitude studies.
import { featureList, featureRows, picture, smallCard, smallModel, soundFeatures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const person = (name: string, first: number) => ({
  [`faces/${name}/1.ppm`]: picture(first),
  [`faces/${name}/2.ppm`]: picture(first + 1),
});

/** A model whose lengths mean something, and two pictures each of two people. */
const sound = {
  "m.onnx": smallModel,
  "small.json": JSON.stringify({ ...smallCard, magnitude: true }),
  ...person("a", 1),
  ...person("b", 3),
};
const line = "magnitude --model m.onnx --card small.json --data faces";
const features = "magnitude --features feat.list";

const wrongSets: readonly WrongInput[] = [
  { what: "magnitudes of nothing", line: "magnitude", says: ["what makes the embeddings?", "--model", "--features"] },
  {
    what: "magnitudes without pictures",
    files: sound,
    line: "magnitude --model m.onnx",
    says: ["where are the faces?", "--data NAME=DIR"],
  },
  {
    what: "magnitudes of pictures without a model",
    files: sound,
    line: "magnitude --data faces",
    says: ["what makes the embeddings?"],
  },
  {
    what: "features and pictures",
    files: { ...sound, ...soundFeatures },
    line: `${features} --data faces`,
    says: ["--features", "cannot be used with", "--data"],
  },
  {
    what: "a set that is not there",
    files: sound,
    line: `${line} lfw=lwf/`,
    says: ["lwf/:", "no such file or folder"],
  },
  {
    what: "nothing after a set's name",
    files: sound,
    line: `${line} lfw=`,
    says: ["lfw=", "nothing after the equals sign", "NAME=PATH"],
  },
  {
    what: "an empty folder of faces",
    files: { ...sound, "empty/readme.md": "" },
    line: `${line} empty`,
    says: ["empty:", "no images in it"],
  },
  {
    what: "two sets of one name",
    files: sound,
    line: `${line} faces=faces/a`,
    says: ['called "faces"', "names of their own", "NAME=PATH"],
  },
  {
    what: "a set with the name of all",
    files: sound,
    line: `${line.replace("faces", "all=faces")}`,
    says: ['called "all"', "expected another name"],
  },
  {
    what: "a pair list for a set",
    files: {
      ...sound,
      "pairs.txt": "faces/a/1.ppm faces/a/2.ppm 1\nfaces/a/1.ppm faces/b/1.ppm 0\n".replaceAll(".ppm", ".jpg"),
    },
    line: `${line} pairs.txt`,
    says: ["pairs.txt:1:", "is it a pair list?", "pairs.txt:2:"],
    faults: 2,
  },
  {
    what: "pictures that are none in one set of two",
    files: { ...sound, "bad/a/1.jpg": "text", "bad/b/1.jpg": "text" },
    line: `${line} bad`,
    says: ["bad: none of 2 images has an embedding", "a/1.jpg: not an image"],
  },
];

const wrongPeople: readonly WrongInput[] = [
  {
    what: "one picture a person",
    files: { ...sound, "single/a/1.ppm": picture(7), "single/b/1.ppm": picture(8) },
    line: line.replace("--data faces", "--data single"),
    says: ["single:", "one image a subject only", "expected two at least", "--no-cosine"],
  },
  {
    what: "one row of features a person",
    files: { "feat.list": "a/1.jpg 1 2 3\nb/1.jpg 3 4 6\n" },
    line: features,
    says: ["feat:", "one image a subject only", "--no-cosine"],
  },
];

const wrongLengths: readonly WrongInput[] = [
  {
    what: "a card whose lengths mean nothing",
    files: { ...sound, "small.json": JSON.stringify(smallCard) },
    line,
    says: ['card "small"', '"magnitude": false', "--card"],
  },
  {
    what: "unit vectors",
    files: { "feat.list": featureList(featureRows().map((row) => row.map((value) => value / Math.hypot(...row)))) },
    line: features,
    says: ["all 40 embeddings have length 1.000", "normalised", "raw embeddings"],
  },
  {
    what: "features of two models",
    files: { ...soundFeatures, "wide.list": featureList(featureRows().map((row) => [...row, 1])) },
    line: `${features} wide.list`,
    says: ["wide.list: 9 values a row, expected 8 as in feat.list"],
  },
  {
    what: "a feature file that is not there",
    files: soundFeatures,
    line: `${features} lfw=none.list`,
    says: ["none.list:", "no such file"],
  },
  {
    what: "a row of zeros with --strict",
    files: { "feat.list": "a/1.jpg 1 2 3\na/2.jpg 0 0 0\nb/1.jpg 3 4 6\nb/2.jpg 3 4 7\n" },
    line: `${features} --strict`,
    says: ["feat/a/2.jpg: all numbers are 0"],
  },
  { what: "no mean faces", files: sound, line: `${line} --bins 0`, says: ['--bins "0"', "at least 1"] },
];

export const wrongMagnitudes: readonly WrongInput[] = [...wrongSets, ...wrongPeople, ...wrongLengths];
