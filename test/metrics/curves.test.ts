import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auc } from "../../src/metrics/auc.js";
import { eer } from "../../src/metrics/eer.js";
import { allowedImpostors, farTooSmall, operatingPoint, printRate } from "../../src/metrics/operating-point.js";
import { detCurve, rocCurve } from "../../src/metrics/roc.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { naiveAuc, naiveEer, naiveTar, type Labelled } from "../oracle/curves.js";

/** Pairs of both classes with many ties: scores in 32nds. */
const labelled: fc.Arbitrary<Labelled> = fc
  .array(fc.tuple(fc.integer({ min: -32, max: 32 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 60 })
  .map((pairs) => ({ scores: pairs.map(([score]) => score / 32), genuine: pairs.map(([, same]) => same) }))
  .filter(({ genuine }) => genuine.includes(0) && genuine.includes(1));

const tally = ({ scores, genuine }: Labelled) => tallyOf(scores, genuine);

describe("tally", () => {
  it("collapses ties, 0 and -0 among them", () => {
    const found = tallyOf([0.5, -0, 0.5, 0, -1, 0.5], [1, 0, 0, 1, 0, 1]);
    expect(Array.from(found.value, (value) => value + 0)).toEqual([-1, 0, 0.5]);
    expect([...found.genuine]).toEqual([0, 1, 2]);
    expect([...found.impostor]).toEqual([1, 1, 1]);
    expect([found.genuineTotal, found.impostorTotal]).toEqual([3, 3]);
  });

  it("refuses NaN", () => {
    expect(() => tallyOf([0, NaN], [1, 0])).toThrow("score 1 is NaN");
  });
});

describe("figures of a tally, against trying every threshold", () => {
  it("AUC, exactly up to one rounding", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        expect(auc(tally(data))).toBeCloseTo(naiveAuc(data), 14);
      }),
    );
  });

  it("EER, within 1e-12", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        expect(eer(tally(data)).value).toBeCloseTo(naiveEer(data), 12);
      }),
    );
  });

  it("TAR at FAR: counts and threshold exactly", () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 0, max: 20 }), (data, twentieths) => {
        const point = operatingPoint(tally(data), twentieths / 20);
        const impostors = data.genuine.filter((same) => same === 0).length;
        const expected = naiveTar(data, Math.floor((twentieths * impostors) / 20));
        expect(point).toMatchObject(expected);
        expect(point.far).toBeLessThanOrEqual(twentieths / 20);
      }),
    );
  });

  it("ROC and DET: the rates of every threshold, monotone, ends included", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        const roc = rocCurve(tally(data));
        const det = detCurve(tally(data));
        roc.threshold.forEach((limit, i) => {
          const share = (label: number): number => {
            const mine = data.scores.filter((_, k) => data.genuine[k] === label);
            return mine.filter((score) => score > limit).length / mine.length;
          };
          expect([roc.far[i], roc.tar[i], det.fmr[i]]).toEqual([share(0), share(1), share(0)]);
          expect(det.fnmr[i]).toBeCloseTo(1 - share(1), 15);
        });
        const last = roc.far.length - 1;
        expect([roc.far[0], roc.tar[0], roc.far[last], roc.tar[last]]).toEqual([0, 0, 1, 1]);
        expect([det.fnmr[0], det.fnmr[last]]).toEqual([1, 0]);
      }),
    );
  });

  it("do not change when scores are shifted and pairs permuted", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        const other = {
          scores: data.scores.map((score) => score + 2).reverse(),
          genuine: [...data.genuine].reverse(),
        };
        expect(auc(tally(other))).toBe(auc(tally(data)));
        expect(eer(tally(other)).value).toBe(eer(tally(data)).value);
      }),
    );
  });
});

describe("EER by hand", () => {
  it.each([
    ["separable scores", [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 0],
    ["scores the wrong way round", [0.8, 0.9, 0.1, 0.2], [0, 0, 1, 1], 1],
    ["all scores equal", [0.5, 0.5, 0.5], [0, 1, 1], 0.5],
    ["one of two wrong on both sides", [0.1, 0.6, 0.4, 0.9], [0, 0, 1, 1], 0.5],
    // Refusing nothing, then 0.2 (1 of 3 genuine), then 0.5 (both impostors): FNMR 0, 1/3, 1/3; FMR 1, 1, 0. The lines
    // between the last two cross where FMR = 1/3.
    ["a crossing inside a step", [0.2, 0.5, 0.5, 0.7, 0.9], [1, 0, 0, 1, 1], 1 / 3],
  ])("%s", (_, scores, genuine, expected) => {
    expect(eer(tallyOf(scores, genuine)).value).toBeCloseTo(expected, 15);
  });

  it("is undefined without both classes", () => {
    expect(eer(tallyOf([1, 2], [1, 1])).value).toBeNaN();
    expect(eer(tallyOf([1, 2], [0, 0])).value).toBeNaN();
    expect(auc(tallyOf([1, 2], [1, 1]))).toBeNaN();
  });
});

describe("operating points", () => {
  it("allow the whole product where it is one in decimals", () => {
    // 0.07 * 100 is 7.000000000000001 and 0.29 * 100 is 28.999999999999996 in doubles.
    expect([allowedImpostors(0.29, 100), allowedImpostors(0.07, 100), allowedImpostors(1e-3, 3000)]).toEqual([
      29, 7, 3,
    ]);
    expect(allowedImpostors(1e-3, 2999)).toBe(2);
  });

  it("refuse all impostors of a tie that would be one too many", () => {
    const point = operatingPoint(tallyOf([0.9, 0.8, 0.7, 0.7, 0.6, 0.1], [1, 0, 0, 0, 1, 0]), 0.5);
    expect(point).toEqual({ threshold: 0.7, genuine: 1, impostor: 1, tar: 0.5, far: 0.25 });
  });

  it("say how many impostors a FAR needs", () => {
    expect(farTooSmall(1e-4, 3000)).toBe("needs 10,000 impostors, has 3,000");
    expect(farTooSmall(1e-7, 999)).toBe("needs 10,000,000 impostors, has 999");
    expect(farTooSmall(3e-4, 3000)).toBe("needs 3,334 impostors, has 3,000");
    expect(farTooSmall(1e-3, 1000)).toBeNull();
  });

  it("print rates in one way", () => {
    expect([0.01, 1e-3, 0.0001, 0.05, 0.0015].map(printRate)).toEqual(["1e-2", "1e-3", "1e-4", "5e-2", "1.5e-3"]);
  });
});
