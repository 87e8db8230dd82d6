import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detCurve, rocCurve } from "../../src/metrics/roc.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { thinCurve, thinDet, thinRoc } from "../../src/metrics/thin.js";

const steps = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  {
    minLength: 40,
    maxLength: 300,
  },
);

/** Running sums: a monotone curve. */
const climb = (increments: number[]): number[] => {
  let sum = 0;
  return increments.map((increment) => (sum += increment));
};

describe("thinned curves", () => {
  it("have at most the points asked for, none further from the line than the bound", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 5, max: 30 }), (increments, most) => {
        const x = climb(increments.map(([dx]) => dx ** 8));
        const y = climb(increments.map(([, dy]) => -(dy ** 8)));
        const kept = thinCurve(x, y, most);
        const last = x.length - 1;
        expect(kept.length).toBeLessThanOrEqual(most);
        expect([kept[0], kept[kept.length - 1]]).toEqual([0, last]);
        const bound = 4 / (most - 2) + 1e-12;
        for (let k = 1; k < kept.length; k++) {
          if (kept[k] - kept[k - 1] === 1) continue;
          // Points between lie in the box of the two kept ones, as the curve is monotone.
          expect(Math.abs(x[kept[k]] - x[kept[k - 1]])).toBeLessThanOrEqual(bound * Math.abs(x[last] - x[0]));
          expect(Math.abs(y[kept[k]] - y[kept[k - 1]])).toBeLessThanOrEqual(bound * Math.abs(y[last] - y[0]));
        }
      }),
    );
  });

  it("stay whole where they are short", () => {
    expect([...thinCurve([0, 1, 2], [0, 0, 1], 3)]).toEqual([0, 1, 2]);
  });

  it("keep the ends of a ROC and a DET curve and only points of them", () => {
    const scores = Array.from({ length: 5000 }, (_, i) => Math.sin(i) + (i % 2));
    const tally = tallyOf(
      scores,
      scores.map((_, i) => i % 2),
    );
    const [whole, thin] = [rocCurve(tally), thinRoc(rocCurve(tally), 200)];
    expect(thin.far.length).toBeLessThanOrEqual(200);
    expect([thin.far[0], thin.far.at(-1), thin.tar.at(-1)]).toEqual([0, 1, 1]);
    thin.threshold.forEach((limit, i) => {
      const at = whole.threshold.indexOf(limit);
      expect([whole.far[at], whole.tar[at]]).toEqual([thin.far[i], thin.tar[i]]);
    });
    const det = thinDet(detCurve(tally), 200);
    expect(det.fmr.length).toBeLessThanOrEqual(200);
    expect([det.fmr[0], det.fnmr[0], det.fmr.at(-1), det.fnmr.at(-1)]).toEqual([0, 1, 1, 0]);
  });
});
