// Mistakes in the command line, the environment and the config file.
import { soundFeatures, soundPictures } from "./user-files.js";
import type { WrongInput } from "./wrong-input.js";

const sound = "verify pairs.txt --features feat.list";
const withModel = "verify pairs.csv --images faces --model m.onnx --card small.json";

const wrongVerbs: readonly WrongInput[] = [
  { what: "a verb misspelt", line: "lwf --model m.onnx --data lfw", says: ["'lwf'", "lfw?"] },
  {
    what: "a verb that is none",
    line: "evaluate lfw",
    says: ["'evaluate'", "expected one of lfw, cfp, agedb,", "demo"],
  },
  {
    what: "an option before the verb",
    line: "--model m.onnx lfw",
    says: ["--model:", "options come after the verb", "magface-eval VERB --model"],
  },
  { what: "help for no verb", line: "help lfv", says: ["'lfv'", "expected one of lfw, cfp"] },
  { what: "a cache verb misspelt", line: "cache lst", says: ["'lst'", "ls?"] },
  { what: "no cache verb", line: "cache", says: ["cache:", "one of ls, info, verify, prune, export, merge"] },
];

const wrongWords: readonly WrongInput[] = [
  { what: "an option misspelt", line: "lfw --modle m.onnx", says: ["'--modle'", "--model?"] },
  { what: "an option with one dash", line: "lfw -model m.onnx", says: ["'-model'", "--model"] },
  {
    what: "an option of another verb",
    line: "inspect lfw.bin --bootstrap 5",
    says: ["'--bootstrap'", "magface-eval inspect --help"],
  },
  {
    what: "an option without its value",
    line: "lfw --data lfw --model",
    says: ["--model <file>", "value is missing", "ONNX"],
  },
  {
    what: "a variable of the shell that is not set",
    line: ["lfw", "--model", "m.onnx", "--data", ""],
    says: ["--data:", "empty", "unset"],
  },
  { what: "nothing after an equals sign", line: "lfw --model=m.onnx --data=", says: ["--data:", "empty", "unset"] },
  {
    what: "nothing said about the embeddings",
    line: "lfw --data lfw",
    says: ["what makes the embeddings?", "--model FILE.onnx", "--features FILE"],
  },
  {
    what: "nothing said about the pairs",
    line: "verify --features feat.list",
    says: ["verify: <list>", "missing", "pair list"],
  },
  {
    what: "nothing said about the faces",
    files: soundPictures,
    line: "lfw --model m.onnx --card small.json",
    says: ["lfw:", "where are the faces?", "--data DIR", "--features FILE"],
  },
  {
    what: "a word too many",
    files: soundFeatures,
    line: "verify pairs.txt feat.list",
    says: ['verify: "feat.list"', "too many", "<list>"],
  },
  {
    what: "a name with a blank and no quotes",
    files: { ...soundFeatures, "my pairs.txt": "" },
    line: "verify my pairs.txt --features feat.list",
    says: ['"pairs.txt"', "too many", "a name with blanks needs quotes"],
  },
  {
    what: "a protocol where a list is wanted",
    line: "verify lfw --features feat.list",
    says: ["lfw: no such file", "expected a pair list", "magface-eval lfw"],
  },
  {
    what: "a model and features",
    files: soundFeatures,
    line: `${sound} --model m.onnx`,
    says: ["--features <file>", "cannot be used with", "--model <file>"],
  },
  {
    what: "a preset and a card",
    files: soundPictures,
    line: "lfw --model m.onnx --preset magface --card small.json",
    says: ["--card <file>", "cannot be used with", "--preset <name>"],
  },
  {
    what: "no file to write",
    files: soundPictures,
    line: "embed faces --model m.onnx",
    says: ["embed: --out <file>", "missing", "x.npy"],
  },
  { what: "nothing to embed", line: "embed --model m.onnx --out x.npy", says: ["embed: <path>", "missing", "images"] },
  {
    what: "nothing that embeds",
    files: soundPictures,
    line: "embed faces --out x.npy",
    says: ["what makes the embeddings?", "--model FILE.onnx"],
  },
  { what: "nothing to inspect", line: "inspect", says: ["inspect: <path>", "missing", "pair lists"] },
  { what: "a folder for doctor that is not there", line: "doctor --data lfw", says: ["lfw: no such file or folder"] },
  { what: "a model for doctor that is not there", line: "doctor --model m.onnx", says: ["m.onnx: no such file"] },
  {
    what: "a preset for doctor and no model",
    line: "doctor --preset magface",
    says: ["--preset: of which model?", "--model FILE.onnx"],
  },
  {
    what: "a preset misspelt for doctor",
    files: soundPictures,
    line: "doctor --model m.onnx --preset magfce",
    says: ['preset "magfce"', '"magface"?'],
  },
  { what: "a word for doctor", line: "doctor lfw", says: ['doctor: "lfw"', "a word too many"] },
  { what: "no shell to complete in", line: "completion", says: ["completion: <shell>", "missing", "the shell"] },
  { what: "no recipe to export", line: "cache export", says: ["cache export: <recipe>", "missing", "cache ls"] },
];

const wrongValues: readonly WrongInput[] = [
  {
    what: "a shell that is not known",
    line: "completion powershell",
    says: ['shell "powershell"', "expected one of bash, zsh, fish"],
  },
  { what: "a protocol misspelt", line: "protocols agebd", says: ['"agebd"', "agedb?"] },
  {
    what: "a provider that is none",
    line: `${sound} --provider gpu`,
    says: ['--provider "gpu"', "expected one of auto, cuda,", "cpu"],
  },
  {
    what: "a format that is none",
    line: `${sound} --format yaml`,
    says: ['--format "yaml"', "expected one of table, json, csv, md"],
  },
  {
    what: "a format that protocols lacks",
    line: `protocols --format csv`,
    says: ['--format "csv"', "expected one of table, json"],
  },
  {
    what: "a preset misspelt",
    files: soundPictures,
    line: "verify pairs.csv --images faces --model m.onnx --preset magfce",
    says: ['preset "magfce"', '"magface"?'],
  },
  {
    what: "a preset like none",
    files: soundPictures,
    line: "verify pairs.csv --images faces --model m.onnx --preset resnet100",
    says: ['preset "resnet100"', "expected one of adaface,", "magface"],
  },
  {
    what: "a convention misspelt",
    files: soundFeatures,
    line: `${sound} --convention magfaec`,
    says: ['convention "magfaec"', "expected one of exact, magface, insightface"],
  },
  {
    what: "a comma too many",
    line: `${sound} --convention exact,`,
    says: ['--convention "exact,"', "names parted by commas"],
  },
  {
    what: "a name twice",
    line: `${sound} --convention exact,magface,exact`,
    says: ["--convention", '"exact"', "twice"],
  },
  {
    what: "a flip rule that is none",
    line: `${sound} --flip both`,
    says: ['--flip "both"', "expected one of none, sum"],
  },
  {
    what: "a number in words",
    line: `${sound} --threads two`,
    says: ['--threads "two"', "whole number of at least 1"],
  },
  { what: "no images a batch", line: `${sound} --batch 0`, says: ['--batch "0"', "whole number of at least 1"] },
  { what: "less than none", line: `${sound} --bootstrap -5`, says: ['--bootstrap "-5"', "whole number of at least 0"] },
  {
    what: "a name that is a folder's own",
    line: `${sound} --name ..`,
    says: ['--name ".."', "expected a name with letters or digits"],
  },
  {
    what: "more people than can be drawn",
    line: "synth faces --people 4000000000 --out drawn",
    says: ['--people "4000000000"', "at most 1000000"],
  },
  { what: "a number with an exponent", line: `${sound} --bootstrap 1e3`, says: ['--bootstrap "1e3"', "whole number"] },
  { what: "a part of a number", line: `${sound} --seed 1.5`, says: ['--seed "1.5"', "whole number"] },
  { what: "a number too large", line: `${sound} --seed 99999999999999999999`, says: ["--seed", "at most 4294967295"] },
  {
    what: "more threads than there can be",
    files: soundPictures,
    line: `${withModel} --threads 1000000`,
    says: ['--threads "1000000"', "at most 1024"],
  },
  { what: "FAR in percent", line: `${sound} --far 10`, says: ["--far", '"10"', "between 0 and 1", "1 % is 0.01"] },
  { what: "a percent sign", line: `${sound} --far 0.1%`, says: ["--far", '"0.1%"', "between 0 and 1"] },
  { what: "a FAR that is no number", line: `${sound} --far 1e-3,low`, says: ["--far", '"low"', "between 0 and 1"] },
  { what: "a FAR twice", line: `${sound} --far 1e-3,0.001`, says: ["--far", '"0.001"', "twice"] },
];

const config = (content: string) => ({ ...soundFeatures, "magface-eval.config.json": content });

const wrongSettings: readonly WrongInput[] = [
  {
    what: "an unknown key in the config file",
    files: config('{\n  "seed": 1,\n  "bach": 8\n}'),
    line: sound,
    says: ['magface-eval.config.json:3: "bach"', 'did you mean "batch"?'],
  },
  {
    what: "a key in the config file like none",
    files: config('{ "results": "out" }'),
    line: sound,
    says: ['magface-eval.config.json:1: "results"', "no such option", "--help"],
  },
  {
    what: "a wrong value in the config file",
    files: config('{\n  "threads": "many"\n}'),
    line: sound,
    says: ['magface-eval.config.json:2: "threads"', 'found "many"', "a whole number of at least 1"],
  },
  {
    what: "a wrong value of a verb's own option in the config file",
    files: config('{ "far": [0.01, 5] }'),
    line: sound,
    says: ['magface-eval.config.json:1: "far"', "found [0.01,5]", "between 0 and 1"],
  },
  {
    what: "a choice that is none in the config file",
    files: config('{ "format": "yaml" }'),
    line: sound,
    says: ['magface-eval.config.json:1: "format"', 'found "yaml"', "expected one of table, json, csv, md"],
  },
  {
    what: "a switch with a word in the config file",
    files: config('{ "strict": "yes" }'),
    line: sound,
    says: ['magface-eval.config.json:1: "strict"', 'found "yes"', "expected true or false"],
  },
  {
    what: "a switch for a path in the config file",
    files: config('{ "out": true }'),
    line: sound,
    says: ['magface-eval.config.json:1: "out"', "found true", "expected a text"],
  },
  {
    what: "a list for a path in the config file",
    files: config('{ "out": ["a", "b"] }'),
    line: sound,
    says: ['magface-eval.config.json:1: "out"', 'found ["a","b"]', "expected a text"],
  },
  {
    what: "null in the config file",
    files: config('{ "seed": null }'),
    line: sound,
    says: ['magface-eval.config.json:1: "seed"', "found null", "expected a text or a number"],
  },
  {
    what: "a key twice in the config file",
    files: config('{ "seed": 1,\n  "seed": 2 }'),
    line: sound,
    says: ['magface-eval.config.json:2: "seed"', "twice"],
  },
  {
    what: "a preset and a card in the config file",
    files: { ...soundPictures, "magface-eval.config.json": '{ "card": "small.json", "preset": "magface" }' },
    line: "verify pairs.csv --images faces --model m.onnx",
    says: ['magface-eval.config.json:1: "preset"', "card", "give one of them"],
  },
  {
    what: "a config file with a comma too many",
    files: config('{\n  "threads": 2,\n}'),
    line: sound,
    says: ["magface-eval.config.json:3:", "found }", "no comma before it"],
  },
  {
    what: "a config file with a comment",
    files: config('{\n  // all cores\n  "threads": 2\n}'),
    line: sound,
    says: ["magface-eval.config.json:2:", "found // all cores", "no comments"],
  },
  {
    what: "a config file with a path of Windows",
    files: config('{ "data": "C:\\data" }'),
    line: sound,
    says: ["magface-eval.config.json:1:", 'found "C:\\data"', "\\\\ for a backslash"],
  },
  {
    what: "a config file with a list",
    files: config('["threads"]'),
    line: sound,
    says: ["magface-eval.config.json:", 'found ["threads"]', 'expected { "option": value'],
  },
  {
    what: "a config file with nothing in it",
    files: config(""),
    line: sound,
    says: ["magface-eval.config.json:1:", "the file ends", "expected JSON"],
  },
  {
    what: "a wrong number in the environment",
    env: { MAGFACE_EVAL_THREADS: "many" },
    line: sound,
    says: ["MAGFACE_EVAL_THREADS:", 'found "many"', "a whole number of at least 1"],
  },
  {
    what: "a wrong choice in the environment",
    env: { MAGFACE_EVAL_FORMAT: "xml" },
    line: sound,
    says: ["MAGFACE_EVAL_FORMAT:", 'found "xml"', "expected one of table, json, csv, md"],
  },
  {
    what: "a switch in the environment that is neither on nor off",
    env: { MAGFACE_EVAL_STRICT: "maybe" },
    line: sound,
    says: ["MAGFACE_EVAL_STRICT:", 'found "maybe"', "expected true or false"],
  },
  {
    what: "a variable misspelt",
    env: { MAGFACE_EVAL_PROVIDR: "cpu" },
    line: sound,
    says: ["MAGFACE_EVAL_PROVIDR:", "no such option", '"MAGFACE_EVAL_PROVIDER"?'],
  },
];

const wrongDrawings: readonly WrongInput[] = [
  {
    what: "a data set to draw that is none",
    line: "synth --like ijb --out drawn",
    says: ['--like "ijb"', "expected one of lfw, cfp, agedb, ijbc"],
  },
  {
    what: "a kind to draw that is none",
    line: "synth people --out drawn",
    says: ['"people"', "expected one of faces, sheets, ijbb, ijbc"],
  },
  {
    what: "nothing to draw",
    line: "synth --out drawn",
    says: ["what is to be made?", "faces, sheets, ijbb, ijbc, or --like SET"],
  },
  {
    what: "two things to draw",
    line: "synth faces --like lfw --out drawn",
    says: ["what is to be made?", "faces, sheets, ijbb, ijbc, or --like SET"],
  },
  {
    what: "sizes of another data set",
    line: "synth --like lfw --sizes frames=3 --out drawn",
    says: ["--sizes", '"frames"', "people, pictures, folds, pairsPerKind"],
  },
  {
    what: "sizes without a number",
    line: "synth --like lfw --sizes people --out drawn",
    says: ["--sizes", '"people"', "name=whole number"],
  },
  {
    what: "sizes too small for the pairs",
    line: "synth --like lfw --sizes people=1 --out drawn",
    says: ["0 people", "expected room for 150", "draw more people"],
  },
  {
    what: "grades above one",
    line: "synth faces --grades 2 --out drawn",
    says: ["--grades", '"2"', "grade from 0 to 1"],
  },
  ...["0", "1.5", "-0.1", "full"].map((scale) => ({
    what: `a set of scale ${scale}`,
    line: `synth ijbc --scale ${scale} --out drawn`,
    says: [`--scale "${scale}"`, "expected a number above 0 and at most 1"],
  })),
  {
    what: "embeddings of few values",
    line: "synth ijbb --dim 4 --out drawn",
    says: ['--dim "4"', "whole number of at least 8"],
  },
  {
    what: "the size of pictures' sets for embeddings",
    line: "synth ijbc --real-size --out drawn",
    says: ["--real-size", "not for ijbc", "--scale"],
  },
  {
    what: "the scale of embeddings for pictures",
    line: "synth --like ijbc --scale 1 --out drawn",
    says: ["--scale", "only for ijbb and ijbc"],
  },
];

export const wrongRequests: readonly WrongInput[] = [
  ...wrongVerbs,
  ...wrongWords,
  ...wrongValues,
  ...wrongSettings,
  ...wrongDrawings,
];
