// Mistakes in where things are put and looked for.
import { soundFeatures, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const features = "verify pairs.txt --features feat.list";
const model = "verify pairs.csv --images faces --model m.onnx --card small.json";
const embed = "embed faces --model m.onnx --card small.json --out";

export const wrongPlaces: readonly WrongInput[] = [
  {
    what: "a file where results go",
    files: { ...soundFeatures, results: "mine" },
    line: features,
    says: ["results:", "is a file", "expected a folder"],
  },
  {
    what: "results below a file",
    files: soundFeatures,
    line: `${features} --out pairs.txt/results`,
    says: ["pairs.txt:", "is a file", "expected a folder"],
  },
  {
    what: "a folder where one of the results goes",
    files: { ...soundFeatures, "results/pairs/feat/table.md/mine.md": "" },
    line: features,
    says: ["results/pairs/feat/table.md:", "is a folder", "expected a file"],
  },
  {
    what: "results where nothing can be written",
    files: soundFeatures,
    line: `${features} --out /proc/results`,
    says: ["/proc/results:", "no folder can be made here"],
  },
  {
    what: "a folder for the file to write",
    files: { ...soundPictures, "x.list/a": "" },
    line: `${embed} x.list`,
    says: ["x.list:", "is a folder", "expected a file"],
  },
  {
    what: "a folder where the names of the rows go",
    files: { ...soundPictures, "x.txt/a": "" },
    line: `${embed} x.npy`,
    says: ["x.txt:", "is a folder", "expected a file"],
  },
  {
    what: "a file in a folder that is a file",
    files: soundPictures,
    line: `${embed} pairs.csv/x.npy`,
    says: ["pairs.csv:", "is a file", "expected a folder"],
  },
  {
    what: "something to inspect that is not there",
    line: "inspect lfw.bin",
    says: ["lfw.bin:", "no such file or folder"],
  },
  {
    what: "a file where the cache goes",
    files: soundPictures,
    line: `${model} --cache pairs.csv`,
    says: ["pairs.csv:", "is a file", "expected the cache's folder"],
  },
  {
    what: "a cache among other files",
    files: soundPictures,
    line: `${model} --cache faces`,
    says: ["faces:", "other files and no cache", "expected an empty folder or a cache"],
  },
  {
    what: "a cache that is none",
    files: { ...soundPictures, "cache/data.mdb": "no database at all" },
    line: `${model} --cache cache`,
    says: ["cache/data.mdb:", "no LMDB file", "remove its folder"],
  },
  {
    what: "a cache below a file",
    files: soundPictures,
    line: `${model} --cache pairs.csv/cache`,
    says: ["pairs.csv:", "is a file", "expected a folder"],
  },
  {
    what: "no cache yet",
    line: "cache ls --cache cache",
    says: ["cache:", "no cache here", "expected a folder that an earlier run filled"],
  },
  { what: "nothing to prune", line: "cache prune --all --cache cache", says: ["cache:", "no cache here"] },
  { what: "no cache to merge", line: "cache merge other --cache cache", says: ["other:", "no cache here"] },
  {
    what: "a folder of other files to draw into",
    files: soundPictures,
    line: "synth faces --out faces",
    says: ["faces:", "other files", "expected an empty folder"],
  },
  {
    what: "a file to draw into",
    files: soundPictures,
    line: "synth faces --out pairs.csv",
    says: ["pairs.csv:", "is a file", "expected a folder"],
  },
];
