import { describe, expect, it } from "vitest";
import { readRule, type RuledFigure } from "../../src/runs/check-rule.js";

function figure(
  words: string,
  name: string,
  before: number | undefined,
  after: number | undefined,
  more: object = {},
): RuledFigure {
  const [protocol, convention, ...options] = words.split("/");
  const side = (value: number | undefined) => (value === undefined ? undefined : { name, convention, value });
  const own = [protocol, convention, ...options, ...options.map((option) => `option=${option}`)];
  return {
    ...{ name, convention, words: own, label: `${words} ${name}`, options: options.join(", ") },
    ...{ before: side(before), after: side(after), ...more },
  };
}

const figures = [
  figure("lfw/exact", "accuracy", 0.99, 0.98),
  figure("lfw/magface", "accuracy", 0.995, 0.97),
  figure("lfw/exact", "tar@far=1e-4", 0.96, 0.9581),
  figure("lfw/exact", "tar@far=1e-1", 0.99, 0.991),
  figure("lfw/exact", "eer", 0.02, 0.021),
  figure("lfw/exact", "auc", 0.9, undefined),
  figure("lfw/exact", "threshold@far=1e-4", 0.3, 0.31),
  figure("cfp/exact", "accuracy", 0.9, 0.91),
  figure("ijbc/exact/G1", "rank-1", 0.95, 0.96),
  figure("ijbc/exact/G2", "rank-1", 0.93, 0.9),
  figure("ijbc/exact/G1", "rank-10", 0.97, 0.98),
  figure("faces/exact", "nmi", 0.5, 0.5),
  figure("faces/exact", "nmi-geometric", 0.9, 0.9),
  figure("ijbc/exact/G1", "pauc@fmr=1e-3,to=0.2", 0.01, NaN),
  figure("agedb/exact", "fnmr@fmr=1e-3,reject=0.05", 0.01, 0.02, { unjudged: "other data" }),
];
const read = (text: string) => readRule({ text, place: "--rule" }, figures);
const judged = (text: string) => read(text).judge();

describe("rules", () => {
  it.each([
    ["lfw: accuracy >= 0.98", "passed"],
    ["lfw/magface: accuracy >= 0.98", "failed"],
    ["cfp:accuracy>=0.91", "passed"],
    ["tar@far=1e-4 > baseline - 0.002", "passed"],
    ["tar@far=1e-4>baseline-0.001", "failed"],
    ["tar@far=1e-4-0.9>0.05", "passed"],
    ["eer <= 1.1 * baseline", "passed"],
    ["eer <= 1.01 * baseline", "failed"],
    ["ijbc/G1: rank-1 > 0.95", "passed"],
    ["ijbc/option=G2: rank-1 > 0.95", "failed"],
    ["rank-10 > 0.97 and not (eer > 0.5)", "passed"],
    ["G1: rank-10-rank-1 > 0.015", "passed"],
    ["max(eer, 1 - tar@far=1e-1) < 0.03", "passed"],
    ["threshold@far=1e-4 < 0.32", "passed"],
    ["nmi-geometric > 0.8 and nmi < 0.6", "passed"],
  ])("%s: %s", (text, outcome) => expect(judged(text).outcome).toBe(outcome));

  it("say the values that they looked at", () => {
    expect(judged("lfw: accuracy > 0.99")).toEqual({
      rule: "lfw: accuracy > 0.99",
      outcome: "failed",
      reason: "does not hold",
      figures: [{ label: "lfw/exact accuracy", after: 0.98, before: 0.99 }],
    });
  });

  it("fail where a figure is undefined or lacking, whatever they ask", () => {
    expect(judged("not (pauc@fmr=1e-3,to=0.2 > 0.5)")).toMatchObject({
      outcome: "failed",
      reason: "ijbc/exact/G1 pauc@fmr=1e-3,to=0.2 is undefined: no reason given",
    });
    expect(judged("auc > 0.1")).toMatchObject({ outcome: "failed", reason: "lfw/exact auc: the results lack it" });
  });

  it("are not judged where the result was not", () => {
    expect(judged("fnmr@fmr=1e-3,reject=0.05 < 1")).toMatchObject({ outcome: "not judged", reason: "other data" });
  });
});

describe("rules that can't be judged", () => {
  it.each([
    [
      "accuracy >= 0.99",
      "could mean 2 figures: lfw/exact accuracy; cfp/exact accuracy; choose by words before a colon",
    ],
    ["ijbc: rank-1 > 0.9", "could mean 2 figures"],
    ["acuracy > 0.9", 'holds "acuracy", which is no figure; did you mean "accuracy"?'],
    ["tar@far=1e-5 > 0.9", 'holds "tar@far=1e-5", which is no figure; did you mean "tar@far=1e-4"?'],
    ["tar@far=1e-1.5 > 0.9", 'holds "tar@far=1e-1.5", which is no figure'],
    ["rank-100 > 0.9", 'holds "rank", which is no figure'],
    ["lfww: accuracy > 0.9", 'nothing is called "lfww"; did you mean "lfw"?'],
    ["cfp: eer > 0.9", "there is no eer of cfp"],
    ["lfw: 0.9 > 0.8", "names no figure"],
    ["baseline > 0.8", "names no figure"],
    ["eer > baseline - auc", "names 2 figures, so that"],
    ["lfw: accuracy", "comes to a number"],
    ["lfw: accuracy = 0.9", "an assignment (== compares), which rules can't have: accuracy = 0.9"],
    ["figure0 > 1", 'holds "figure0", which is no figure'],
    ["lfw: accuracy > figure0", 'holds "figure0", which is no figure'],
    ["lfw: import({}) > 1", "calls import"],
    ["/exact: accuracy > 1", "a word is missing before the colon"],
  ])("%s", (text, says) => {
    expect(() => read(text)).toThrow(`--rule: rule "${text}"`);
    expect(() => read(text)).toThrow(says);
  });
});
