// Mistakes in pair lists, protocols, features and InsightFace's .bin.
import { readFileSync } from "node:fs";
import { npyBytes } from "../store/npy-files.js";
import { featureList, featureRows, pairList, rowName, soundFeatures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.txt --features feat.list";

/** The sound features with another pair list. */
const withPairs = (content: string | Uint8Array) => ({ ...soundFeatures, "pairs.txt": content });

/** A line of a text replaced, counted from 1. */
function withLine(text: string, number: number, content: string): string {
  const lines = text.split("\n");
  lines[number - 1] = content;
  return lines.join("\n");
}

const wrongPairs: readonly WrongInput[] = [
  { what: "a pair list that is not there", files: { "feat.list": featureList() }, line, says: [] },
  { what: "a folder for a pair list", files: { "feat.list": featureList(), "pairs.txt/1.txt": "" }, line, says: [] },
  { what: "an empty pair list", files: withPairs(""), line, says: [] },
  { what: "a line with a field too few", files: withPairs(withLine(pairList(), 3, "person1/0.jpg 1")), line, says: [] },
  { what: "a label that is none", files: withPairs(withLine(pairList(), 2, "a.jpg b.jpg yes")), line, says: [] },
  {
    what: "two faulty lines",
    files: withPairs(withLine(withLine(pairList(), 2, "a b 7"), 9, "a b")),
    line,
    says: [],
    faults: 2,
  },
  {
    what: "names that some features lack",
    files: withPairs(withLine(pairList(), 2, "nobody.jpg person3/0.jpg 0")),
    line,
    says: [],
  },
  { what: "names that no feature has", files: withPairs("a.jpg b.jpg 1\nc.jpg d.jpg 0\n"), line, says: [] },
  { what: "features for a pair list", files: soundFeatures, line: "verify feat.list --features feat.list", says: [] },
  { what: "an image list for a pair list", files: withPairs("a.jpg\nb.jpg\n"), line, says: [] },
  { what: "a picture for a pair list", files: withPairs(readFileSync("fixtures/images/png-rgb.png")), line, says: [] },
  { what: "columns nobody knows", files: withPairs("query,gallery,decision\na,b,accept\n"), line, says: [] },
  { what: "a CSV row cut short", files: withPairs("a,b,same\nx.jpg,y.jpg\n"), line, says: [] },
  { what: "a quote never closed", files: withPairs('a,b,same\n"x.jpg,y.jpg,1\nu,v,0\n'), line, says: [] },
  { what: "a fold in words", files: withPairs("a,b,same,fold\nx.jpg,y.jpg,1,first\n"), line, says: [] },
  {
    what: "all pairs in one fold",
    files: withPairs("a,b,same,fold\nperson0/0.jpg,person0/1.jpg,1,1\nperson1/0.jpg,person2/1.jpg,0,1\n"),
    line,
    says: [],
  },
  { what: "LFW's list with a line cut short", files: withPairs("1\t1\nAnn\t1\t2\nAnn\t1\tBob\n"), line, says: [] },
  {
    what: "LFW's list with fewer pairs than its first line says",
    files: withPairs("10\t2\nAnn\t1\t2\nAnn\t1\tBob\t1\n"),
    line,
    says: [],
  },
  { what: "LFW with another list", files: soundFeatures, line: "lfw --features feat.list --pairs pairs.txt", says: [] },
  { what: "LFW without its list", files: { "feat.list": featureList() }, line: "lfw --features feat.list", says: [] },
  {
    what: "a folder without LFW in it",
    files: { "faces/a.jpg": "" },
    line: "lfw --data faces --features faces/a.jpg",
    says: [],
  },
  {
    what: "CFP's folder without Protocol",
    files: { "cfp/Data/Images/001/frontal/01.jpg": "", ...soundFeatures },
    line: "cfp --data cfp --features feat.list",
    says: [],
  },
  {
    what: "CFP's Protocol without its splits",
    files: { "cfp/Protocol/Pair_list_F.txt": "1 a.jpg\n", ...soundFeatures },
    line: "verify cfp --features feat.list",
    says: [],
  },
  {
    what: "an AgeDB protocol that is text",
    files: { ...soundFeatures, "04_FINAL_protocol_30_years.mat": "a b 1\n" },
    line: "agedb --data . --features feat.list",
    says: [],
  },
  {
    what: "an AgeDB protocol cut short",
    files: { ...soundFeatures, "p.mat": readFileSync("fixtures/lists/agedb.mat").subarray(0, 300) },
    line: "verify p.mat --features feat.list",
    says: [],
  },
];

const wrongProtocols: readonly WrongInput[] = [
  {
    what: "a protocol that is not there",
    files: soundFeatures,
    line: "verify mine.json --features feat.list",
    says: [],
  },
  {
    what: "a protocol that is no JSON",
    files: { ...soundFeatures, "mine.json": '{\n  "name": "mine"\n  "task": "verification"\n}' },
    line: "verify mine.json --features feat.list",
    says: [],
  },
  {
    what: "a protocol without its pairs",
    files: { ...soundFeatures, "mine.json": '{ "name": "mine", "task": "verification" }' },
    line: "verify mine.json --features feat.list",
    says: [],
  },
  {
    what: "a protocol with an unknown field",
    files: {
      ...soundFeatures,
      "mine.json": '{ "name": "mine", "task": "verification", "pairs": "pairs.txt", "folds": 5 }',
    },
    line: "verify mine.json --features feat.list",
    says: [],
  },
  {
    what: "a protocol of another size",
    files: {
      ...soundFeatures,
      "mine.json": '{ "name": "mine", "task": "verification", "pairs": "pairs.txt", "expected": { "pairs": 50 } }',
    },
    line: "verify mine.json --features feat.list",
    says: [],
  },
  {
    what: "a protocol whose list is elsewhere",
    files: { ...soundFeatures, "mine.json": '{ "name": "mine", "task": "verification", "pairs": "lists/pairs.txt" }' },
    line: "verify mine.json --features feat.list",
    says: [],
  },
];

const rows = featureRows();
const bytesOf = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
const npyLine = "verify pairs.txt --features x.npy";
const withNpy = (content: Uint8Array) => ({ ...soundFeatures, "x.npy": content });
const names = rows.map((_, row) => `${rowName(row)}\n`);

const wrongFeatures: readonly WrongInput[] = [
  { what: "features that are not there", files: { "pairs.txt": pairList() }, line, says: [] },
  { what: "a folder for features", files: { "pairs.txt": pairList(), "feat.list/1": "" }, line, says: [] },
  { what: "empty features", files: { ...soundFeatures, "feat.list": "" }, line, says: [] },
  {
    what: "a short line",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 7, `${rowName(6)} 1 2 3`) },
    line,
    says: [],
  },
  {
    what: "a word among the numbers",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 4, `${rowName(3)} 1 2 3 four 5 6 7 8`) },
    line,
    says: [],
  },
  {
    what: "an image name with a blank",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 5, `Ann Smith.jpg 1 2 3 4 5 6 7 8`) },
    line,
    says: [],
  },
  {
    what: "NaN",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 4, `${rowName(3)} 1 2 3 nan 5 6 7 8`) },
    line,
    says: [],
  },
  {
    what: "a blank line between rows",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 4, "") },
    line,
    says: [],
  },
  {
    what: "a vector of zeros",
    files: { ...soundFeatures, "feat.list": withLine(featureList(), 4, `${rowName(3)} 0 0 0 0 0 0 0 0`) },
    line,
    says: [],
  },
  {
    what: "a wrong number of rows",
    files: { ...soundFeatures, "feat.list": featureList(rows.slice(0, 30)) },
    line,
    says: [],
  },
  { what: "an image list for features", files: { ...soundFeatures, "feat.list": names.join("") }, line, says: [] },
  {
    what: "a pickle for features",
    files: { ...soundFeatures, "feat.list": readFileSync("fixtures/lists/py3-protocol3.bin") },
    line,
    says: [],
  },
  {
    what: "a picture for features",
    files: { ...soundFeatures, "feat.list": readFileSync("fixtures/images/png-rgb.png") },
    line,
    says: [],
  },
  {
    what: "an .npz for features",
    files: withNpy(Buffer.from("PK\x03\x04rest of an archive")),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy cut short",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat().slice(0, 300)))),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy of one dimension",
    files: withNpy(npyBytes("<f4", "320,", bytesOf(rows.flat()))),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy of Python objects",
    files: withNpy(npyBytes("|O", "40, 8", new Uint8Array(9))),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy of whole numbers",
    files: withNpy(npyBytes("<i8", "40, 8", new Uint8Array(40 * 8 * 8))),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy with an infinity",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat().fill(Infinity, 17, 18)))),
    line: npyLine,
    says: [],
  },
  {
    what: "a .npy without names for its rows",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))),
    line: npyLine,
    says: [],
  },
  {
    what: "fewer names than rows",
    files: { ...withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))), "names.txt": names.slice(1).join("") },
    line: `${npyLine} --names names.txt`,
    says: [],
  },
  {
    what: "names that are not there",
    files: withNpy(npyBytes("<f4", "40, 8", bytesOf(rows.flat()))),
    line: `${npyLine} --names names.txt`,
    says: [],
  },
  {
    what: "raw numbers without --dim",
    files: { ...soundFeatures, "feat.bin": bytesOf(rows.flat()) },
    line: "verify pairs.txt --features feat.bin",
    says: [],
  },
  {
    what: "raw numbers with a wrong --dim",
    files: { ...soundFeatures, "feat.bin": bytesOf(rows.flat()) },
    line: "verify pairs.txt --features feat.bin --dim 512",
    says: [],
  },
];

export const wrongLists: readonly WrongInput[] = [...wrongPairs, ...wrongProtocols, ...wrongFeatures];
