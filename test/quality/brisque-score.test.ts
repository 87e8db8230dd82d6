import { describe, expect, it } from "vitest";
import { brisque, brisqueScore } from "../../src/quality/brisque-score.js";
import { brisqueFeatures } from "../../src/quality/brisque.js";
import { greyOf } from "../../src/quality/grey.js";
import { readBrisqueModel } from "../../src/store/brisque-files.js";
import type { BrisqueModel } from "../../src/types.js";
import { expectedOf, fixture } from "./expected.js";
import { pictures } from "./pictures.js";

const vectors = new Float64Array(72).fill(0);
vectors[36] = 1; // The second support vector is (1, 0, 0, ...).
const small: BrisqueModel = {
  least: new Float64Array(36).fill(10),
  greatest: new Float64Array(36).fill(20),
  vectors,
  weights: Float64Array.of(30, 20),
  gamma: Math.LN2,
  rho: -5,
};
const features = (...first: number[]): Float64Array => Float64Array.from({ length: 36 }, (_, i) => first[i] ?? 15);
const names = Object.keys(pictures);

describe("BRISQUE's score by hand", () => {
  it.each([
    ["in the middle of the ranges: 30 + 20/2 + 5", features(), 45],
    ["one feature at its greatest: 30/2 + 20 + 5", features(20), 40],
    ["one feature at its least: 30/2 + 20/16 + 5", features(10), 21.25],
    ["one feature twice as far as its greatest: 30/16 + 20/2 + 5", features(25), 16.875],
  ])("%s", (_name, given, score) => {
    expect(brisqueScore(given, small)).toBeCloseTo(score, 12);
  });

  it("is clamped to 0 and 100, and NaN stays NaN", () => {
    expect(brisqueScore(features(), { ...small, rho: 60 })).toBe(0);
    expect(brisqueScore(features(), { ...small, rho: -80 })).toBe(100);
    expect(brisqueScore(features(NaN), small)).toBeNaN();
  });
});

describe("BRISQUE's score by files that OpenCV wrote", async () => {
  const model = await readBrisqueModel(fixture("brisque_model.yml"), fixture("brisque_range.yml"));

  it.each(names)("from OpenCV's features of %s is OpenCV's within 2e-5", (name) => {
    const { opencv, opencvScore } = expectedOf(name);
    expect(Math.abs(brisqueScore(Float64Array.from(opencv.fused), model) - opencvScore)).toBeLessThan(2e-5);
  });

  // Smooth pictures differ in their features: see brisque.test.ts.
  it.each(names)("of %s from its pixels is OpenCV's within 1e-3", (name) => {
    const image = greyOf(pictures[name]);
    expect(Math.abs(brisque(image, model) - expectedOf(name).opencvScore)).toBeLessThan(1e-3);
    expect(brisque(image, model)).toBe(brisqueScore(brisqueFeatures(image), model));
  });
});
