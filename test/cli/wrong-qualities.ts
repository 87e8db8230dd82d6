// Mistakes in asking for qualities of images.
import { picture, pictureNames, smallModel, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const files = { ...soundPictures, "flat.json": "{}" };
const line = (qualities: string, more = "") => `quality faces --no-cache --quality ${qualities} ${more}`;
const niqe = { patchSize: 24, images: 9, patches: 9, mean: new Array(36).fill(0), covariance: identity(36) };

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)));
}

const wrongSpecs: readonly WrongInput[] = [
  { what: "a quality that is none", files, line: line("sharpness"), says: ['quality "sharpness"', "expected one of"] },
  { what: "a quality misspelt", files, line: line("piqu"), says: ['quality "piqu"', 'did you mean "piqe"?'] },
  {
    what: "a quality of pairs",
    files,
    line: line("oracle"),
    says: ["quality oracle", "pairs", "expected one of images"],
  },
  { what: "a quality twice", files, line: line("piqe,piqe"), says: ["quality piqe", "twice"] },
  {
    what: "two models of one name",
    files: { ...files, "a/m.onnx": smallModel, "b/m.onnx": smallModel },
    line: line("magnitude=a/m.onnx,magnitude=b/m.onnx"),
    says: ["quality magnitude=m", "twice"],
  },
  {
    what: "a magnitude without a model",
    files,
    line: line("magnitude"),
    says: ["quality magnitude", "by which model?", "--model FILE.onnx", "magnitude=FILE.onnx"],
  },
  {
    what: "a magnitude by a model that is not there",
    files,
    line: line("magnitude=n.onnx"),
    says: ["n.onnx:", "no such file"],
  },
  {
    what: "a model for magnitudes that is not there",
    files,
    line: "quality faces --model n.onnx",
    says: ["n.onnx:", "no such file"],
  },
  { what: "NIQE without a model", files, line: line("niqe"), says: ["quality niqe", "which file?", "niqe=FILE"] },
  { what: "NIQE by a model that is not there", files, line: line("niqe=n.json"), says: ["n.json:", "no such file"] },
  {
    what: "NIQE by a file that is no model",
    files,
    line: line("niqe=flat.json"),
    says: ["flat.json:", "no NIQE model", "quality fit-niqe"],
  },
  {
    what: "NIQE by a model with patches of a size that cannot be",
    files: { ...files, "n.json": JSON.stringify({ ...niqe, patchSize: 20 }) },
    line: line("niqe=n.json"),
    says: ["n.json:", "no NIQE model"],
  },
  {
    what: "NIQE of pictures smaller than a patch",
    files: { ...files, "n.json": JSON.stringify(niqe) },
    line: line("niqe=n.json"),
    says: ["faces/0.ppm:", "8x8 pixels", "expected at least 24x24", "7 more of 8"],
  },
  {
    what: "BRISQUE by one file",
    files,
    line: line("brisque=model.yml"),
    says: ["brisque=model", "two files", "model.yml+range.yml"],
  },
  {
    what: "BRISQUE by files that are not there",
    files,
    line: line("brisque=a.yml+b.yml"),
    says: ["a.yml:", "no such file"],
  },
  { what: "a quality file that is not there", files, line: line("file=q.csv"), says: ["q.csv:", "no such file"] },
  {
    what: "a column that a quality file lacks",
    files: { ...files, "q.csv": "name,one,two\nfaces/0.ppm,1,2\n" },
    line: line("file=q.csv:three"),
    says: ["q.csv:", 'no column "three"', "one of one, two"],
  },
  {
    what: "a quality file of other pictures",
    files: { ...files, "q.csv": "name,one\nother.jpg,1\n" },
    line: line("file=q.csv"),
    says: ["q.csv:", "none of its images", '"other.jpg" here', '"faces/0.ppm" there'],
  },
  {
    what: "magnitudes that mean nothing",
    files: { ...files, "m.card.json": JSON.stringify({ width: 8, height: 8, channels: "RGB", mean: 0, scale: 1 }) },
    line: "quality faces --model m.onnx --no-cache",
    says: ["quality magnitude", "mean nothing", "card"],
  },
];

const wrongPaths: readonly WrongInput[] = [
  { what: "no pictures to judge", line: "quality --quality piqe", says: ["quality: <path>", "missing", "images"] },
  {
    what: "pictures to judge that are not there",
    files,
    line: "quality face",
    says: ["face:", "no such file or folder"],
  },
  {
    what: "a folder without pictures to judge",
    files: { "empty/notes.md": "" },
    line: "quality empty",
    says: ["empty:", "no images in it"],
  },
  {
    what: "a corrupt picture to judge",
    files: { "face.jpg": "oops" },
    line: "quality face.jpg --no-cache",
    says: ["face.jpg:", "not an image", '"oops"'],
  },
  {
    what: "one corrupt picture to judge and --strict",
    files: { ...files, "faces/3.ppm": "oops" },
    line: line("piqe", "--strict"),
    says: ["faces/3.ppm:", "not an image"],
  },
  {
    what: "one name for two pictures",
    files: { "a/0.ppm": picture(1), "b/0.ppm": picture(2), "a/img.list": "0.ppm\n", "b/img.list": "0.ppm\n" },
    line: "quality a/img.list b/img.list",
    says: ['"0.ppm"', "a/0.ppm and b/0.ppm", "give their folders"],
  },
  {
    what: "results among the pictures",
    files,
    line: line("piqe", "--out faces/q"),
    says: ["--out faces/q", "lies in faces", "expected a folder elsewhere"],
  },
  {
    what: "results in place of a file",
    files,
    line: line("piqe", "--out flat.json"),
    says: ["flat.json:", "is a file", "expected a folder"],
  },
];

const wrongChoices: readonly WrongInput[] = [
  {
    what: "an order by a quality that is not asked for",
    files,
    line: line("piqe", "--sort magnitude"),
    says: ['--sort "magnitude"', "no such quality here", "expected one of piqe"],
  },
  {
    what: "an order misspelt",
    files,
    line: line("piqe,random", "--sort radnom"),
    says: ['--sort "radnom"', 'did you mean "random"?'],
  },
  {
    what: "an order by one of two of a kind",
    files,
    line: line("magnitude=a.onnx,magnitude=b.onnx", "--sort magnitude"),
    says: ['--sort "magnitude"', "fits several", "magnitude=a, magnitude=b"],
  },
  {
    what: "the worst none",
    files,
    line: line("piqe", "--worst 0"),
    says: ['--worst "0"', "whole number of at least 1"],
  },
  { what: "the best none", files, line: line("piqe", "--best 0"), says: ['--best "0"', "whole number of at least 1"] },
  {
    what: "the best and the worst",
    files,
    line: line("piqe", "--best 1 --worst 1"),
    says: ["--best <n>", "cannot be used with", "--worst <n>"],
  },
];

const fit = (more: string) => `quality fit-niqe faces ${more}`;

const wrongFits: readonly WrongInput[] = [
  { what: "a NIQE model without a file", files, line: fit(""), says: ["quality fit-niqe: --out <file>", "missing"] },
  {
    what: "a NIQE model of nothing",
    files,
    line: "quality fit-niqe --out n.json",
    says: ["quality fit-niqe: <path>", "missing", "good images"],
  },
  {
    what: "patches of no multiple of eight",
    files,
    line: fit("--patch-size 20 --out n.json"),
    says: ['--patch-size "20"', "multiple of 8"],
  },
  {
    what: "patches of nothing",
    files,
    line: fit("--patch-size 0 --out n.json"),
    says: ['--patch-size "0"', "at least 8"],
  },
  {
    what: "a NIQE model of small pictures",
    files,
    line: fit("--patch-size 16 --out n.json"),
    says: ["faces/0.ppm:", "8x8 pixels", "expected at least 16x16", "7 more of 8"],
  },
  {
    what: "a NIQE model of pictures that cannot be read",
    files: { ...files, ...Object.fromEntries(pictureNames.map((name) => [`faces/${name}`, "oops"])) },
    line: fit("--out n.json"),
    says: ["faces/0.ppm:", "not an image", "none of 8 images can be read"],
  },
  {
    what: "a NIQE model of one picture",
    files,
    line: "quality fit-niqe faces/0.ppm --out n.json",
    says: ["1 patch", "1 image", "expected at least 2"],
  },
  {
    what: "a NIQE model over a picture",
    files,
    line: fit("--out faces/0.ppm"),
    says: ["--out faces/0.ppm", "write over faces/0.ppm", "another name"],
  },
  {
    what: "options before fit-niqe",
    files,
    line: "quality --threads 2 fit-niqe faces --out n.json",
    says: ["--threads", "after fit-niqe"],
  },
];

export const wrongQualities: readonly WrongInput[] = [...wrongSpecs, ...wrongPaths, ...wrongChoices, ...wrongFits];
