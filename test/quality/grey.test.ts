import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { halfByCubic, halfBySmoothing } from "../../src/quality/half-size.js";
import { localContrast } from "../../src/quality/local-contrast.js";
import { expectedOf, gapOfSample } from "./expected.js";
import { pictures } from "./pictures.js";

const names = Object.keys(pictures);

/** The left upper part with even sides. */
function even({ width, height, values }: Grey): Grey {
  const [w, h] = [width & ~1, height & ~1];
  const part = Float64Array.from({ length: w * h }, (_, i) => values[Math.floor(i / w) * width + (i % w)]);
  return { width: w, height: h, values: part };
}

const flat = (value: number): Grey => ({ width: 9, height: 8, values: new Float64Array(72).fill(value) });

describe.each(names)("%s", (name) => {
  const expected = expectedOf(name);
  const grey = greyOf(pictures[name]);

  it("is the picture that make.py drew", () => {
    expect(crc32(pictures[name].data)).toBe(expected.crc32);
  });

  it("turns grey as by OpenCV's cvtColor, exactly", () => {
    expect(gapOfSample(grey, expected.grey)).toBe(0);
  });

  it("halves as by OpenCV's resize with INTER_CUBIC: within 1e-12, or 1e-4 of 255 where a side is odd", () => {
    const limit = (grey.width | grey.height) & 1 ? 1e-4 : 1e-12;
    expect(gapOfSample(halfByCubic(grey), expected.halfByCubic)).toBeLessThan(limit);
  });

  it("halves with smoothing as by scipy's filter of the taps of imresize, within 1e-12", () => {
    expect(gapOfSample(halfBySmoothing(even(grey)), expected.halfBySmoothing)).toBeLessThan(1e-12);
  });

  it("has the local contrast that scipy's gaussian_filter gives, within 1e-9", () => {
    const { normalised, deviation } = localContrast(grey);
    expect(gapOfSample(normalised, expected.normalised)).toBeLessThan(1e-9);
    expect(gapOfSample({ ...grey, values: deviation }, expected.deviation)).toBeLessThan(1e-4);
  });
});

describe("local contrast", () => {
  it("is exactly 0 on every flat grey, whatever rounding does", () => {
    for (let value = 0; value < 256; value++)
      expect(localContrast(flat(value)).normalised.values.every((x) => x === 0)).toBe(true);
  });

  it("of a dot is by hand (1 - w) v over 1 + v sqrt(w - w^2), w the weight of the middle", () => {
    const dot: Grey = { width: 9, height: 9, values: new Float64Array(81) };
    dot.values[40] = 100;
    const bell = [-3, -2, -1, 0, 1, 2, 3].map((x) => Math.exp((-x * x) / 2 / (7 / 6) ** 2));
    const w = (1 / bell.reduce((sum, x) => sum + x, 0)) ** 2;
    const { normalised, deviation } = localContrast(dot);
    expect(deviation[40]).toBeCloseTo(100 * Math.sqrt(w - w * w), 10);
    expect(normalised.values[40]).toBeCloseTo((100 * (1 - w)) / (1 + 100 * Math.sqrt(w - w * w)), 12);
  });
});

describe("halving", () => {
  it("leaves a flat image as it is", () => {
    const even = { width: 8, height: 8, values: new Float64Array(64).fill(77) };
    for (const half of [halfByCubic(even), halfBySmoothing(even)]) {
      expect([half.width, half.height]).toEqual([4, 4]);
      half.values.forEach((value) => expect(value).toBeCloseTo(77, 12));
    }
  });

  it("puts a rising line's value at the middle of each two pixels, away from the edges", () => {
    const line = { width: 24, height: 4, values: Float64Array.from({ length: 96 }, (_, i) => i % 24) };
    for (const half of [halfByCubic(line), halfBySmoothing(line)])
      for (let i = 2; i < 10; i++) expect(half.values[i]).toBeCloseTo(2 * i + 0.5, 12);
  });
});
