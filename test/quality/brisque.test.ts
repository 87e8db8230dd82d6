import { describe, expect, it } from "vitest";
import { brisqueFeatures } from "../../src/quality/brisque.js";
import { greyOf, type Grey } from "../../src/quality/grey.js";
import { expectedOf, gap } from "./expected.js";
import { pictures } from "./pictures.js";

const features = Object.fromEntries(
  Object.entries(pictures).map(([name, picture]) => [name, brisqueFeatures(greyOf(picture))]),
);
const flat: Grey = { width: 20, height: 20, values: new Float64Array(400).fill(128) };

describe("BRISQUE's features", () => {
  it.each(Object.keys(pictures))("of %s are scipy's within 1e-9", (name) => {
    // An odd side's halving has float weights in OpenCV, whose resize the fixture takes.
    expect(gap(features[name], expectedOf(name).brisque)).toBeLessThan(name === "odd" ? 2e-6 : 1e-9);
  });

  // By cv2.quality.QualityBRISQUE_computeFeatures of OpenCV 4.6 on one processor, with and without fused multiply-add.
  it.each([
    ["noise", 2e-6],
    ["clouds", 2e-6],
    ["soft", 2e-6],
    ["halfFlat", 2e-6],
    ["large", 2e-6],
    ["odd", 0.0011],
    ["checks", 0.0011],
    ["ramp", 0.006],
    ["blocky", 0.006],
  ])("of %s are OpenCV's within %d", (name, limit) => {
    const { fused, plain } = expectedOf(name).opencv;
    expect(gap(features[name], fused)).toBeLessThan(limit);
    expect(gap(features[name], plain)).toBeLessThan(limit);
  });

  it("are undefined where nothing varies", () => {
    expect([...brisqueFeatures(flat)]).toEqual(new Array(36).fill(NaN));
  });

  it("are the same, within 1e-12, for the image turned upside down but for the two diagonals, which change places", () => {
    const { width, height, values } = greyOf(pictures.clouds);
    const turned = values.map((_, i) => values[(height - 1 - Math.floor(i / width)) * width + (i % width)]);
    const upright = features.clouds;
    const found = brisqueFeatures({ width, height, values: turned });
    const swapped = [...upright.slice(0, 10), ...upright.slice(14, 18), ...upright.slice(10, 14)];
    expect(gap(found.slice(0, 18), swapped)).toBeLessThan(1e-12);
  });

  it("refuse an image that can't be halved", () => {
    const line = { width: 9, height: 1, values: new Float64Array(9) };
    expect(() => brisqueFeatures(line)).toThrow("9x1 pixels, expected at least 2x2 for BRISQUE");
  });
});
