// Mistakes in the features of template data: arrays, raw numbers, lists, mirror images.
import { readFileSync } from "node:fs";
import { npyBytes } from "../store/npy-files.js";
import {
  beside,
  bytesOf,
  dim,
  featureLines,
  images,
  linesOf,
  npyOf,
  npyWith,
  soundSet,
  values,
  withList,
} from "./template-files.js";
import type { WrongInput } from "./wrong-input.js";

const data = "ijbc --data set --threads 1 --bootstrap 0";
const line = `${data} --features set/feats.npy`;

const fewer = values.subarray(0, (images - 1) * dim);
const more = Float32Array.of(...values, ...values.subarray(0, dim));
const fromFile = (name: string, content: string | Uint8Array, options = "") => ({
  files: beside({ [name]: content }),
  line: `${data} --features ${name}${options}`,
});
const withFlip = (name: string, content: string | Uint8Array) => ({
  files: beside({ [name]: content }),
  line: `${line} --features-flip ${name}`,
});

const wrongArrays: readonly WrongInput[] = [
  {
    what: "features of templates that are not there",
    files: soundSet,
    line: `${data} --features x.npy`,
    says: ["x.npy: no such file"],
  },
  {
    what: "a folder for features of templates",
    files: soundSet,
    line: `${data} --features set/meta`,
    says: ["set/meta: is a folder"],
  },
  {
    what: "a row too few",
    ...fromFile("x.npy", npyOf(fewer)),
    says: [`x.npy: ${images - 1} rows`, `expected ${images}`, "face_tid_mid"],
  },
  {
    what: "a row too many",
    ...fromFile("x.npy", npyOf(more)),
    says: [`x.npy: ${images + 1} rows`, `expected ${images}`],
  },
  {
    what: "a .npy of templates cut short",
    ...fromFile("x.npy", npyOf(values).subarray(0, 5000)),
    says: ["x.npy: truncated", "4872 bytes", `expected ${values.byteLength}`],
  },
  {
    what: "a .npy of templates of whole numbers",
    ...fromFile("x.npy", npyBytes("<i4", `${images}, ${dim}`, bytesOf(values))),
    says: ['x.npy: elements of type "i4"', "f2, f4, f8"],
  },
  {
    what: "a .npy of templates of one dimension",
    ...fromFile("x.npy", npyBytes("<f4", `${values.length},`, bytesOf(values))),
    says: [`x.npy: an array of shape (${values.length})`],
  },
  {
    what: "NaN in the middle of a .npy",
    ...fromFile(
      "x.npy",
      npyWith((copy) => (copy[100 * dim + 3] = NaN)),
    ),
    says: ["x.npy:101:", '"101.jpg"', "not all values are finite"],
  },
  {
    what: "NaN in twelve rows of a .npy",
    ...fromFile(
      "x.npy",
      npyWith((copy) => [...Array(12).keys()].forEach((row) => (copy[row * dim] = NaN))),
    ),
    says: ['x.npy:1: embedding of "1.jpg"', "... and 2 more (12 in all)"],
    faults: 11,
  },
  {
    what: "a row of zeros in a .npy",
    ...fromFile(
      "x.npy",
      npyWith((copy) => copy.fill(0, 100 * dim, 101 * dim)),
    ),
    says: ["x.npy:101:", '"101.jpg"', "all values are 0, expected a direction"],
  },
  {
    what: "a template whose images cancel out",
    ...cancelling(),
    says: ["x.npy: 1 template without direction", "cancel out"],
  },
  {
    what: "raw features of templates without --dim",
    ...fromFile("x.bin", bytesOf(values)),
    says: ["x.bin: neither text nor .npy", "--dim N"],
  },
  {
    what: "raw features of templates with a wrong --dim",
    ...fromFile("x.bin", bytesOf(values), " --dim 9"),
    says: ["x.bin:", "expected a multiple of 36"],
  },
  {
    what: "raw features of templates with half the --dim",
    ...fromFile("x.bin", bytesOf(values), " --dim 4"),
    says: [`x.bin: ${2 * images} rows`, `expected ${images}`],
  },
  {
    what: "a --dim that the .npy contradicts",
    files: soundSet,
    line: `${line} --dim 512`,
    says: [`set/feats.npy: ${dim} values a row`, "expected 512 as --dim says"],
  },
  {
    what: "too few names of rows",
    ...fromFile("x.npy", npyOf(values), " --names n.txt"),
    files: beside({ "x.npy": npyOf(values), "n.txt": "1.jpg\n" }),
    says: ["n.txt: 1 names", `expected ${images}`, "x.npy"],
  },
  {
    what: "a pickle for features of templates",
    ...fromFile("x.pkl", readFileSync("fixtures/lists/py3-protocol3.bin")),
    says: ["x.pkl: a pickle"],
  },
  {
    what: "an .npz for features of templates",
    ...fromFile("x.npz", Buffer.from("PK\x03\x04rest")),
    says: ["x.npz:", ".npz archive", "np.save"],
  },
  {
    what: "a model after --features",
    ...fromFile("m.onnx", Buffer.from("\b\x08:\x05torch words enough")),
    says: ["m.onnx: neither text nor .npy"],
  },
  {
    what: "mirror images of another dimension",
    ...withFlip("x.npy", npyOf(values.subarray(0, images * 4), 4)),
    says: ["x.npy: 4 values a row", `expected ${dim} as in set/feats.npy`],
  },
  {
    what: "a mirror image too few",
    ...withFlip("x.npy", npyOf(fewer)),
    says: [`x.npy: ${images - 1} rows`, `expected ${images}`],
  },
  {
    what: "NaN among the mirror images",
    ...withFlip(
      "x.npy",
      npyWith((copy) => (copy[100 * dim] = NaN)),
    ),
    says: ['x.npy:101: embedding of "101.jpg"', "not all values are finite"],
  },
  {
    what: "mirror images that are the negatives",
    ...withFlip(
      "x.npy",
      npyWith((copy) => copy.forEach((value, i) => i < dim && (copy[i] = -value))),
    ),
    says: ['set/feats.npy:1: embedding of "1.jpg"', "0 when its mirror image's is added"],
  },
  {
    what: "a second feature file that is not there",
    files: soundSet,
    line: `${line} x.npy`,
    says: ["x.npy: no such file"],
  },
  {
    what: "a second feature file cut short",
    files: beside({ "x.npy": npyOf(values).subarray(0, 5000) }),
    line: `${line} x.npy`,
    says: ["x.npy: truncated"],
  },
];

/** Two images of one template and medium, one the negative of the other. */
function cancelling() {
  const lines = [...linesOf("images").slice(0, -2), "a.jpg 778 1", "b.jpg 778 1"];
  const changed = npyWith((copy) =>
    copy.subarray(-dim).forEach((_, i, row) => (row[i] = -copy[copy.length - 2 * dim + i])),
  );
  return { files: { ...withList("images", lines.join("\n")), "x.npy": changed }, line: `${data} --features x.npy` };
}

const rows = featureLines();
const short = "9.jpg 1 2 3\n";
const listed = (replaced: Readonly<Record<number, string>>, flip = "") => {
  const lines = rows.map((row, i) => replaced[i + 1] ?? row);
  return fromFile("x.list", lines.join(""), flip);
};

const wrongFeatureLists: readonly WrongInput[] = [
  {
    what: "an image missing in a list",
    ...listed({ 100: "" }),
    says: ["x.list: 1 of 469 images", '"100.jpg" the first'],
  },
  {
    what: "an image in a list that no template has",
    ...listed({ 100: rows[99].replace("100", "who") }),
    says: ['x.list:100: "who.jpg" is no image of', "face_tid_mid"],
  },
  { what: "an image twice in a list", ...listed({ 100: rows[98] }), says: ['x.list:100: "99.jpg" is there twice'] },
  {
    what: "a list of other images",
    ...fromFile("x.list", rows.map((row) => `x${row}`).join("")),
    says: ['x.list:1: "x1.jpg" is no image', `(${images} in all)`],
    faults: 11,
  },
  {
    what: "a short line in a list, an unknown image behind it",
    ...listed({ 9: short, 12: rows[11].replace("12", "who") }),
    says: ["x.list:9: found 3 values", `expected ${dim}`],
  },
  {
    what: "a blank line in a list, an unknown image behind it",
    ...listed({ 9: "\n", 12: rows[11].replace("12", "who") }),
    says: ["x.list:9: blank line"],
  },
  {
    what: "a short line in a list beside mirror images",
    ...listed({ 9: short }, " --features-flip set/feats_flip.npy"),
    says: ["x.list:9: found 3 values"],
  },
  {
    what: "a short line in the list of mirror images",
    ...withFlip("x.list", rows.with(8, short).join("")),
    says: ["x.list:9: found 3 values"],
  },
  {
    what: "mirror images in another order",
    ...withFlip("x.list", [rows[1], rows[0], ...rows.slice(2)].join("")),
    says: ['x.list:1: "2.jpg"', 'expected "1.jpg" as in set/feats.npy'],
  },
  {
    what: "a list with --names",
    files: beside({ "x.list": rows.join("") }),
    line: `${data} --features x.list --names set/feats.txt`,
    says: ["x.list: a text list", "names of its own"],
  },
];

export const wrongTemplateFeatures: readonly WrongInput[] = [...wrongArrays, ...wrongFeatureLists];
