import { expect, it } from "vitest";
import { templateQualities } from "../../src/score/template-quality.js";

// Template 0: a still (10) and a video of three frames (1, 2, 3); template 1: one frame; template 2: none with a number.
const membership = {
  templates: 3,
  templateOf: Uint32Array.of(0, 0, 1, 0, 0, 2),
  mediumOf: Uint32Array.of(7, 9, 7, 9, 9, 1),
};
const values = Float64Array.of(10, 1, 5, 2, 3, NaN);

it("pools images' qualities by hand-made examples", () => {
  expect([...templateQualities(values, membership, "mean")]).toEqual([4, 5, NaN]);
  expect([...templateQualities(values, membership, "media-mean")]).toEqual([6, 5, NaN]);
  expect([...templateQualities(values, membership, "max")]).toEqual([10, 5, NaN]);
  expect([...templateQualities(values, membership, "min")]).toEqual([1, 5, NaN]);
});

it("leaves images without a number out of their template", () => {
  const some = Float64Array.of(NaN, NaN, 5, 2, 4, NaN);
  expect([...templateQualities(some, membership, "mean")]).toEqual([3, 5, NaN]);
  // The still has no number: the video stands for the template.
  expect([...templateQualities(some, membership, "media-mean")]).toEqual([3, 5, NaN]);
});
