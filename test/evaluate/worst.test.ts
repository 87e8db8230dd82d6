import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestValues, betterDirection } from "../../src/evaluate/best.js";
import { worstPairs } from "../../src/evaluate/worst-pairs.js";

describe("worst pairs", () => {
  it("are the lowest genuine and the highest impostor scores, of equal ones the earlier; pairs without a score are left out", () => {
    const score = Float64Array.of(0.5, 0.1, 0.9, NaN, 0.1, 0.9, -0.2, NaN);
    const genuine = Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 0);
    const { genuine: low, impostor: high } = worstPairs(score, genuine, 2);
    expect([Array.from(low), Array.from(high)]).toEqual([
      [1, 4],
      [2, 5],
    ]);
  });

  it("none of the others is worse", () => {
    const pair = fc.record({
      score: fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(NaN)),
      label: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), fc.integer({ min: 0, max: 9 }), (pairs, most) => {
        const score = Float64Array.from(pairs, (each) => each.score);
        const worst = worstPairs(
          score,
          Uint8Array.from(pairs, ({ label }) => label),
          most,
        );
        for (const [label, places, sign] of [
          [1, worst.genuine, 1],
          [0, worst.impostor, -1],
        ] as const) {
          const known = [...pairs.keys()].filter((at) => pairs[at].label === label && !Number.isNaN(score[at]));
          const sorted = known.map((at) => sign * score[at]).sort((a, b) => a - b);
          expect(Array.from(places, (at) => sign * score[at] + 0)).toEqual(
            sorted.slice(0, most).map((value) => value + 0),
          );
          expect(new Set(places).size).toBe(places.length);
        }
      }),
    );
  });
});

describe("the best of a column", () => {
  it.each([
    ["accuracy", 1],
    ["tar@far=1e-4", 1],
    ["tpir@fpir=1e-2", 1],
    ["rank-1", 1],
    ["eer", -1],
    ["fnmr@fmr=1e-3,reject=0.05", -1],
    ["pauc@fmr=1e-3,to=0.2", -1],
    ["mean-norm", 0],
    ["threshold@far=1e-3", 0],
    ["magnitude-mean", 0],
    ["images", 0],
  ])("%s: direction %d", (name, direction) => expect(betterDirection(name)).toBe(direction));

  it("is marked, several where they are equal, none where nothing can be compared", () => {
    expect(bestValues("accuracy", [0.9, 0.95, NaN, 0.95])).toEqual([false, true, false, true]);
    expect(bestValues("eer", [0.1, 0.05, 0])).toEqual([false, false, true]);
    expect(bestValues("eer", [0.1, NaN])).toEqual([false, false]);
    expect(bestValues("mean-norm", [1, 2])).toEqual([false, false]);
  });
});
