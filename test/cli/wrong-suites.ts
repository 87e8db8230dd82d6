// Mistakes in suites.
import { suite, suiteFiles } from "./suite-files.js";
import type { Files } from "./command.js";
import type { WrongInput } from "./wrong-input.js";

const line = "run suite.yaml";

/** The sound suite's text with a part replaced; nothing else is looked at before its form is sound. */
const withForm = (from: string, to: string): Files => {
  if (!suite.includes(from)) throw new Error(`"${from}" is not in the suite`);
  return { "suite.yaml": suite.replace(from, to) };
};

/** All files but most pictures, which nothing looks at before the suite is sound. */
const sound: Files = Object.fromEntries(
  Object.entries(suiteFiles).filter(([path]) => !path.endsWith(".ppm") || path.endsWith("p0/0.ppm")),
);

const withText = (from: string, to: string): Files => ({ ...sound, ...withForm(from, to) });

const wrongForm: readonly WrongInput[] = [
  { what: "suite: none", line: "run", says: ["run: <suite>", "missing"] },
  { what: "suite: a file that is not there", line: "run suit.yaml", says: ["suit.yaml: no such file", "paper"] },
  {
    what: "suite: one that comes along, misspelt",
    line: "run papre",
    says: ["papre: no such file", "suites that come along: paper"],
  },
  { what: "suite: an empty file", files: { "suite.yaml": "" }, line, says: ["suite.yaml:1:", "expected a suite"] },
  {
    what: "suite: bytes that are no text",
    files: { "suite.yaml": Uint8Array.of(0x66, 0, 0xff, 0xfe) },
    line,
    says: ["suite.yaml:", "no text", "YAML"],
  },
  {
    what: "suite: a bracket left open",
    files: withForm("magnitude: [people]", "magnitude: [people"),
    line,
    says: ["suite.yaml:"],
  },
  {
    what: "suite: a tab before a field",
    files: withForm("  faces: {", "\tfaces: {"),
    line,
    says: ["suite.yaml:9:", "Tabs are not allowed"],
  },
  {
    what: "suite: a field given twice",
    files: withForm("cache: cache\n", "cache: cache\ncache: other\n"),
    line,
    says: ["suite.yaml:4:", "given twice"],
  },
  {
    what: "suite: an alias without its anchor",
    files: withForm("cache: cache", "cache: *there"),
    line,
    says: ["suite.yaml:", "there"],
  },
  {
    what: "suite: a field misspelt",
    files: withForm("dataRoot:", "dataroot:"),
    line,
    says: ["suite.yaml:4:", '"dataroot"', 'did you mean "dataRoot"?'],
  },
  {
    what: "suite: a newer format",
    files: withForm("format: 1", "format: 2"),
    line,
    says: ["suite.yaml:1:", '"format" must be 1, found 2'],
  },
  {
    what: "suite: a task misspelt",
    files: withForm("  - magnitude:", "  - magnitudes:"),
    line,
    says: ["suite.yaml:17:", '"tasks[3].magnitudes"', 'did you mean "magnitude"?'],
  },
  {
    what: "suite: two tasks behind one dash",
    files: withForm("  - magnitude: [people]", "    magnitude: [people]"),
    line,
    says: ["suite.yaml:16:", "erc, magnitude", "expected one task"],
  },
  {
    what: "suite: a task that is a word",
    files: withForm("magnitude: [people]", "magnitude: people"),
    line,
    says: ["suite.yaml:17:", "must be a list of data sets", '"people"'],
  },
  {
    what: "suite: an option of another task",
    files: withForm("magnitude: [people]", "magnitude: { sets: [people], fmr: [0.1] }"),
    line,
    says: ["suite.yaml:17:", '"tasks[3].magnitude.fmr"', "expected one of"],
  },
  {
    what: "suite: a rate above 1",
    files: withForm("fmr: [0.1]", "fmr: [10]"),
    line,
    says: ["suite.yaml:16:", "tasks[2].erc.fmr[0]", "< 1", "found 10"],
  },
  {
    what: "suite: a convention that is none",
    files: withForm("folds: 2", "convention: [iso]"),
    line,
    says: ["suite.yaml:14:", "convention[0]", "exact or magface", '"iso"'],
  },
  {
    what: "suite: a set named twice in a task",
    files: withForm("[people]", "[people, people]"),
    line,
    says: ["suite.yaml:17:", '"people" twice'],
  },
];

const wrongParts: readonly WrongInput[] = [
  {
    what: "suite: no models",
    files: { ...sound, "suite.yaml": suite.replace(/models:\n( {2}- .*\n)+/, "") },
    line,
    says: ["suite.yaml:1:", 'no "models"', "--model"],
  },
  {
    what: "suite: a model file that is not there",
    files: withText("model: two.onnx", "model: tow.onnx"),
    line,
    says: ["suite.yaml:7:", "tow.onnx: no such file"],
  },
  {
    what: "suite: two models of one name",
    files: withText("name: two", "name: ONE"),
    line,
    says: ["suite.yaml:7:", 'a second model is called "ONE"'],
  },
  {
    what: "suite: a preset misspelt",
    files: withText("name: two,", "name: two, preset: magfase,"),
    line,
    says: ["suite.yaml:7:", 'unknown preset "magfase"', "magface"],
  },
  {
    what: "suite: a model that is nothing",
    files: withText("  - { name: two, model: two.onnx, card: card.json }", "  - { name: two }"),
    line,
    says: ["suite.yaml:7:", 'neither "model" nor "features"'],
  },
  {
    what: "suite: features of a set that is none",
    files: withText("model: two.onnx, card: card.json", "features: { face: one.onnx }"),
    line,
    says: ["suite.yaml:7:", 'unknown data set "face"', 'did you mean "faces"?'],
  },
  {
    what: "suite: a data set misspelt",
    files: withText("[people]", "[peple]"),
    line,
    says: ["suite.yaml:17:", 'unknown data set "peple"', 'did you mean "people"?'],
  },
  {
    what: "suite: a protocol misspelt",
    files: withText("gone: nowhere", "gone: { path: faces, protocol: lwf }"),
    line,
    says: ["suite.yaml:10:", 'unknown protocol "lwf"', "lfw"],
  },
  {
    what: "suite: pairs asked of a folder of images",
    files: withText("sets: [faces], quality", "sets: [people], quality"),
    line,
    says: ["suite.yaml:16:", "erc takes pairs", '"people" is a folder of images'],
  },
  {
    what: "suite: templates asked of pairs",
    files: withText("sets: [ijbc]", "sets: [faces]"),
    line,
    says: ["suite.yaml:15:", "templates takes templates (ijbb, ijbc)"],
  },
  {
    what: "suite: magnitudes of templates",
    files: withText("[people]", "[ijbc]"),
    line,
    says: ["suite.yaml:17:", '"ijbc" is of templates'],
  },
  {
    what: "suite: a task of a model that is none",
    files: withText("fmr: [0.1]", "fmr: [0.1], models: [three]"),
    line,
    says: ["suite.yaml:16:", 'unknown model "three"', "one, two"],
  },
  {
    what: "suite: a quality misspelt",
    files: withText("quality: [magnitude,", "quality: [magnitud,"),
    line,
    says: ["suite.yaml:16:", 'did you mean "magnitude"?'],
  },
  {
    what: "suite: a quality file that is not there",
    files: withText("random]", "file=q.txt]"),
    line,
    says: ["suite.yaml:16:", "quality file=q", "q.txt: no such file"],
  },
  {
    what: "suite: two tasks with one folder",
    files: withText("  - magnitude:", "  - verification: [faces]\n  - magnitude:"),
    line,
    says: ["suite.yaml:17:", "verification/faces/one", "(suite.yaml:14)", "pairs/one", '"name"'],
    faults: 2,
  },
  {
    what: "suite: all of a suite's faults together",
    files: withText("model: two.onnx, card: card.json", "model: tow.onnx, preset: magfase"),
    line: `${line} --data-root nowhere`,
    says: ["tow.onnx", "magfase"],
    faults: 2,
  },
  {
    what: "suite: no data at all",
    files: sound,
    line: `${line} --data-root nowhere`,
    says: ["nothing to run", "nowhere/pairs.csv: no such file or folder"],
  },
  {
    what: "suite: a model of the command line that is not there",
    files: sound,
    line: `${line} --model m.onnx`,
    says: ["--model: ", "m.onnx: no such file"],
  },
];

export const wrongSuites: readonly WrongInput[] = [...wrongForm, ...wrongParts];
