import { beforeAll, describe, expect, it } from "vitest";
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { fitNiqe, niqe, type NiqeModel } from "../../src/quality/niqe.js";
import { expectedNiqe, gap } from "./expected.js";
import { pictures, pristine } from "./pictures.js";

const flat = (width: number, height: number): Grey => ({ width, height, values: new Float64Array(width * height) });
let good: Grey[];

beforeAll(() => {
  good = Array.from({ length: 12 }, (_, i) => greyOf(pristine(i)));
});

describe.each([32, 56, 96])("NIQE with patches of %d pixels", (patchSize) => {
  const expected = expectedNiqe(patchSize);
  let model: NiqeModel;
  beforeAll(() => {
    model = fitNiqe(good, { patchSize });
  });

  it("has the model of numpy's mean and cov within 1e-9, of as many patches", () => {
    expect([model.patchSize, model.images, model.patches]).toEqual([patchSize, 12, expected.patches]);
    expect(gap(model.mean, expected.mean)).toBeLessThan(1e-9);
    const flattened = model.covariance.flat();
    const some = expected.covariance.map((_, i) => flattened[(i * 7919) % 1296]);
    expect(gap(some, expected.covariance)).toBeLessThan(1e-9);
  });

  // Twelve patches of 96 leave 25 of 36 directions without width; pinv must leave them out.
  it.each(Object.entries(expected.scores))("has scipy's distance of %s within 1e-8 of itself", (name, score) => {
    const found = niqe(greyOf(pictures[name]), model);
    if (score === null) expect(found).toBeNaN();
    else expect(Math.abs(found / score - 1)).toBeLessThan(1e-8);
  });

  it("is the same from a model that went through JSON", () => {
    const again = JSON.parse(JSON.stringify(model)) as NiqeModel;
    expect(niqe(greyOf(pictures.clouds), again)).toBe(niqe(greyOf(pictures.clouds), model));
  });
});

describe("NIQE", () => {
  it("is 0 by hand at the model's mean", () => {
    const model = fitNiqe([good[0], good[1]], { patchSize: 96 });
    const one = fitNiqe([good[0], good[0]], { patchSize: 96 });
    expect(niqe(good[0], { ...model, mean: one.mean })).toBeLessThan(1e-6);
  });

  it("is by hand |d| sqrt(2 / variance) where the model is as wide in all directions and the image is one patch", () => {
    const model = fitNiqe(good, { patchSize: 96 });
    const here = fitNiqe([good[0], good[0]], { patchSize: 96 }).mean;
    const even = model.mean.map((_, i) => model.mean.map((_, j) => (i === j ? 9 : 0)));
    const moved = here.map((value, i) => value + (i === 5 ? 3 : i === 20 ? -4 : 0));
    expect(niqe(good[0], { ...model, mean: moved, covariance: even })).toBeCloseTo(5 * Math.sqrt(2 / 9), 9);
  });

  it("takes patches of 96 pixels, or the largest multiple of 8 that fits the first image", () => {
    const sized = (width: number, height: number): number =>
      fitNiqe([0, 1, 2, 3].map((i) => part(greyOf(pristine(i)), width, height))).patchSize;
    expect([sized(112, 112), sized(96, 100), sized(95, 112), sized(64, 71)]).toEqual([96, 96, 88, 64]);
  });

  it("leaves flat patches out, and is undefined where there is no other", () => {
    const model = fitNiqe([...good, flat(112, 112)], { patchSize: 32 });
    expect(model).toEqual({ ...fitNiqe(good, { patchSize: 32 }), images: 13 });
    expect(niqe(flat(64, 64), model)).toBeNaN();
  });

  it("says what is wrong with sizes and with images too few", () => {
    const model = fitNiqe(good, { patchSize: 56 });
    expect(() => niqe(flat(55, 99), model)).toThrow("55x99 pixels, expected at least 56x56, a NIQE patch");
    expect(() => fitNiqe([flat(5, 9)])).toThrow("5x9 pixels, expected at least 8x8, a NIQE patch");
    for (const patchSize of [0, 20, NaN, 24.5])
      expect(() => fitNiqe(good, { patchSize })).toThrow(`patches of ${patchSize} pixels, expected a multiple of 8`);
    expect(() => fitNiqe([])).toThrow("0 patches that vary in 0 images, expected at least 2 for a NIQE model");
    expect(() => fitNiqe([good[0]])).toThrow("1 patches that vary in 1 images");
  });
});

/** The left upper part. */
function part(image: Grey, width: number, height: number): Grey {
  const at = (i: number): number => image.values[Math.floor(i / width) * image.width + (i % width)];
  return { width, height, values: Float64Array.from({ length: width * height }, (_, i) => at(i)) };
}
