// Mistakes with templates: what is asked of `ijbb` and `ijbc`, where things are, models, and `prepare`.
import { firstRelease, heads } from "../runs/nist-release.js";
import { beside, images, linesOf, npyOf, soundSet, values, withoutLists } from "./template-files.js";
import { picture, smallCard, smallModel } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";
import { wrongTemplateFeatures } from "./wrong-template-features.js";
import { wrongTemplateLists } from "./wrong-template-lists.js";

const data = "ijbc --data set --threads 1 --bootstrap 0";
const line = `${data} --features set/feats.npy`;
const search = `${line} --identification`;
const weighed = `${line} --detector-score`;

const wrongRequests: readonly WrongInput[] = [
  {
    what: "templates without a data folder",
    files: soundSet,
    line: "ijbc --features set/feats.npy",
    says: ["ijbc:", "--data DIR", "meta folder"],
  },
  { what: "templates without embeddings", files: soundSet, line: data, says: ["--model FILE.onnx", "--features FILE"] },
  {
    what: "features and a model for templates",
    files: soundSet,
    line: `${line} --model m.onnx`,
    says: ["--features", "cannot be used with", "--model"],
  },
  {
    what: "mirror images without features",
    files: soundSet,
    line: `${data} --features-flip set/feats_flip.npy`,
    says: ["--features FILE"],
  },
  { what: "a pooling that is none", line: `${line} --pooling foo`, says: ["--pooling", '"foo"', "magface-plus"] },
  { what: "a pooling twice", line: `${line} --pooling magface,magface`, says: ["--pooling", '"magface"', "twice"] },
  { what: "a norm that is none", line: `${line} --norm unit`, says: ["--norm", '"unit"', "kept, removed"] },
  { what: "a scoring that is none", line: `${line} --scoring l2`, says: ["--scoring", '"l2"', "cosine, qmagface"] },
  {
    what: "a pooling in the environment that is none",
    env: { MAGFACE_EVAL_POOLING: "foo" },
    line,
    says: ["MAGFACE_EVAL_POOLING:", '"foo"', "magface-plus"],
  },
  {
    what: "numbers for features in the config file",
    files: { "magface-eval.config.json": '{ "features": ["set/feats.npy", 3] }' },
    line: data,
    says: ['magface-eval.config.json:1: "features"', "expected a text or a list of texts"],
  },
  {
    what: "a convention that templates do not have",
    files: soundSet,
    line: `${line} --convention insightface`,
    says: ['"insightface"', "expected one of exact, nearest-corner, magface"],
  },
  { what: "a FAR of nothing", line: `${line} --far 0`, says: ["--far", '"0"', "between 0 and 1"] },
  { what: "a FAR of two", line: `${line} --far 1e-4,2`, says: ["--far", '"2"', "between 0 and 1"] },
  {
    what: "replicates below none",
    line: "ijbc --data set --features set/feats.npy --bootstrap -1",
    says: ['--bootstrap "-1"', "whole number"],
  },
  { what: "a switch of templates misspelt", line: `${line} --identificaton`, says: ["Did you mean --identification?"] },
  {
    what: "a data folder without --data",
    line: "ijbc set --features set/feats.npy",
    says: ['ijbc: "set" is a word too many'],
  },
  {
    what: "fewer names than feature files",
    files: soundSet,
    line: `${line} set/feats_flip.npy --name a`,
    says: ["--name: 1 given", "expected 2", "one for each"],
  },
  {
    what: "mirror images of one feature file of two",
    files: soundSet,
    line: `${line} other.npy --features-flip set/feats_flip.npy`,
    says: ["--features-flip: 1 given", "expected 2"],
  },
  {
    what: "two feature files of one name",
    files: beside({ "other/feats.npy": npyOf(values) }),
    line: `${line} other/feats.npy`,
    says: ["other/feats.npy:", '"feats"', "as set/feats.npy is", "--name"],
  },
  {
    what: "a name for two models",
    files: beside({ "other.npy": npyOf(values) }),
    line: `${line} other.npy --name m M`,
    says: ["other.npy:", '"M"', "as set/feats.npy is", "a name of its own"],
  },
  {
    what: "a model that is called as the folder of all",
    files: beside({ "other.npy": npyOf(values) }),
    line: `${line} other.npy --name overlay b`,
    says: ['--name "overlay"', "expected another name"],
  },
  {
    what: "a model of templates that is called as the folder above",
    files: soundSet,
    line: `${line} --name ..`,
    says: ['--name ".."', "expected a name with letters or digits"],
  },
];

const wrongPlaces: readonly WrongInput[] = [
  { what: "template data that are not there", line, says: ["set:", "no such folder"] },
  {
    what: "a file for template data",
    files: soundSet,
    line: "ijbc --data set/feats.npy --features set/feats.npy",
    says: ["set/feats.npy:", "is a file", "expected a folder"],
  },
  {
    what: "template data without meta",
    files: { "set/1.jpg": "", "feats.npy": npyOf(values) },
    line,
    says: ["set:", "no meta/ijbc_face_tid_mid.txt", "InsightFace's release of IJB-C"],
  },
  {
    what: "IJB-C's data for IJB-B",
    files: soundSet,
    line: line.replace("ijbc", "ijbb"),
    says: ["set:", "no meta/ijbb_face_tid_mid.txt", "found ijbc_face_tid_mid.txt", "magface-eval ijbc"],
  },
  {
    what: "template data without pairs",
    files: withoutLists("pairs"),
    line,
    says: ["set:", "no meta/ijbc_template_pair_label.txt", "expected the pairs"],
  },
  {
    what: "identification without its lists",
    files: withoutLists("first", "second", "probes"),
    line: search,
    says: ["set:", "ijbc_1N_gallery_G1.csv", "ijbc_1N_gallery_G2.csv", "ijbc_1N_probe_mixed.csv", "--identification"],
  },
  {
    what: "identification with one gallery",
    files: withoutLists("second"),
    line: search,
    says: ["set: no meta/ijbc_1N_gallery_G2.csv in it", "--identification"],
  },
  {
    what: "identification without probes",
    files: withoutLists("probes"),
    line: search,
    says: ["set: no meta/ijbc_1N_probe_mixed.csv in it"],
  },
  {
    what: "detector scores that are not there",
    files: withoutLists("points"),
    line: weighed,
    says: ["set:", "no meta/ijbc_name_5pts_score.txt", "--detector-score"],
  },
  {
    what: "a file where results of templates go",
    files: beside({ results: "mine" }),
    line,
    says: ["results:", "is a file", "expected a folder"],
  },
  {
    what: "results of templates where nothing can be written",
    files: soundSet,
    line: `${line} --out /proc/results`,
    says: ["/proc/results:", "no folder can be made here"],
  },
  {
    what: "a folder where the scores go",
    files: beside({ "results/ijbc/feats/result.json": "mine", "results/ijbc/feats/scores.npy/mine": "" }),
    line: `${line} --scores`,
    says: ["results/ijbc/feats/scores.npy:", "is a folder", "expected a file"],
  },
  {
    what: "a folder where one of the results goes, with scores",
    files: beside({ "results/ijbc/feats/scores.npy": "mine", "results/ijbc/feats/table.md/mine": "" }),
    line: `${line} --scores`,
    says: ["results/ijbc/feats/table.md:", "is a folder", "expected a file"],
  },
];

const model = `${data} --model m.onnx --card small.json --no-cache --provider cpu`;
const pictures = Object.fromEntries(
  linesOf("images").map((text, i) => [`set/crops/${text.split(" ")[0]}`, picture(i)]),
);
const withModel = { ...soundSet, "m.onnx": smallModel, "small.json": JSON.stringify(smallCard) };
const imageList = (names: readonly string[]) => ({ ...withModel, ...pictures, "set/meta/img.list": names.join("\n") });
const crops = Object.keys(pictures).map((path) => path.slice("set/".length));

const wrongModels: readonly WrongInput[] = [
  {
    what: "a model for template data without pictures",
    files: withModel,
    line: model,
    says: ["face_tid_mid.txt:", "img.list", "loose_crop", "--model"],
  },
  {
    what: "a model for templates that is not there",
    files: soundSet,
    line: `${data} --model x.onnx --no-cache`,
    says: ["x.onnx: no such file"],
  },
  {
    what: "a second model that is not there",
    files: imageList(crops),
    line: model.replace("m.onnx", "m.onnx x.onnx"),
    says: ["x.onnx: no such file"],
  },
  {
    what: "a list of crops that ends early",
    files: imageList(crops.slice(1)),
    line: model,
    says: [`img.list: ${images - 1} images`, `expected ${images}`],
  },
  {
    what: "a list of crops in another order",
    files: imageList([crops[1], crops[0], ...crops.slice(2)]),
    line: model,
    says: ['img.list:1: "crops/2.jpg"', 'expected "1.jpg"'],
  },
];

const prepare = "ijbc prepare nist --to out";
const nist = Object.fromEntries(
  Object.entries(firstRelease).map(([path, text]) => [path.replace("protocols", "nist"), text]),
);
const [matches, second] = ["nist/ijbc_11_G1_G2_matches.csv", "nist/ijbc_1N_gallery_G2.csv"];

const wrongPreparations: readonly WrongInput[] = [
  { what: "protocol files that are not there", line: prepare, says: ["nist: no such folder"] },
  {
    what: "a file for the folder of protocol files",
    files: nist,
    line: prepare.replace("nist", matches),
    says: [`${matches}: is a file`, "expected a folder"],
  },
  { what: "no folder of protocol files", line: "ijbc prepare --to out", says: ["ijbc prepare: <dir> is missing"] },
  {
    what: "no place for the meta files",
    files: nist,
    line: "ijbc prepare nist",
    says: ["ijbc prepare: --to <dir> is missing"],
  },
  {
    what: "a file where the meta files go",
    files: { ...nist, out: "mine" },
    line: prepare,
    says: ["out: is a file", "expected a folder"],
  },
  {
    what: "IJB-C's protocol files for IJB-B",
    files: nist,
    line: prepare.replace("ijbc", "ijbb"),
    says: ["nist: no ijbb_1N_gallery_S1.csv"],
  },
  {
    what: "meta files of the other set in the folder",
    files: { ...nist, "out/meta/ijbb_face_tid_mid.txt": "mine" },
    line: prepare,
    says: ["ijbb_face_tid_mid.txt: of another set"],
  },
  {
    what: "a protocol file without a column",
    files: { ...nist, [second]: heads.replace("SUBJECT_ID", "SUBJEKT_ID") },
    line: prepare,
    says: [`${second}:1:`, '"SUBJEKT_ID"', 'did you mean "SUBJECT_ID"?'],
  },
  {
    what: "a .npy for a protocol file",
    files: { ...nist, [second]: npyOf(values) },
    line: prepare,
    says: [`${second}: holds zero bytes, expected a text list`],
  },
  {
    what: "a .npy for the matches",
    files: { ...nist, [matches]: npyOf(values) },
    line: prepare,
    says: [`${matches}: holds zero bytes, expected a text list`],
  },
  {
    what: "matches of unknown templates",
    files: { ...nist, [matches]: "1,30\n1,99\n".repeat(12) },
    line: prepare,
    says: [`${matches}:2: template 99`, "... and 2 more (12 in all)"],
    faults: 11,
  },
];

export const wrongTemplates: readonly WrongInput[] = [
  ...wrongRequests,
  ...wrongPlaces,
  ...wrongTemplateLists,
  ...wrongTemplateFeatures,
  ...wrongModels,
  ...wrongPreparations,
];
