// Mistakes in asking for error versus reject.
import { soundSet } from "./template-files.js";
import { featureList, featureRows, pictureNames, soundFeatures, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const files = soundFeatures;
const pictures = soundPictures;
const line = (more: string) => `erc pairs.txt --features feat.list ${more}`;
const ofPictures = (qualities: string) =>
  `erc pairs.csv --images faces --model m.onnx --card small.json --no-cache --fmr 0.5 --quality ${qualities}`;
const scores = pictureNames.map((name, i) => `${name} ${i}\n`).join("");

const wrongQualities: readonly WrongInput[] = [
  { what: "erc: a quality that is none", files, line: line("--quality magnitud"), says: ['did you mean "magnitude"?'] },
  {
    what: "erc: a measure of pictures where there are none",
    files,
    line: line("--quality piqe"),
    says: ["quality piqe", "needs the pictures", "--features"],
  },
  {
    what: "erc: SER-FIQ where there are no pictures",
    files,
    line: line("--quality ser-fiq"),
    says: ["quality ser-fiq", "needs the pictures"],
  },
  {
    what: "erc: a quality model without its file",
    files: pictures,
    line: ofPictures("onnx"),
    says: ["quality onnx", "which file?", "onnx=FILE"],
  },
  {
    what: "erc: a quality model that is not there",
    files: pictures,
    line: ofPictures("onnx=q.onnx"),
    says: ["q.onnx:", "no such file"],
  },
  {
    what: "erc: variances that no card names",
    files: pictures,
    line: ofPictures("pfe"),
    says: ["no output of variances", '"varianceOutput"'],
  },
  {
    what: "erc: a file where it takes none",
    files: pictures,
    line: ofPictures("piqe=m.json"),
    says: ["quality piqe", "takes no file", '"m.json"'],
  },
  {
    what: "erc: a quality file that is not there",
    files: pictures,
    line: ofPictures("file=q.txt"),
    says: ["q.txt:", "no such file"],
  },
  {
    what: "erc: a quality file with a word for a number",
    files: { ...pictures, "q.txt": scores.replace(" 3\n", " good\n") },
    line: ofPictures("file=q.txt"),
    says: ["q.txt:4:", '"good"'],
  },
  {
    what: "erc: a quality file without any of the images",
    files: { ...pictures, "q.txt": "other.ppm 1\n" },
    line: ofPictures("file=q.txt"),
    says: ["q.txt:"],
  },
];

const wrongSettings: readonly WrongInput[] = [
  { what: "erc: an FMR above 1", files, line: line("--fmr 2"), says: ["--fmr", '"2"'] },
  { what: "erc: an FMR that is no number", files, line: line("--fmr low"), says: ["--fmr", '"low"'] },
  {
    what: "erc: a convention that is none",
    files,
    line: line("--convention iso"),
    says: ['unknown convention "iso"', "expected one of exact, genuine-only"],
  },
  { what: "erc: a rule that is none", files, line: line("--combine median"), says: ["--combine", "min, max, mean"] },
  { what: "erc: neither model nor features", files, line: "erc pairs.txt", says: ["--model", "--features"] },
  {
    what: "erc: features without a magnitude",
    files: {
      ...files,
      "feat.list": featureList(
        featureRows().map((row) => {
          const length = Math.hypot(...row);
          return row.map((value) => value / length);
        }),
      ),
    },
    line: line(""),
    says: ["all 40 embeddings have length 1.000", "expected raw embeddings"],
  },
];

const wrongCells: readonly WrongInput[] = [
  {
    what: "erc: two lists and data of neither",
    files,
    line: "erc lfw cfp --model m.onnx --data faces/",
    says: ["--data faces/", "which list is it of", "NAME=PATH", "lfw, cfp"],
  },
  {
    what: "erc: a list twice",
    files,
    line: "erc pairs.txt pairs.txt --features feat.list",
    says: ['"pairs" is there twice'],
  },
  {
    what: "erc: two data folders for one list",
    files,
    line: "erc lfw --model m.onnx --data a/ b/",
    says: ["--data: 2 given, expected one for each list"],
  },
  {
    what: "erc: features for one of two lists",
    files,
    line: "erc pairs.txt cfp --features pairs=feat.list",
    says: ["--features: none is of cfp", "cfp=FILE"],
  },
  {
    what: "erc: two recognisers of one name",
    files: { ...files, "x/feat.list": files["feat.list"] },
    line: "erc pairs.txt --features feat.list x/feat.list",
    says: ["x/feat.list", 'called "feat"', "--name"],
  },
  {
    what: "erc: more names than recognisers",
    files,
    line: line("--name a b"),
    says: ["--name: 2 given, expected 1, one for each recogniser"],
  },
  {
    what: "erc: a template's option for a pair list",
    files,
    line: line("--template-quality max"),
    says: ["--template-quality: for ijbb and ijbc only"],
  },
  {
    what: "erc: templates without their folder",
    files,
    line: "erc ijbc --features feat.list",
    says: ["ijbc:", "--data DIR", "meta folder"],
  },
  {
    what: "erc: a measure of pictures of templates without pictures",
    files: soundSet,
    line: "erc ijbc --data set --features set/feats.npy --quality piqe --fmr 0.2",
    says: ["quality piqe", "needs the pictures"],
  },
];

export const wrongErc: readonly WrongInput[] = [...wrongQualities, ...wrongSettings, ...wrongCells];
