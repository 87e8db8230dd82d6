import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossValidate, exactThresholds, gridThresholds } from "../../src/metrics/accuracy.js";
import { consecutiveFolds, namedFolds } from "../../src/metrics/folds.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { naiveFold, naiveMidpoints } from "../oracle/folds.js";

const grid = gridThresholds(4, 0.01);

describe("folds", () => {
  it.each([
    [20, 10, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]],
    [23, 10, [3, 3, 3, 2, 2, 2, 2, 2, 2, 2]],
    [7, 3, [3, 2, 2]],
    [2, 3, [1, 1, 0]],
  ])("%i pairs in %i parts", (pairs, count, sizes) => {
    const { of } = consecutiveFolds(pairs, count);
    expect(sizes.map((_, fold) => of.filter((own) => own === fold).length)).toEqual(sizes);
    expect([...of]).toEqual([...of].sort((a, b) => a - b));
  });

  it("number a protocol's folds in their order", () => {
    const folds = namedFolds(Uint16Array.of(7, 3, 3, 9));
    expect([folds.count, ...folds.of]).toEqual([3, 1, 0, 0, 2]);
  });
});

describe("thresholds", () => {
  it("of the grid print as numpy's arange(0, 4, 0.01)", () => {
    expect(grid.length).toBe(400);
    // np.arange(0, 4, 0.01)[[0, 3, 45, 164, 399]], numpy 2.4.6
    expect([0, 3, 45, 164, 399].map((i) => grid[i])).toEqual([0, 0.03, 0.45, 1.6400000000000001, 3.99]);
    expect(gridThresholds(4, 0.001).length).toBe(4000);
  });

  it("lie between neighbours even where no double does", () => {
    const [a, b] = [1, 1 + Number.EPSILON];
    const found = exactThresholds(tallyOf([a, b], [1, 0]));
    expect(found[0]).toBe(a);
    expect([a < found[1], b < found[1]]).toEqual([true, false]);
    expect(b < found[2]).toBe(true);
  });
});

describe("accuracy over folds", () => {
  const pairs = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 1 })), { minLength: 10, maxLength: 40 })
    .map((rows) => ({ distances: rows.map(([d]) => d / 64), genuine: rows.map(([, same]) => same) }));

  it.each([
    ["grid", () => grid, () => [...grid]],
    ["exact", exactThresholds, naiveMidpoints],
  ] as const)("equals trying every %s threshold on every pair", (_, candidates, naive) => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 2, max: 10 }), ({ distances, genuine }, count) => {
        const folds = consecutiveFolds(distances.length, count);
        const found = crossValidate(() => Float64Array.from(distances), Uint8Array.from(genuine), folds, candidates);
        if (found.reason !== undefined) return;
        found.folds.forEach((row, fold) => {
          const inFold = distances.map((_, i) => folds.of[i] === fold);
          expect(row).toMatchObject(naiveFold(distances, genuine, inFold, naive));
        });
        const correct = found.folds.reduce((sum, row) => sum + row.correct, 0);
        expect(found.right.reduce((sum, flag) => sum + flag, 0)).toBe(correct);
        expect(found.folds.reduce((sum, row) => sum + row.pairs, 0)).toBe(distances.length);
      }),
    );
  });

  it("takes mean and population std over folds", () => {
    // Fold 1 trains on (0.1 genuine, 0.9 impostor) and gets 0.5 genuine right below the midpoint only: threshold 0.5
    // refuses it. Fold 2 trains on (0.5 genuine, 0.6 impostor): threshold 0.55 decides both rightly.
    const distances = Float64Array.of(0.5, 0.6, 0.1, 0.9);
    const found = crossValidate(() => distances, Uint8Array.of(1, 0, 1, 0), consecutiveFolds(4, 2), exactThresholds);
    expect(found.folds.map((row) => [row.threshold, row.correct])).toEqual([
      [0.5, 1],
      [0.55, 2],
    ]);
    expect([found.value, found.std]).toEqual([0.75, 0.25]);
  });

  it("is undefined, with the reason, with fewer pairs than folds", () => {
    const found = crossValidate(
      () => Float64Array.of(1, 2),
      Uint8Array.of(1, 0),
      consecutiveFolds(2, 10),
      exactThresholds,
    );
    expect(found).toMatchObject({ value: NaN, reason: "10 folds need as many pairs, has 2" });
  });

  it("is undefined, with the reason, where a training part has one class", () => {
    const genuine = Uint8Array.of(0, 0, 1, 1);
    const found = crossValidate(() => Float64Array.of(1, 2, 3, 4), genuine, consecutiveFolds(4, 2), exactThresholds);
    expect(found).toMatchObject({
      value: NaN,
      reason: "no impostor pairs outside fold 1 to choose a threshold on",
      folds: [],
    });
  });
});
