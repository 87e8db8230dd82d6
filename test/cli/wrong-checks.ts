// Mistakes in checks against a baseline.
import { folderOf, resultJson, usual } from "./check-inputs.js";
import type { WrongInput } from "./wrong-input.js";

const result = folderOf("results/lfw/m", usual);
const old = JSON.stringify({ ...JSON.parse(resultJson(usual)), data: null, provenance: {} }, [
  "task",
  "protocol",
  "name",
  "digest",
  "data",
  "provenance",
  "figures",
  "convention",
  "flip",
  "value",
]);
const entry = JSON.parse(old) as object;
const file = (content: object | string) => ({
  ...result,
  "baseline.json":
    typeof content === "string"
      ? content
      : JSON.stringify(
          { format: 1, tolerances: [], rules: [], results: [{ ...entry, format: undefined }], ...content },
          null,
          1,
        ),
});
const line = "check results --baseline baseline.json";

export const wrongChecks: readonly WrongInput[] = [
  { what: "a check of nothing", line: "check --baseline b.json", says: ["check: <results>", "missing"] },
  {
    what: "a check against nothing",
    line: "check results",
    says: ["check: --baseline <file>", "missing", "--update-baseline"],
  },
  {
    what: "a baseline that is not there",
    files: result,
    line,
    says: ["baseline.json: no such file", "expected a baseline", "--update-baseline makes one"],
  },
  {
    what: "a folder for a baseline",
    files: result,
    line: "check results --baseline results",
    says: ["results: a folder", "expected a baseline file"],
  },
  {
    what: "results to check that are not there",
    files: file({}),
    line: "check reslts --baseline baseline.json",
    says: ["reslts: no such file or folder", "expected results"],
  },
  {
    what: "a folder to check without results",
    files: { ...file({}), "empty/x.txt": "" },
    line: "check empty --baseline baseline.json",
    says: ["empty: no result.json in it"],
  },
  {
    what: "a baseline with a comma too many",
    files: file('{\n  "format": 1,\n}'),
    line,
    says: ["baseline.json:3:", "found }", "no comma before it"],
  },
  {
    what: "a result for a baseline",
    files: file(resultJson(usual)),
    line,
    says: ['baseline.json:1: a baseline has no "tolerances"', '"rules"', "unknown field"],
    faults: 7,
  },
  {
    what: "an unknown field in a baseline",
    files: file({ tolerance: [] }),
    line,
    says: ["baseline.json:", 'unknown field "tolerance"', '"tolerances"?'],
  },
  {
    what: "a tolerance without a limit",
    files: file({ tolerances: [{ figure: "*" }] }),
    line,
    says: ["baseline.json:4:", '"tolerances[0]" has no limit', "expected one of interval, absolute, relative, skip"],
  },
  {
    what: "a tolerance with two limits",
    files: file({ tolerances: [{ figure: "*", absolute: 1, relative: 1 }] }),
    line,
    says: ["baseline.json:4:", "has absolute and relative", "expected one of"],
  },
  {
    what: "a tolerance in percent",
    files: file({ tolerances: [{ figure: "*", interval: 95 }] }),
    line,
    says: ['"tolerances[0].interval" must be < 1, found 95'],
  },
  {
    what: "a direction that is none",
    files: file({ tolerances: [{ figure: "*", absolute: 1, better: "up" }] }),
    line,
    says: ['"tolerances[0].better" must be higher or lower, found "up"'],
  },
  {
    what: "rules of a baseline that can't be read",
    files: file({ rules: ["eer < 0.5", "eeer < 0.5", "accuracy = 1"] }),
    line,
    says: ['baseline.json:6: rule "eeer < 0.5"', '"eer"?', 'baseline.json:7: rule "accuracy = 1"', "an assignment"],
    faults: 2,
  },
  {
    what: "a rule that is a number",
    files: file({}),
    line: ["check", "results", "--baseline", "baseline.json", "--rule", "accuracy"],
    says: ['--rule: rule "accuracy" comes to a number', "expected a comparison"],
  },
  {
    what: "a rule that calls what it may not",
    files: file({}),
    line: ["check", "results", "--baseline", "baseline.json", "--rule", 'evaluate("1") > accuracy'],
    says: ["calls evaluate", "expected no functions but abs, min, max"],
  },
  {
    what: "a rule of blanks",
    files: file({}),
    line: ["check", "results", "--baseline", "baseline.json", "--rule", " "],
    says: ["--rule", "expected a condition"],
  },
  {
    what: "results of two models",
    files: { ...file({}), ...folderOf("results/lfw/n", usual) },
    line,
    says: ["results/lfw/m and results/lfw/n", "both results of lfw verification", "one model's results"],
  },
  {
    what: "an update with outputs of a check",
    files: result,
    line: `${line} --update-baseline --junit x.xml`,
    says: ["--update-baseline", "cannot be used with", "--junit <file>"],
  },
  {
    what: "an update from a broken result",
    files: { "results/result.json": "{" },
    line: `${line} --update-baseline`,
    says: ["results/result.json:1:"],
  },
  {
    what: "one file for two forms",
    files: file({}),
    line: `${line} --junit x --markdown x`,
    says: ["x: asked for twice", "another file for each form"],
  },
  {
    what: "a folder for JUnit's file",
    files: file({}),
    line: `${line} --junit results`,
    says: ["results: is a folder"],
  },
];
