import { describe, expect, it } from "vitest";
import type { CheckedFigure } from "../../src/evaluate/figure-choice.js";
import {
  defaultTolerances,
  judgeFigure,
  planFigure,
  type Plan,
  type Tolerance,
} from "../../src/evaluate/figure-verdict.js";
import { judgeResults } from "../../src/evaluate/regression.js";

const bootstrap = { replicates: 100, seed: 1 };
type Side = number | { value: number; interval?: [number, number]; reason?: string };

function figure(name: string, before: Side | undefined, after: Side | undefined, convention = "exact"): CheckedFigure {
  const side = (given: Side | undefined) =>
    given === undefined ? undefined : { name, convention, ...(typeof given === "number" ? { value: given } : given) };
  const words = ["lfw", "verification", convention];
  return { name, convention, options: "", label: name, words, before: side(before), after: side(after) };
}

const judge = (figures: readonly CheckedFigure[], tolerances: readonly Tolerance[] = defaultTolerances) =>
  judgeResults([{ figures, pairs: null }], tolerances, bootstrap)[0];
const outcome = (one: CheckedFigure, ...tolerances: Tolerance[]) =>
  judge([one], tolerances.length === 0 ? defaultTolerances : tolerances)[0].outcome;

describe("a figure by an absolute or relative tolerance", () => {
  const absolute = { figure: "*", absolute: 0.001 };
  it.each([
    ["accuracy", 0.99, 0.989, "same"], // As doubles the two are a hair more than 0.001 apart.
    ["accuracy", 0.99, 0.9889, "worse"],
    ["accuracy", 0.99, 0.9911, "better"],
    ["eer", 0.02, 0.0211, "worse"],
    ["eer", 0.02, 0.0189, "better"],
    ["pauc@fmr=1e-3,to=0.2", 0.02, 0.03, "worse"],
  ])("%s from %d to %d: %s", (name, before, after, expected) =>
    expect(outcome(figure(name, before, after), absolute)).toBe(expected),
  );

  it("relative is a share of the baseline's value", () => {
    const tenth = { figure: "*", relative: 0.1 };
    expect(outcome(figure("eer", 0.02, 0.022), tenth)).toBe("same");
    expect(outcome(figure("eer", 0.02, 0.0221), tenth)).toBe("worse");
  });
});

describe("a figure by the baseline's interval", () => {
  const accuracy = (after: number) => figure("accuracy", { value: 0.99, interval: [0.98, 0.995] }, after);
  const alone = { figure: "*", interval: 0.95 };

  it("widened by the square root of 2, for the new run's chance, is worse below it, better above it", () => {
    // 0.99 - 0.01 x 1.41421 and 0.99 + 0.005 x 1.41421
    expect(outcome(accuracy(0.9759), alone)).toBe("same");
    expect(outcome(accuracy(0.9758), alone)).toBe("worse");
    expect(outcome(accuracy(0.997), alone)).toBe("same");
    expect(outcome(accuracy(0.9971), alone)).toBe("better");
  });

  it("takes it wider where more figures are judged: two take 97.5 % in place of 95 %", () => {
    const other = figure("auc", { value: 0.9, interval: [0.8, 0.95] }, 0.9);
    const [{ interval }] = judge([accuracy(0.975), other], [alone]);
    // Normal quantiles from a table: 1.95996 and 2.24140.
    expect(interval![0]).toBeCloseTo((-0.01 * 1.414214 * 2.2414) / 1.95996, 6);
    expect(interval![1]).toBeCloseTo((0.005 * 1.414214 * 2.2414) / 1.95996, 6);
    expect(judge([accuracy(0.975), other], [alone])[0].outcome).toBe("same");
  });

  it("does not judge a rate at a threshold that its interval takes as given", () => {
    const tar = (intervalMethod: string) => {
      const one = figure("tar@far=1e-3", { value: 0.9, interval: [0.88, 0.92] }, 0.5);
      return { ...one, before: { ...one.before!, intervalMethod } };
    };
    expect(outcome(tar("wilson"), alone)).toBe("not judged");
    expect(outcome(tar("bootstrap over pairs"), alone)).toBe("worse");
  });

  it("lets pass what is less than atLeast", () => {
    const narrow = figure("auc", { value: 0.999, interval: [0.99899, 0.99901] }, 0.99895);
    expect(outcome(narrow, alone)).toBe("worse");
    expect(outcome(narrow, { ...alone, atLeast: 1e-4 })).toBe("same");
  });

  it("goes on to the next tolerance where there is none", () => {
    expect(outcome(figure("rank-1", 0.9, 0.891))).toBe("same");
    expect(outcome(figure("rank-1", 0.9, 0.889))).toBe("worse");
    expect(judge([figure("rank-1", 0.9, 0.9)])[0].how).toBe("absolute 0.01");
  });
});

describe("a figure by a paired difference", () => {
  const plan = (name: string) =>
    planFigure(figure(name, 0.9, 0.8), [], [{ figure: "*", interval: 0.95, atLeast: 0.001 }], true) as Plan;
  const by = (name: string, value: number, low: number, high: number) =>
    judgeFigure(plan(name), 1, { difference: { value, interval: [low, high] }, over: "pairs" }).outcome;

  it.each([
    ["accuracy", -0.1, -0.15, -0.05, "worse"],
    ["accuracy", -0.1, -0.25, 0.05, "same"],
    ["accuracy", 0.1, -0.05, 0.25, "same"],
    ["accuracy", 0.1, 0.05, 0.15, "better"],
    ["accuracy", -0.0009, -0.001, -0.0008, "same"],
    ["eer", 0.1, 0.05, 0.15, "worse"],
    ["eer", 0.1, -0.05, 0.25, "same"],
    ["eer", -0.1, -0.15, -0.05, "better"],
  ])("%s, %d in %d to %d: %s", (name, value, low, high, expected) => expect(by(name, value, low, high)).toBe(expected));

  it("is not judged where the bootstrap gave nothing and the baseline has no interval", () => {
    expect(by("accuracy", NaN, NaN, NaN)).toBe("not judged");
  });

  it("is one look however many figures share a bootstrap, beside which others count", () => {
    const genuine = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
    const before = Float64Array.from(genuine, (label, i) => label * 0.3 + ((i * 7) % 11) / 20);
    const fold = Uint16Array.from(genuine, (_, i) => (i >> 1) % 4);
    const pairs = { before, after: before, genuine, fold, subjects: null };
    const all = [figure("accuracy", 0.9, 0.9), figure("auc", 0.9, 0.9), figure("eer", 0.1, 0.1)];
    const other = figure("rank-1", { value: 0.9, interval: [0.8, 0.95] }, 0.9);
    const [verdicts] = judgeResults([{ figures: [...all, other], pairs }], defaultTolerances, bootstrap);
    expect(verdicts.map(({ how }) => how.split(" ")[0])).toEqual(["paired", "paired", "paired", "interval"]);
    // Two looks, as if there were two figures: the quantile of 97.5 % from a table.
    expect(verdicts[3].interval![0]).toBeCloseTo((-0.1 * 1.414214 * 2.2414) / 1.95996, 5);
  });
});

describe("tolerances", () => {
  it("the first that fits decides: by name, beginning, and words", () => {
    const given: Tolerance[] = [
      { figure: "lfw/exact: tar@far=1e-3", skip: true },
      { figure: "tar@far=*", absolute: 0.1 },
      { figure: "cfp: *", absolute: 1 },
      { figure: "*", absolute: 0 },
    ];
    const all = [figure("tar@far=1e-3", 0.9, 0.1), figure("tar@far=1e-2", 0.9, 0.82), figure("accuracy", 0.9, 0.89)];
    expect(judge(all, given).map((verdict) => verdict.outcome)).toEqual(["not judged", "same", "worse"]);
  });

  it("of a baseline that nobody edited leave steps of reject curves to their pAUC", () => {
    const step = "fnmr@fmr=1e-3,reject=0.05";
    const all = [figure(step, 0.1, 0.5), figure("pauc@fmr=1e-3,to=0.2", 0.1, 0.5)];
    expect(judge(all).map((verdict) => verdict.outcome)).toEqual(["not judged", "worse"]);
  });

  it("may say which way is better", () => {
    const norm = figure("mean-norm", 20, 18);
    expect(outcome(norm)).toBe("not judged");
    expect(outcome(norm, { figure: "mean-norm", relative: 0.05, better: "higher" })).toBe("worse");
    expect(outcome(norm, { figure: "mean-norm", relative: 0.05, better: "lower" })).toBe("better");
  });

  it("that fit nothing judge nothing", () => {
    const [verdict] = judge([figure("accuracy", 0.9, 0.1)], [{ figure: "auc", absolute: 0 }]);
    expect(verdict).toMatchObject({ outcome: "not judged", how: "no tolerance fits" });
  });

  it("reach a script's convention beside exact only by its name", () => {
    const all = [figure("accuracy", 0.9, 0.9), figure("accuracy", 0.9, 0.8, "magface")];
    const every = { figure: "*", absolute: 0.01 };
    expect(judge(all, [every])[1]).toMatchObject({ outcome: "not judged", how: "convention exact measures the same" });
    expect(judge(all, [{ figure: "magface: *", absolute: 0.01 }, every])[1].outcome).toBe("worse");
    expect(judge(all.slice(1), [every])[0].outcome).toBe("worse");
  });
});

describe("figures of one side", () => {
  it.each([
    ["lacking now", figure("accuracy", 0.9, undefined), "missing"],
    ["lacking now, of no direction", figure("mean-norm", 20, undefined), "missing"],
    ["undefined now", figure("eer", 0.1, { value: NaN, reason: "no impostor pairs" }), "undefined"],
    ["undefined in the baseline", figure("eer", { value: NaN, reason: "no impostor pairs" }, 0.1), "not judged"],
    ["new", figure("eer", undefined, 0.1), "new"],
  ])("%s", (_, one, expected) => expect(outcome(one)).toBe(expected));
});
