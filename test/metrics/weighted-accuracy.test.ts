import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weightedAccuracy } from "../../src/metrics/weighted-accuracy.js";
import { naiveAccuracy, naiveShare } from "../oracle/paired-bootstrap.js";

const folds = { count: 3, of: Uint16Array.from({ length: 30 }, (_, i) => i % 3) };
const cases = fc.record({
  distances: fc.array(
    fc.integer({ min: 0, max: 12 }).map((value) => value / 4),
    { minLength: 30, maxLength: 30 },
  ),
  genuine: fc.array(fc.constantFrom(0, 1), { minLength: 30, maxLength: 30 }),
  weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30, maxLength: 30 }),
});

/** Each value as often as its pair was drawn. */
const writtenOut = <T>(values: ArrayLike<T>, weights: readonly number[]): T[] =>
  Array.from(values).flatMap((value, i) => new Array<T>(weights[i]).fill(value));

describe("accuracy of weighted pairs", () => {
  it("is that of the pairs written out as often as they weigh, thresholds between all distances", () => {
    fc.assert(
      fc.property(cases, ({ distances, genuine, weights }) => {
        fc.pre(weights.some((weight) => weight > 0));
        const again = weightedAccuracy(Float64Array.from(distances), Uint8Array.from(genuine), folds, null);
        const [d, g, f] = [distances, genuine, Array.from(folds.of)].map((each) => writtenOut(each, weights));
        // A pair drawn no more takes its step with it: thresholds there do what their neighbours do.
        expect(again(Uint32Array.from(weights))).toBeCloseTo(naiveAccuracy(d, g, f), 12);
      }),
    );
  });

  it("is that with the thresholds given, the least of equals", () => {
    const grid = Float64Array.from({ length: 8 }, (_, i) => i / 2);
    fc.assert(
      fc.property(cases, ({ distances, genuine, weights }) => {
        fc.pre(weights.some((weight) => weight > 0));
        const again = weightedAccuracy(Float64Array.from(distances), Uint8Array.from(genuine), folds, grid);
        const [d, g, f] = [distances, genuine, Array.from(folds.of)].map((each) => writtenOut(each, weights));
        expect(again(Uint32Array.from(weights))).toBeCloseTo(naiveShare(d, g, f, Array.from(grid)), 12);
      }),
    );
  });

  it("is NaN where nothing weighs", () => {
    const again = weightedAccuracy(
      Float64Array.of(1, 2, 3),
      Uint8Array.of(1, 0, 1),
      { count: 3, of: Uint16Array.of(0, 1, 2) },
      null,
    );
    expect(again(new Uint32Array(3))).toBeNaN();
  });
});
