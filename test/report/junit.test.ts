import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, it } from "vitest";
import type { CheckReport } from "../../src/report/check-report.js";
import { printJunit } from "../../src/report/junit.js";

const figure = (name: string, outcome: string, failed: boolean) => ({
  ...{ name, convention: "exact", options: "flip none", before: 0.9, after: 0.5, difference: -0.4 },
  ...{ interval: [-0.5, -0.3] as const, outcome, failed, how: "paired bootstrap over pairs" },
});

const report: CheckReport = {
  verdict: "regression",
  line: "regression",
  results: [
    {
      label: "lfw verification",
      notes: ['model "a" -> <b> & \u0007c'],
      figures: [
        figure("accuracy", "worse", true),
        figure("eer", "same", false),
        figure("mean-norm", "not judged", false),
      ],
    },
    { label: "cfp verification", unjudged: "other data", notes: [], figures: [] },
    { label: "new verification", notes: [], figures: [figure("auc", "new", false)] },
  ],
  rules: [
    {
      rule: 'a < "b" & c',
      outcome: "failed",
      reason: "does not hold",
      figures: [{ label: "x", after: 1, before: NaN }],
    },
    { rule: "a > 0", outcome: "passed", figures: [] },
    { rule: "b > 0", outcome: "not judged", reason: "other data", figures: [] },
  ],
};

/** What may stand in which element, with the attributes that it needs: the JUnit schema that Jenkins publishes. */
const elements: Readonly<Record<string, { needs: string[]; may: string[]; holds: string[] }>> = {
  testsuites: { needs: [], may: ["name", "time", "tests", "failures", "disabled", "errors"], holds: ["testsuite"] },
  testsuite: {
    needs: ["name", "tests"],
    may: ["failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"],
    holds: ["properties", "testcase", "system-out", "system-err"],
  },
  testcase: {
    needs: ["name", "classname"],
    may: ["assertions", "time", "status"],
    holds: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  failure: { needs: [], may: ["type", "message"], holds: [] },
  error: { needs: [], may: ["type", "message"], holds: [] },
  skipped: { needs: [], may: ["message"], holds: [] },
  "system-out": { needs: [], may: [], holds: [] },
};

type Node = Readonly<Record<string, unknown>>;
const parsed = (xml: string): Node[] =>
  new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "" }).parse(xml) as Node[];

function faultsOf(node: Node): string[] {
  const [name] = Object.keys(node).filter((key) => key !== ":@");
  if (name === "#text" || name.startsWith("?")) return [];
  const { needs, may, holds } = elements[name];
  const given = Object.keys((node[":@"] as object | undefined) ?? {});
  const inner = node[name] as Node[];
  const names = inner.flatMap((child) => Object.keys(child)).filter((key) => key !== ":@" && key !== "#text");
  return [
    ...needs.filter((each) => !given.includes(each)).map((each) => `${name} lacks ${each}`),
    ...given.filter((each) => ![...needs, ...may].includes(each)).map((each) => `${name} has ${each}`),
    ...names.filter((each) => !holds.includes(each)).map((each) => `${name} holds ${each}`),
    ...inner.flatMap(faultsOf),
  ];
}

const xml = printJunit(report);

it("is well-formed, and JUnit by its schema", () => {
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(parsed(xml).flatMap(faultsOf)).toEqual([]);
});

it("counts what it holds, and gives texts back as they were", () => {
  const tree = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(xml).testsuites;
  expect(tree).toMatchObject({ tests: "8", failures: "2", errors: "2" });
  const [lfw, cfp, , rules] = tree.testsuite;
  expect(lfw).toMatchObject({ name: "lfw verification", tests: "3", failures: "1", errors: "0", skipped: "1" });
  expect(lfw["system-out"]).toBe('model "a" -> <b> &  c');
  expect(lfw.testcase[0]).toMatchObject({
    name: "accuracy, exact, flip none",
    classname: "magface-eval.lfw.verification",
    failure: { type: "worse", message: "worse: 0.9 -> 0.5 (-0.4; -0.5 to -0.3 by paired bootstrap over pairs)" },
  });
  expect(cfp.testcase.error).toEqual({ message: "other data", type: "could not judge" });
  expect(rules.testcase.map(({ name }: { name: string }) => name)).toEqual(['a < "b" & c', "a > 0", "b > 0"]);
  expect(rules.testcase[0].failure["#text"]).toBe("x: 1 (baseline -)");
});
