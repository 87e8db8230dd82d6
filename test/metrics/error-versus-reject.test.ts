import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  errorVersusReject,
  pairQuality,
  rejectCurve,
  type QualityPairs,
} from "../../src/metrics/error-versus-reject.js";
import { partialArea, trapezoidArea } from "../../src/metrics/partial-area.js";
import { angleOf, cosines, squaredMagnitudes } from "../../src/score/pairs.js";
import { naiveFnmr, naiveLimit, without, type NaivePair } from "../oracle/reject.js";

const asArrays = (pairs: readonly NaivePair[]): QualityPairs => ({
  quality: Float64Array.from(pairs, ({ quality }) => quality),
  distance: Float64Array.from(pairs, ({ distance }) => distance),
  genuine: Uint8Array.from(pairs, ({ genuine }) => (genuine ? 1 : 0)),
});

/** Pairs of both classes with ties in quality and distance. */
const anyPairs = fc
  .array(
    fc.record({
      quality: fc.integer({ min: 0, max: 15 }),
      distance: fc.integer({ min: 0, max: 40 }).map((d) => d / 64),
      genuine: fc.boolean(),
    }),
    { minLength: 8, maxLength: 50 },
  )
  .filter((pairs) => pairs.filter(({ genuine }) => !genuine).length >= 4 && pairs.some(({ genuine }) => genuine));

const impostorsOf = (pairs: readonly NaivePair[]): number => pairs.filter(({ genuine }) => !genuine).length;

describe("error versus reject, against one rate at a time", () => {
  it("with the threshold fixed", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const limit = naiveLimit(pairs, Math.floor(impostorsOf(pairs) / 4));
        errorVersusReject(asArrays(pairs), 0.25, "exact").forEach((point, k) => {
          const left = without(pairs, Math.floor((k * pairs.length) / 20));
          expect(point.fnmr).toBe(naiveFnmr(left, limit));
          expect(point.impostor).toBe(impostorsOf(left));
        });
        const curve = rejectCurve(asArrays(pairs), 0.25);
        curve.forEach((fnmr, count) => expect(fnmr).toBe(naiveFnmr(without(pairs, count), limit)));
        const genuine = pairs.filter((pair) => pair.genuine);
        errorVersusReject(asArrays(pairs), 0.25, "genuine-only").forEach((point, k) => {
          expect(point.fnmr).toBe(naiveFnmr(without(genuine, Math.floor((k * genuine.length) / 20)), limit));
        });
      }),
      { numRuns: 50 },
    );
  });

  it("with the threshold anew, undefined once the target is below one impostor", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        errorVersusReject(asArrays(pairs), 0.25, "refixed").forEach((point, k) => {
          const left = without(pairs, Math.floor((k * pairs.length) / 20));
          const allowed = Math.floor(impostorsOf(left) / 4);
          if (allowed < 1) expect(point).toMatchObject({ fnmr: NaN, reason: expect.stringContaining("needs 4 imp") });
          else expect(point.fnmr).toBe(naiveFnmr(left, naiveLimit(left, allowed)));
        });
      }),
      { numRuns: 50 },
    );
  });

  it("by CR-FIQA's script: nearest FMR at distance <= t, then < t", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        errorVersusReject(asArrays(pairs), 0.1, "cr-fiqa").forEach((point, k) => {
          const left = without(pairs, Math.floor(k * 0.05 * pairs.length));
          const impostors = left.filter(({ genuine }) => !genuine);
          if (impostors.length === 0 || impostors.length === left.length) return expect(point.fnmr).toBeNaN();
          const off = (t: number): number =>
            Math.abs(impostors.filter(({ distance }) => distance <= t).length / impostors.length - 0.1);
          const candidates = left.map(({ distance }) => distance).sort((a, b) => b - a);
          const best = Math.min(...candidates.map(off));
          const limit = candidates.find((t) => off(t) === best)!;
          expect(point).toMatchObject({ threshold: limit, fnmr: naiveFnmr(left, limit) });
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("error versus reject by hand", () => {
  it("areas lie between the ideal and a random order", () => {
    // Four genuine pairs, the two of lowest quality missed: 1/2, 1/3, 0, 0.
    const pairs = asArrays([
      { quality: 1, distance: 0.9, genuine: true },
      { quality: 2, distance: 0.8, genuine: true },
      { quality: 3, distance: 0.1, genuine: true },
      { quality: 4, distance: 0.1, genuine: true },
      ...[0.3, 0.5].map((distance) => ({ quality: 9, distance, genuine: false })),
    ]);
    const curve = rejectCurve(pairs, 0.5, "genuine-only");
    expect([...curve]).toEqual([1 / 2, 1 / 3, 0, 0]);
    const whole = partialArea(curve, 1);
    expect(whole.area).toBeCloseTo((1 / 2 + 1 / 3) / 4, 15);
    expect([whole.ideal, whole.random]).toEqual([whole.area, 0.5]);
    expect(whole.normalised).toBe(0);
    expect(partialArea(Float64Array.of(0.5, 0.5, 0.5, 0.5), 0.5).normalised).toBe(1);
    expect(partialArea(new Float64Array(4), 0.5).normalised).toBeNaN();
  });

  it("the script of MagFace gives nothing at other FMRs or below 101 impostors", () => {
    const pairs = asArrays(
      Array.from({ length: 240 }, (_, i) => ({ quality: i, distance: (i * 7) % 11, genuine: i % 2 === 0 })),
    );
    const points = errorVersusReject(pairs, 1e-3, "magface");
    expect(points.map(({ impostor, fnmr }) => Number.isNaN(fnmr) === impostor <= 100)).not.toContain(false);
    expect(errorVersusReject(pairs, 1e-2, "magface")[0].reason).toBe("the script measures at FMR 1e-3 only");
  });

  it("a curve without a measurable threshold is undefined", () => {
    const pairs = asArrays([
      { quality: 1, distance: 0.9, genuine: true },
      { quality: 2, distance: 0.3, genuine: false },
    ]);
    expect([...rejectCurve(pairs, 0.5)]).toEqual([NaN, NaN]);
    expect(errorVersusReject(pairs, 0.5, "exact")[0]).toMatchObject({ fnmr: NaN, reason: "needs 2 impostors, has 1" });
  });

  it("combines two qualities", () => {
    const [a, b] = [Float64Array.of(2, 5), Float64Array.of(4, 1)];
    const combined = (["min", "max", "mean", "product"] as const).map((way) => [...pairQuality(a, b, way)]);
    expect(combined).toEqual([
      [2, 1],
      [4, 5],
      [3, 3],
      [8, 5],
    ]);
    expect([...pairQuality(a, b)]).toEqual([2, 1]);
  });
});

// As in test/evaluate/reference.test.ts: sets made by the generator, figures of an independent numpy program.
const data = process.env.REFERENCE_DATA;
const expectedFolder =
  process.env.EXPECTED_DATA ?? fileURLToPath(new URL("../../../shared/reference/expected", import.meta.url));

describe.each(["lfw", "cfp"])("reference set %s", (set) => {
  const file = `${expectedFolder}/${set}-erc.json`;
  if (data === undefined || !existsSync(`${data}/${set}/feats.npy`) || !existsSync(file)) {
    it.skip("needs REFERENCE_DATA and ../shared/reference", () => {});
    return;
  }
  const expected = JSON.parse(readFileSync(file, "utf8"));
  const body = (path: string): ArrayBuffer => {
    const bytes = readFileSync(path);
    return new Uint8Array(bytes).buffer.slice(10 + bytes.readUInt16LE(8));
  };
  const genuine = new Uint8Array(body(`${data}/${set}/issame.npy`));
  const embeddings = {
    count: 2 * genuine.length,
    dim: 512,
    values: new Float32Array(body(`${data}/${set}/feats.npy`)),
  };
  const [left, right] = [0, 1].map((side) => Uint32Array.from(genuine, (_, i) => 2 * i + side));
  const squared = squaredMagnitudes(embeddings);
  const magnitudes = [left, right].map((rows) => Float64Array.from(rows, (row) => Math.sqrt(squared[row])));
  const pairs: QualityPairs = {
    quality: pairQuality(magnitudes[0], magnitudes[1]),
    distance: cosines(embeddings, { left, right }, squared).map(angleOf),
    genuine,
  };
  const fnmrs = (fmr: number, convention: Parameters<typeof errorVersusReject>[2]): number[] =>
    errorVersusReject(pairs, fmr, convention).map(({ fnmr }) => fnmr);

  it("MagFace's script and the threshold anew", () => {
    expect(fnmrs(1e-3, "magface")).toEqual(expected.magface.fnmr);
    const refixed = errorVersusReject(pairs, 1e-3, "refixed");
    refixed.forEach(({ fnmr, impostor }, k) => {
      if (impostor < 1000) expect(fnmr).toBeNaN();
      else expect(fnmr).toBe(expected.thresholdPerStepAtMost.fnmr[k]);
    });
    expect(refixed.map((point) => point.genuine)).toEqual(expected.genuineLeft);
  });

  it.each([1e-2, 1e-3, 1e-4])("CR-FIQA's script at FMR %d, area within 1e-15", (fmr) => {
    const { fnmr, auc } = expected.crfiqa[String(fmr === 1e-4 ? "0.0001" : fmr)];
    expect(fnmrs(fmr, "cr-fiqa")).toEqual(fnmr);
    expect(trapezoidArea(errorVersusReject(pairs, fmr, "cr-fiqa"))).toBeCloseTo(auc, 15);
  });

  it.each([1e-2, 1e-3])("the threshold fixed at FMR %d, areas within 1e-15", (fmr) => {
    for (const [key, convention] of [
      ["allPairs", "exact"],
      ["genuineOnly", "genuine-only"],
    ] as const) {
      const want = expected.iso[fmr][key];
      const points = errorVersusReject(pairs, fmr, convention);
      expect(points.map((point) => point.fnmr)).toEqual(want.fnmr);
      expect(points.map((point) => point.rejected)).toEqual(want.dropped);
      expect(points.map((point) => point.genuine)).toEqual(want.kept);
      for (const [to, name] of [
        [0.2, "paucStep20"],
        [0.95, "paucStep95"],
      ] as const) {
        const found = partialArea(rejectCurve(pairs, fmr, convention), to);
        expect(found.area).toBeCloseTo(want[name], 15);
        expect(found.ideal).toBeCloseTo(want[`${name}Ideal`], 15);
        expect(found.random).toBeCloseTo(want[`${name}Random`], 15);
      }
    }
  });

  it("FMR 1e-4 cannot be measured on so few impostors", () => {
    expect(fnmrs(1e-4, "exact").every(Number.isNaN)).toBe(true);
  });
});
