import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { piqe } from "../../src/quality/piqe.js";
import { expectedOf } from "./expected.js";
import { pictures } from "./pictures.js";

const image = (width: number, height: number, value: (x: number, y: number) => number): Grey => ({
  width,
  height,
  values: Float64Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
});

describe("PIQE", () => {
  it.each(Object.keys(pictures))("of %s is that of whole arrays in numpy within 1e-9", (name) => {
    expect(Math.abs(piqe(greyOf(pictures[name])) - expectedOf(name).piqe)).toBeLessThan(1e-9);
  });

  it("is by hand 100 / (49 + 1) where 49 blocks are looked at and none is distorted", () => {
    expect(piqe(greyOf(pictures.checks))).toBe(2);
  });

  it("is 100 where there is nothing to look at", () => {
    expect(piqe(image(32, 48, () => 128))).toBe(100);
    expect(piqe(image(1, 1, () => 9))).toBe(100);
  });

  it("mirrors what lacks to a multiple of 16, the edge's pixel twice, as often as it takes", () => {
    const wave = (x: number, y: number): number => 128 + 90 * Math.sin(x * y) + 30 * Math.cos(x * x + y);
    const mirror = (place: number, size: number): number => (place < size ? place : 2 * size - 1 - place);
    expect(piqe(image(40, 19, wave))).toBe(piqe(image(48, 32, (x, y) => wave(mirror(x, 40), mirror(y, 19)))));
    const five = [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 4];
    expect(piqe(image(5, 16, wave))).toBe(piqe(image(16, 16, (x, y) => wave(five[x], y))));
  });

  it("lies within 0 and 100", () => {
    const bytes = fc.uint8Array({ minLength: 32 * 32, maxLength: 32 * 32 });
    fc.assert(
      fc.property(bytes, fc.constantFrom(1, 3, 255), (values, step) => {
        const score = piqe(image(32, 32, (x, y) => Math.round(values[y * 32 + x] / step) * step));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
    );
  });
});
