// Mistakes in features that are brought in place of a model.
import { readFileSync } from "node:fs";
import { npyBytes } from "../store/npy-files.js";
import { featureList, featureRows, pairList, rowName, smallModel, soundFeatures, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.txt --features feat.list";

const bytesOf = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
const withFeatures = (content: string | Uint8Array) => ({ ...soundFeatures, "feat.list": content });

/** The sound features with one line replaced, counted from 1. */
function withLine(number: number, content: string) {
  const lines = featureList().split("\n");
  lines[number - 1] = content;
  return withFeatures(lines.join("\n"));
}

const rows = featureRows();
const names = rows.map((_, row) => `${rowName(row)}\n`);

const wrongTexts: readonly WrongInput[] = [
  {
    what: "features that are not there",
    files: { "pairs.txt": pairList() },
    line,
    says: ["feat.list:", "no such file"],
  },
  {
    what: "a folder for features",
    files: { "pairs.txt": pairList(), "feat.list/1": "" },
    line,
    says: ["feat.list:", "is a folder", "expected a file"],
  },
  {
    what: "empty features",
    files: withFeatures(""),
    line,
    says: ["feat.list:", "empty", 'expected lines "name f1 .. fn"'],
  },
  {
    what: "a short line",
    files: withLine(7, `${rowName(6)} 1 2 3`),
    line,
    says: ["feat.list:7:", "3 values", "expected 8"],
  },
  {
    what: "a word among the numbers",
    files: withLine(4, `${rowName(3)} 1 2 3 four 5 6 7 8`),
    line,
    says: ["feat.list:4:", '"four"', "expected a number"],
  },
  {
    what: "an image name with a blank",
    files: withLine(5, `Ann Smith.jpg 1 2 3 4 5 6 7 8`),
    line,
    says: ["feat.list:5:", '"Smith.jpg"', "no blanks"],
  },
  {
    what: "NaN",
    files: withLine(4, `${rowName(3)} 1 2 3 nan 5 6 7 8`),
    line,
    says: ["feat.list:4:", '"nan"', "expected a finite float32"],
  },
  {
    what: "a blank line between rows",
    files: withLine(4, ""),
    line,
    says: ["feat.list:4:", "blank line", "expected a row"],
  },
  {
    what: "a vector of zeros",
    files: withLine(4, `${rowName(3)} 0 0 0 0 0 0 0 0`),
    line,
    says: [rowName(3), "all numbers are 0", "expected a direction"],
  },
  {
    what: "rows cut off",
    files: withFeatures(featureList(rows.slice(0, 30))),
    line,
    says: ["pairs.txt:", "10 of 40 names", "feat.list", rowName(30)],
  },
  {
    what: "commas between the numbers",
    files: withFeatures(featureList().replaceAll(" ", ",")),
    line,
    says: ["feat.list:1:", "no values", "commas?", 'expected "name f1 .. fn" parted by blanks'],
  },
  {
    what: "an image list for features",
    files: withFeatures(names.join("")),
    line,
    says: ["feat.list:1:", "no values", 'expected "name f1 .. fn"'],
  },
];

const wrongForms: readonly WrongInput[] = [
  {
    what: "a pickle for features",
    files: withFeatures(readFileSync("fixtures/lists/py3-protocol3.bin")),
    line,
    says: ["feat.list:", "a pickle", "expected features", ".npy"],
  },
  {
    what: "a picture for features",
    files: withFeatures(readFileSync("fixtures/images/png-rgb.png")),
    line,
    says: ["feat.list:", "neither text nor .npy"],
  },
  {
    what: "a model for features",
    files: withFeatures(smallModel),
    line,
    says: ["feat.list:", "neither text nor .npy"],
  },
  {
    what: "raw numbers without --dim",
    files: withFeatures(bytesOf(rows.flat())),
    line,
    says: ["feat.list:", "neither text nor .npy", "--dim N"],
  },
  {
    what: "raw numbers with a wrong --dim",
    files: withFeatures(bytesOf(rows.flat())),
    line: `${line} --dim 512`,
    says: ["feat.list:", "1280 bytes", "expected a multiple of 2048"],
  },
  {
    what: "a text list with --names",
    files: { ...soundFeatures, "names.txt": names.join("") },
    line: `${line} --names names.txt`,
    says: ["feat.list:", "names of its own", "expected .npy or raw float32 beside --names"],
  },
  {
    what: "a text list with --dim",
    files: soundFeatures,
    line: `${line} --dim 8`,
    says: ["feat.list:", "a text list", "needs no --dim"],
  },
];

const npyLine = "verify pairs.txt --features x.npy";
const withNpy = (content: Uint8Array) => ({ ...soundFeatures, "x.npy": content });

const wrongArrays: readonly WrongInput[] = [
  {
    what: "an .npz for features",
    files: withNpy(Buffer.from("PK\x03\x04rest of an archive")),
    line: npyLine,
    says: ["x.npy:", ".npz archive", "np.save"],
  },
  {
    what: "a .npy cut short",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat().slice(0, 300)))),
    line: npyLine,
    says: ["x.npy:", "1200 bytes", "expected 1280"],
  },
  {
    what: "a .npy of one dimension",
    files: withNpy(npyBytes("<f4", "320,", bytesOf(rows.flat()))),
    line: npyLine,
    says: ["x.npy:", "shape (320)", "expected (rows, values a row)"],
  },
  {
    what: "a .npy of Python objects",
    files: withNpy(npyBytes("|O", "40, 8", new Uint8Array(9))),
    line: npyLine,
    says: ["x.npy:", "Python objects", "expected numbers"],
  },
  {
    what: "a .npy of whole numbers",
    files: withNpy(npyBytes("<i8", "40, 8", new Uint8Array(40 * 8 * 8))),
    line: npyLine,
    says: ["x.npy:", '"i8"', "expected one of f2, f4, f8"],
  },
  {
    what: "a .npy with an infinity",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat().fill(Infinity, 17, 18)))),
    line: npyLine,
    says: ["x.npy:", "row 2, column 1", "Infinity", "expected a finite float32"],
  },
  {
    what: "a .npy without names for its rows",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))),
    line: npyLine,
    says: ["x.npy:", "40 rows without names", "--names FILE", "pairs.txt"],
  },
  {
    what: "fewer names than rows",
    files: { ...withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))), "names.txt": names.slice(1).join("") },
    line: `${npyLine} --names names.txt`,
    says: ["names.txt:", "39 names", "expected 40", "x.npy"],
  },
  {
    what: "names that are not there",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))),
    line: `${npyLine} --names names.txt`,
    says: ["names.txt:", "no such file"],
  },
];

/** What says something of a model, beside features; and the other way about. */
const wrongCompany: readonly WrongInput[] = [
  ...["--preset magface", "--card small.json", "--batch 8", "--flip sum", "--resize", "--landmarks points.txt"].map(
    (option) => ({
      what: `${option} beside features`,
      files: soundFeatures,
      line: `${line} ${option}`,
      says: ["--features <file>", "cannot be used with", option.split(" ")[0]],
    }),
  ),
  ...["--names names.txt", "--dim 8"].map((option) => ({
    what: `${option} beside a model`,
    files: soundPictures,
    line: `verify pairs.csv --images faces --model m.onnx --card small.json ${option}`,
    says: [option.split(" ")[0], "cannot be used with", "--model <file>"],
  })),
  ...["erc lfw", "ijbc --data ijbc", "magnitude"].map((verb) => ({
    what: `a preset beside features of ${verb}`,
    line: `${verb} --features feat.list --preset magface`,
    says: ["--features", "cannot be used with", "--preset <name>"],
  })),
  ...["erc lfw --dim 8", "ijbb --features-flip x.npy", "ijbb --names x.txt", "magnitude --dim 8"].map((words) => ({
    what: `${words} beside a model`,
    line: `${words} --model m.onnx`,
    says: [words.split(" ").find((word) => word.startsWith("--"))!, "cannot be used with", "--model"],
  })),
];

export const wrongFeatures: readonly WrongInput[] = [...wrongTexts, ...wrongForms, ...wrongArrays, ...wrongCompany];
