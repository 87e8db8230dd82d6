// Mistakes in pair lists and protocols.
import { readFileSync } from "node:fs";
import { featureList, pairList, soundFeatures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const line = "verify pairs.txt --features feat.list";

/** The sound features with another pair list. */
const withPairs = (content: string | Uint8Array) => ({ ...soundFeatures, "pairs.txt": content });

/** The sound pairs with some lines replaced, counted from 1. */
function withLines(replaced: Readonly<Record<number, string>>) {
  const lines = pairList().split("\n");
  return withPairs(lines.map((text, i) => replaced[i + 1] ?? text).join("\n"));
}

const wrongForms: readonly WrongInput[] = [
  {
    what: "a pair list that is not there",
    files: { "feat.list": featureList() },
    line,
    says: ["pairs.txt:", "no such file"],
  },
  {
    what: "a folder for a pair list",
    files: { "feat.list": featureList(), "pairs.txt/1.txt": "" },
    line,
    says: ["pairs.txt:", "a folder", "expected a pair list"],
  },
  { what: "an empty pair list", files: withPairs(""), line, says: ["pairs.txt:", "empty", "expected a pair list"] },
  {
    what: "features for a pair list",
    files: soundFeatures,
    line: "verify feat.list --features feat.list",
    says: ["feat.list:", "9 fields", "a feature list?", "expected a pair list"],
  },
  {
    what: "an image list for a pair list",
    files: withPairs("a.jpg\nb.jpg\n"),
    line,
    says: ["pairs.txt:", '"a.jpg"', "an image list?", "name name 0|1"],
  },
  {
    what: "a picture for a pair list",
    files: withPairs(readFileSync("fixtures/images/png-rgb.png")),
    line,
    says: ["pairs.txt:", "zero bytes", "expected a text list"],
  },
  {
    what: "a .bin for a pair list",
    files: withPairs(readFileSync("fixtures/lists/py3-protocol3.bin")),
    line,
    says: ["pairs.txt:", "InsightFace .bin", "--data", "expected a pair list"],
  },
  {
    what: "JSON for a pair list",
    files: withPairs('{ "pairs": [] }'),
    line,
    says: ["pairs.txt:", "JSON", "expected a pair list"],
  },
  {
    what: "an Excel file for a pair list",
    files: withPairs("PK\x03\x04\x14\x00"),
    line,
    says: ["pairs.txt:", ".xlsx", "save it as CSV"],
  },
  {
    what: "a pair list in UTF-16",
    files: withPairs(Buffer.from(`\uFEFF${pairList()}`, "utf16le")),
    line,
    says: ["pairs.txt:", "UTF-16", "expected UTF-8"],
  },
  {
    what: "columns nobody knows",
    files: withPairs("query,gallery,decision\na,b,accept\n"),
    line,
    says: ["pairs.txt:", '"query,gallery,decision"', "a,b,same"],
  },
];

const wrongLines: readonly WrongInput[] = [
  {
    what: "a line with a field too few",
    files: withLines({ 3: "person1/0.jpg 1" }),
    line,
    says: ["pairs.txt:3:", "2 fields", "expected 3 (name name 0|1)"],
  },
  {
    what: "a label that is none",
    files: withLines({ 2: "a.jpg b.jpg yes" }),
    line,
    says: ["pairs.txt:2:", '"yes"', "expected 0 or 1"],
  },
  {
    what: "two faulty lines",
    files: withLines({ 2: "a b 7", 9: "a b" }),
    line,
    says: ["pairs.txt:2:", '"7"', "expected 0 or 1", "pairs.txt:9:", "2 fields", "expected 3"],
    faults: 2,
  },
  {
    what: "many faulty lines",
    files: withPairs(pairList().replaceAll(/1$/gm, "same")),
    line,
    says: ["pairs.txt:1:", '"same"', "expected 0 or 1", "10 more (20 in all)"],
    faults: 11,
  },
  {
    what: "a CSV row cut short",
    files: withPairs("a,b,same\nx.jpg,y.jpg\n"),
    line,
    says: ["pairs.txt:2:", "2 fields", "expected at least 3", "a,b,same"],
  },
  {
    what: "a quote never closed",
    files: withPairs('a,b,same\n"x.jpg,y.jpg,1\nu,v,0\n'),
    line,
    says: ["pairs.txt:2:", "quote", "never closed"],
  },
  {
    what: "a CSV label that is none",
    files: withPairs("a,b,same\nx.jpg,y.jpg,maybe\n"),
    line,
    says: ["pairs.txt:2:", '"maybe"', "expected 0/1, true/false"],
  },
  {
    what: "a fold in words",
    files: withPairs("a,b,same,fold\nx.jpg,y.jpg,1,first\n"),
    line,
    says: ["pairs.txt:2:", '"first"', "expected a whole number"],
  },
  {
    what: "LFW's list with a line cut short",
    files: withPairs("1\t1\nAnn\t1\t2\nAnn\t1\tBob\n"),
    line,
    says: ["pairs.txt:3:", '"Bob"', "name1 i name2 j"],
  },
  {
    what: "LFW's list with fewer pairs than its first line says",
    files: withPairs("10\t2\nAnn\t1\t2\nAnn\t1\tBob\t1\n"),
    line,
    says: ["pairs.txt:", "2 pairs", "promises 40"],
  },
];

const wrongMatches: readonly WrongInput[] = [
  {
    what: "a name that the features lack",
    files: withLines({ 2: "nobody.jpg person3/0.jpg 0" }),
    line,
    says: ["pairs.txt:", "1 of 41 names", "feat.list", "nobody.jpg"],
  },
  {
    what: "names that no feature has",
    files: withPairs("a.jpg b.jpg 1\nc.jpg d.jpg 0\n"),
    line,
    says: ["pairs.txt:", "none of its names is in feat.list", '"a.jpg"', '"person0/0.jpg"', "needs 4 rows", "found 40"],
  },
  {
    what: "a name that fits two features",
    files: withLines({ 2: "0.jpg person3/0.jpg 0" }),
    line,
    says: ["pairs.txt:", '"0.jpg"', "person0/0.jpg, person1/0.jpg"],
  },
  {
    what: "LFW with another list",
    files: soundFeatures,
    line: "lfw --features feat.list --pairs pairs.txt",
    says: ["pairs.txt:", "40 pairs", "lfw expects 6,000 pairs"],
  },
  {
    what: "LFW without its list",
    files: { "feat.list": featureList() },
    line: "lfw --features feat.list",
    says: ["no pair list of lfw", "--pairs FILE"],
  },
  {
    what: "features and a folder without LFW's list",
    files: { "faces/a.jpg": "", ...soundFeatures },
    line: "lfw --data faces --features feat.list",
    says: ["faces:", "no pair list of lfw", "--pairs FILE"],
  },
  {
    what: "CFP's folder without Protocol",
    files: { "cfp/Data/Images/001/frontal/01.jpg": "", ...soundFeatures },
    line: "cfp --data cfp --features feat.list",
    says: ["cfp:", "no pair list of cfp", "--pairs FILE"],
  },
  {
    what: "CFP's Protocol without its splits",
    files: { "cfp/Protocol/Pair_list_F.txt": "1 a.jpg\n", ...soundFeatures },
    line: "verify cfp --features feat.list",
    says: ["cfp:", "without CFP's Protocol", "expected a pair list"],
  },
  {
    what: "an AgeDB protocol that is text",
    files: { ...soundFeatures, "04_FINAL_protocol_30_years.mat": "a b 1\n" },
    line: "agedb --data . --features feat.list",
    says: ["04_FINAL_protocol_30_years.mat:", "no Matlab", "expected its header"],
  },
  {
    what: "an AgeDB protocol cut short",
    files: { ...soundFeatures, "p.mat": readFileSync("fixtures/lists/agedb.mat").subarray(0, 300) },
    line: "verify p.mat --features feat.list",
    says: ["p.mat:", "ends inside", "was it copied whole?"],
  },
];

const withProtocol = (content: string | object) => ({
  ...soundFeatures,
  "mine.json": typeof content === "string" ? content : JSON.stringify(content),
});
const mine = "verify mine.json --features feat.list";
const protocol = { name: "mine", task: "verification", pairs: "pairs.txt" };

const wrongProtocols: readonly WrongInput[] = [
  {
    what: "a protocol that is not there",
    files: soundFeatures,
    line: mine,
    says: ["mine.json:", "no such protocol file", "lfw"],
  },
  {
    what: "a protocol that is no JSON",
    files: withProtocol('{\n  "name": "mine"\n  "task": "verification"\n}'),
    line: mine,
    says: ["mine.json:3:", 'found "task"', "expected a comma before it"],
  },
  {
    what: "a protocol without its pairs",
    files: withProtocol({ ...protocol, pairs: undefined }),
    line: mine,
    says: ["mine.json:1:", 'no "pairs"', "expected the path of a pair list"],
  },
  {
    what: "a protocol with an unknown field",
    files: withProtocol('{ "name": "mine", "task": "verification",\n  "pairs": "pairs.txt",\n  "folds": 5 }'),
    line: mine,
    says: ["mine.json:3:", 'unknown field "folds"', "expected one of name, title, task"],
  },
  {
    what: "a protocol of an unknown task",
    files: withProtocol({ ...protocol, task: "verify" }),
    line: mine,
    says: ["mine.json:1:", '"task" must be "verification"', 'found "verify"'],
  },
  {
    what: "a protocol with a blank in its name",
    files: withProtocol({ ...protocol, name: "My set" }),
    line: mine,
    says: ["mine.json:1:", '"name" must be small letters', 'found "My set"'],
  },
  {
    what: "a protocol with a count in words",
    files: withProtocol({ ...protocol, expected: { pairs: "6000" } }),
    line: mine,
    says: ["mine.json:1:", '"expected.pairs" must be a whole number', 'found "6000"'],
  },
  {
    what: "a protocol of another size",
    files: withProtocol({ ...protocol, expected: { pairs: 50 } }),
    line: mine,
    says: ["pairs.txt:", "40 pairs", "mine expects 50 pairs"],
  },
  {
    what: "a protocol whose list is elsewhere",
    files: withProtocol({ ...protocol, pairs: "lists/pairs.txt" }),
    line: mine,
    says: ["lists/pairs.txt:", "no such file"],
  },
];

export const wrongLists: readonly WrongInput[] = [...wrongForms, ...wrongLines, ...wrongMatches, ...wrongProtocols];
