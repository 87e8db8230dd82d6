// Mistakes in the lists of template data: images, pairs, points with scores, galleries and probes.
import { images, linesOf, npyOf, textOf, values, withLines, withList } from "./template-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "ijbc --data set --features set/feats.npy --threads 1 --bootstrap 0";
const search = `${line} --identification`;
const weighed = `${line} --detector-score`;

const [imageLines, pairLines, pointLines] = [linesOf("images"), linesOf("pairs"), linesOf("points")];
const zeroBytes = "holds zero bytes, expected a text list";

const wrongImages: readonly WrongInput[] = [
  ...[
    ["without a medium", "7.jpg 3"],
    ["with a template in words", "7.jpg three 4"],
    ["with a field too many", "7.jpg 3 4 5"],
    ["with a negative medium", "7.jpg 3 -4"],
    ["with a template too large", "7.jpg 4294967296 4"],
  ].map(([what, text]) => ({
    what: `an image ${what}`,
    files: withLines("images", { 7: text }),
    line,
    says: [`ijbc_face_tid_mid.txt:7: "${text}"`, '"name template medium"', "whole numbers"],
  })),
  {
    what: "a list of images that is blank",
    files: withList("images", "\n \n\n"),
    line,
    says: ["ijbc_face_tid_mid.txt: empty", '"name template medium" a line'],
  },
  {
    what: "an image twice in its template",
    files: withLines("images", { 7: imageLines[5] }),
    line,
    says: ['ijbc_face_tid_mid.txt:7: "6.jpg"', "line 6", "expected each image once"],
  },
  {
    what: "a .npy for the list of images",
    files: withList("images", npyOf(values)),
    line,
    says: [`ijbc_face_tid_mid.txt: ${zeroBytes}`],
  },
  {
    what: "a list of images in UTF-16",
    files: withList("images", Buffer.from(`\uFEFF${textOf("images")}`, "utf16le")),
    line,
    says: ["ijbc_face_tid_mid.txt: UTF-16", "expected UTF-8"],
  },
  {
    what: "a list of images with commas",
    files: withList("images", textOf("images").replaceAll(" ", ",")),
    line,
    says: ['ijbc_face_tid_mid.txt:1: "1.jpg,5,44"', `... and ${images - 10} more (${images} in all)`],
    faults: 11,
  },
];

const wrongPairs: readonly WrongInput[] = [
  ...[
    ["without a label", "2 10"],
    ["with a label that is none", "2 10 2"],
    ["with a negative template", "-2 10 1"],
    ["with a field too many", "2 10 1 1"],
  ].map(([what, text]) => ({
    what: `a template pair ${what}`,
    files: withLines("pairs", { 5: text }),
    line,
    says: [`ijbc_template_pair_label.txt:5: "${text}"`, '"template template 0|1"'],
  })),
  ...[
    ["that is in no list", 777],
    ["beyond 2^32", 2 ** 32 + 2],
  ].map(([what, template]) => ({
    what: `a pair with a template ${what}`,
    files: withLines("pairs", { 5: `2 ${template} 0` }),
    line,
    says: [`ijbc_template_pair_label.txt:5: template ${template} has no image`],
  })),
  {
    what: "an empty list of template pairs",
    files: withList("pairs", ""),
    line,
    says: ["ijbc_template_pair_label.txt: empty", '"template template 0|1" a line'],
  },
  {
    what: "twenty faulty pairs",
    files: withLines("pairs", Object.fromEntries(pairLines.slice(0, 20).map((_, i) => [i + 1, "2 10 same"]))),
    line,
    says: ['label.txt:1: "2 10 same"', 'label.txt:10: "2 10 same"', "... and 10 more (20 in all)"],
    faults: 11,
  },
  {
    what: "a .npy for the list of template pairs",
    files: withList("pairs", npyOf(values)),
    line,
    says: [`ijbc_template_pair_label.txt: ${zeroBytes}`],
  },
];

const scoreless = (at: number): string => pointLines[at - 1].replace(/ \S+$/, "");

const wrongPoints: readonly WrongInput[] = [
  {
    what: "points in another order",
    files: withLines("points", { 3: pointLines[3], 4: pointLines[2] }),
    line: weighed,
    says: ['ijbc_name_5pts_score.txt:3: "4.jpg"', 'expected "3.jpg"', "the order of", "ijbc_face_tid_mid.txt"],
  },
  {
    what: "points of all images but one",
    files: withList("points", [...pointLines.slice(0, 9), ...pointLines.slice(10)].join("\n")),
    line: weighed,
    says: ['ijbc_name_5pts_score.txt:10: "11.jpg"', 'expected "10.jpg"'],
  },
  {
    what: "points that end early",
    files: withList("points", pointLines.slice(0, 20).join("\n")),
    line: weighed,
    says: ["ijbc_name_5pts_score.txt: 20 images", `expected ${images}`],
  },
  {
    what: "a detector score in words",
    files: withLines("points", { 9: `${scoreless(9)} high` }),
    line: weighed,
    says: ['ijbc_name_5pts_score.txt:9: "high"', "expected a number"],
  },
  {
    what: "a detector score of zero, and one that overflows",
    files: withLines("points", { 9: `${scoreless(9)} 0`, 12: `${scoreless(12)} 1e60` }),
    line: weighed,
    says: [
      "ijbc_name_5pts_score.txt:9: score 0",
      "ijbc_name_5pts_score.txt:12: score 1e+60",
      "expected a number above 0",
      "that float32 can hold",
    ],
    faults: 2,
  },
  {
    what: "points without a score",
    files: withLines("points", { 9: scoreless(9) }),
    line: weighed,
    says: ["ijbc_name_5pts_score.txt:9: 10 values after the name", "expected 11"],
  },
];

const [head, ...members] = linesOf("first");
const [template, subject] = members[0].split(",");
const gallery = (...rows: readonly string[]) => withList("first", [head, ...members, ...rows].join("\n"));
const added = members.length + 2;

const wrongSearches: readonly WrongInput[] = [
  {
    what: "a gallery without heads",
    files: withList("first", members.join("\n")),
    line: search,
    says: ["ijbc_1N_gallery_G1.csv:1: no column TEMPLATE_ID", `found ${members[0]}`],
  },
  {
    what: "a gallery template of two subjects",
    files: gallery(`${template},77,x.jpg`),
    line: search,
    says: [`G1.csv:${added}: template ${template} is of subject 77`, `expected ${subject} as in line 2`],
  },
  {
    what: "gallery templates without images",
    files: gallery("777,77,x.jpg", "778,77,x.jpg"),
    line: search,
    says: [`G1.csv:${added}: template 777 has no image`, `G1.csv:${added + 1}: template 778 has no image`],
    faults: 2,
  },
  {
    what: "two gallery templates of a subject",
    files: gallery(`10,${subject},x.jpg`),
    line: search,
    says: [`G1.csv:${added}: template 10 is a second one of its subject`, "expected one template a subject"],
  },
  {
    what: "a gallery template that is a probe of another subject",
    files: withList("probes", `${textOf("probes")}${template},77,x.jpg\n`),
    line,
    says: ["ijbc_1N_probe_mixed.csv:", `template ${template} is of subject 77`, "as in", "ijbc_1N_gallery_G1.csv:2"],
  },
  {
    what: "a gallery template in words, and one without a subject",
    files: gallery("one,2,x.jpg", "12"),
    line: search,
    says: [`G1.csv:${added}: template "one" of subject "2"`, `G1.csv:${added + 1}: template "12" of subject ""`],
    faults: 2,
  },
  {
    what: "an empty gallery",
    files: withList("first", `${head}\n`),
    line: search,
    says: ["ijbc_1N_gallery_G1.csv: no templates", "TEMPLATE_ID,SUBJECT_ID"],
  },
  {
    what: "a quote in a gallery that is never closed",
    files: gallery('"10,2,x.jpg'),
    line: search,
    says: [`G1.csv:${added}: a quote that is never closed`],
  },
  {
    what: "a .npy for a list of probes",
    files: withList("probes", npyOf(values)),
    line: search,
    says: [`ijbc_1N_probe_mixed.csv: ${zeroBytes}`],
  },
];

export const wrongTemplateLists: readonly WrongInput[] = [
  ...wrongImages,
  ...wrongPairs,
  ...wrongPoints,
  ...wrongSearches,
];
