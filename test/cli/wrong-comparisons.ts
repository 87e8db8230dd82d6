// Mistakes in asking for a comparison.
import { filesBelow, type Files } from "./command.js";
import { featureResults } from "./compare-files.js";
import { soundFeatures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";
import { join } from "node:path";

const made = filesBelow(join(await featureResults(), "results"));

/** Results of `feat` and `other` on one list, with some files changed. */
function results(change: (name: string, text: string) => string | null = (_, text) => text): Files {
  const files: Record<string, string | Uint8Array> = {};
  for (const [name, bytes] of made) {
    if (!/\.(json|csv)$/.test(name)) continue;
    const text = change(name, bytes.toString());
    if (text !== null) files[`results/${name}`] = text;
  }
  return files;
}

/** With one text of one file replaced. */
const withText = (path: string, from: string | RegExp, to: string): Files =>
  results((name, text) => (name === path ? text.replace(from, to) : text));

const sound = results();
const both = "compare results/pairs/feat results/pairs/other";

export const wrongComparisons: readonly WrongInput[] = [
  { what: "compare: nothing to compare", line: "compare", says: ["compare: <results>", "missing"] },
  {
    what: "compare: results that are not there",
    files: sound,
    line: "compare results/pairs/feat results/pairs/othr",
    says: ["results/pairs/othr:", "no such file or folder"],
  },
  {
    what: "compare: a folder without results",
    files: { ...sound, ...soundFeatures, "faces/a.txt": "" },
    line: "compare results/pairs/feat faces",
    says: ["faces:", "no result.json in it"],
  },
  {
    what: "compare: one model only",
    files: sound,
    line: "compare results/pairs/feat",
    says: ["results of one model only, feat", "two models or more"],
  },
  {
    what: "compare: results of other questions",
    files: withText("pairs/other/result.json", '"name": "pairs"', '"name": "lfw"'),
    line: both,
    says: ["no two models have answered the same question", "pairs (feat)", "lfw (other)"],
  },
  {
    what: "compare: results by another version of the protocol",
    files: withText("pairs/other/result.json", /("name": "pairs", "digest": "sha256:)..../, "$1beef"),
    line: both,
    says: ["results/pairs/other/result.json:", "protocol pairs of digest sha256:beef", "--anyway"],
  },
  {
    what: "compare: results of other pictures",
    files: results((name, text) =>
      name.endsWith("result.json") ? text.replace('"modelName"', '"model": "sha256:1",\n    "modelName"') : text,
    ),
    line: both,
    says: ["results/pairs/other/result.json: data sha256:", "other pictures, labels or folds", "--anyway"],
  },
  {
    what: "compare: features of another pair list of the same name",
    files: withText("pairs/other/pairs.csv", "person2/0.jpg,person2/1.jpg,1", "person2/0.jpg,person3/1.jpg,1"),
    line: both,
    says: ["pair 5 is person2/0.jpg person3/1.jpg (genuine", "expected person2/0.jpg person2/1.jpg", "--anyway"],
  },
  {
    what: "compare: features without the pairs that would tell",
    files: results((name, text) => (name === "pairs/feat/pairs.csv" ? null : text)),
    line: both,
    says: ["results/pairs/other/result.json:", "features have a digest each", "--anyway"],
  },
  {
    what: "compare: pairs of another run",
    files: withText("pairs/other/pairs.csv", /^([^,]+,[^,]+,1,1,)[\d.]+/m, "$1-0.9"),
    line: both,
    says: ["results/pairs/other/pairs.csv:", "genuine pairs accepted for tar@far=", "not of one run"],
  },
  {
    what: "compare: a FAR that the results lack",
    files: sound,
    line: `${both} --far 1e-3`,
    says: ["--far 1e-3", "expected one of 2e-1, 1e-1"],
  },
  {
    what: "compare: a rate of false discoveries above 1",
    files: sound,
    line: `${both} --fdr 5`,
    says: ["--fdr", '"5"'],
  },
  { what: "compare: two rates for one", files: sound, line: `${both} --fdr 0.1,0.2`, says: ["--fdr", "one rate"] },
  {
    what: "compare: pictures of a protocol that is not compared",
    files: sound,
    line: `${both} --data lfw=faces`,
    says: ["--data lfw", "expected one of pairs"],
  },
  {
    what: "compare: pictures that are not there",
    files: sound,
    line: `${both} --data pairs=faces`,
    says: ["--data pairs=faces", "no such file or folder"],
  },
  {
    what: "compare: into a result's folder",
    files: sound,
    line: `${both} --out results/pairs/feat`,
    says: ["--out results/pairs/feat", "holds the result of a run"],
  },
];
