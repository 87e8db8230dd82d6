import { describe, expect, it } from "vitest";
import { consecutiveFolds } from "../../src/metrics/folds.js";
import { tarOverFolds } from "../../src/metrics/fold-tar.js";

// Two folds of four pairs. Impostors of fold 2 lie at 1.0005 and 1.0025, those of fold 1 at 2.0005 and 2.0005.
const distances = Float64Array.of(0.5, 1.0015, 2.0005, 2.0005, 0.2, 2.5, 1.0005, 1.0025);
const genuine = Uint8Array.of(1, 1, 0, 0, 1, 1, 0, 0);
const folds = consecutiveFolds(8, 2);

describe("TAR at FAR over folds, by hand", () => {
  it("interpolates between the grid thresholds around the target", () => {
    const found = tarOverFolds(distances, genuine, folds, 0.25, "interpolated");
    // Fold 1: training FAR is 0 at 1.000, 1/2 at 1.001: 1.0005. Fold 2: 0 at 2.000, 1 at 2.001: a quarter of the way.
    expect(found.folds[0].threshold).toBeCloseTo(1.0005, 12);
    expect(found.folds[1].threshold).toBeCloseTo(2.00025, 12);
    expect(found.folds.map(({ tar, far }) => [tar, far])).toEqual([
      [0.5, 0],
      [0.5, 1],
    ]);
    expect(found).toMatchObject({ value: 0.5, std: 0, far: 0.5 });
    expect([...found.accepted]).toEqual([1, 0, 0, 0, 1, 0, 1, 1]);
  });

  it("takes the last grid threshold within the target", () => {
    const found = tarOverFolds(distances, genuine, folds, 0.5, "grid");
    expect(found.folds.map((row) => row.threshold)).toEqual([1002 * 0.001, 2]);
    expect(found.folds[0].tar).toBe(1);
  });

  it("accepts nothing where no grid threshold reaches the target", () => {
    const far = Float64Array.of(0.5, 4, 0.5, 4);
    const found = tarOverFolds(far, Uint8Array.of(1, 0, 1, 0), consecutiveFolds(4, 2), 0.5, "interpolated");
    expect(found).toMatchObject({ value: 0, far: 0 });
  });

  it("is undefined where a fold or its training part lacks a class", () => {
    const oneSided = tarOverFolds(distances, Uint8Array.of(1, 1, 0, 0, 1, 1, 1, 1), folds, 0.5, "grid");
    expect(oneSided).toMatchObject({ value: NaN, reason: "no impostor pairs outside fold 1" });
    const noGenuine = tarOverFolds(distances, Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 0), folds, 0.5, "grid");
    expect(noGenuine).toMatchObject({ value: NaN, reason: "no genuine pairs in fold 1" });
  });
});
