import { describe, expect, it } from "vitest";
import type { PixelRecipe } from "../../../src/embed/recipe.js";
import { fillTensor, valuesPerView } from "../../../src/embed/tensor.js";

const recipe: PixelRecipe = {
  width: 3,
  height: 2,
  channels: "RGB",
  layout: "NCHW",
  mean: [0, 0, 0],
  scale: [1, 1, 1],
  whiten: false,
  resize: false,
};
// Pixel (x, y) is (10 y + x + 1, 100 + 10 y + x + 1, 200 + 10 y + x + 1).
const pixels = {
  width: 3,
  height: 2,
  data: Uint8Array.from([1, 101, 201, 2, 102, 202, 3, 103, 203, 11, 111, 211, 12, 112, 212, 13, 113, 213]),
};

function filled(change: Partial<PixelRecipe>, view: "plain" | "mirrored" = "plain"): number[] {
  const out = new Float32Array(valuesPerView(recipe) + 2).fill(-1);
  fillTensor(pixels, { ...recipe, ...change }, view, out, 1);
  expect([out[0], out[out.length - 1]]).toEqual([-1, -1]);
  return [...out.subarray(1, -1)];
}

describe("fillTensor", () => {
  it("lays out planes or pixels, in either channel order, plain or mirrored", () => {
    expect(filled({})).toEqual([1, 2, 3, 11, 12, 13, 101, 102, 103, 111, 112, 113, 201, 202, 203, 211, 212, 213]);
    expect(filled({ channels: "BGR" })).toEqual([
      201, 202, 203, 211, 212, 213, 101, 102, 103, 111, 112, 113, 1, 2, 3, 11, 12, 13,
    ]);
    expect(filled({ layout: "NHWC" })).toEqual([...pixels.data]);
    expect(filled({ layout: "NHWC", channels: "BGR" }, "mirrored")).toEqual([
      203, 103, 3, 202, 102, 2, 201, 101, 1, 213, 113, 13, 212, 112, 12, 211, 111, 11,
    ]);
    expect(filled({}, "mirrored").slice(0, 6)).toEqual([3, 2, 1, 13, 12, 11]);
  });

  it("takes mean and scale in the order the channels are fed", () => {
    const out = filled({ channels: "BGR", mean: [200, 100, 0], scale: [1, 10, 0.5] });
    expect([out[0], out[6], out[12]]).toEqual([1, Math.fround(0.1), 2]);
  });

  // numpy 1.24: (np.float32([1, 2, 13, 101, 203]) / np.float32(255)).view(np.uint32), and the like
  it("has the digits of float32 arithmetic", () => {
    const bits = (values: number[]) => [...new Uint32Array(Float32Array.from(values).buffer)];
    const pick = (out: number[]) => [out[0], out[1], out[5], out[6], out[14]];
    expect(bits(pick(filled({ scale: [255, 255, 255] })))).toEqual([
      998277249, 1006665857, 1028706513, 1053477579, 1061931980,
    ]);
    expect(bits(pick(filled({ mean: [127.5, 127.5, 127.5], scale: [128, 128, 128] })))).toEqual([
      3212640256, 3212509184, 3211067392, 3193176064, 1058471936,
    ]);
    expect(bits(pick(filled({ mean: [123.675, 116.28, 103.53], scale: [58.395, 57.12, 57.375] })))).toEqual([
      3221648171, 3221576344, 3220347035, 3196647085, 1071507786,
    ]);
  });

  it("whitens by the image's own mean and deviation", () => {
    const values = [...pixels.data];
    const mean = values.reduce((a, b) => a + b) / 18;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 18);
    filled({ whiten: true, layout: "NHWC" }).forEach((v, i) =>
      expect(v).toBeCloseTo((values[i] - mean) / deviation, 6),
    );
  });

  it("whitens a flat image to zeros", () => {
    const out = new Float32Array(18).fill(7);
    fillTensor(
      { width: 3, height: 2, data: new Uint8Array(18).fill(90) },
      { ...recipe, whiten: true },
      "plain",
      out,
      0,
    );
    expect([...out]).toEqual(new Array(18).fill(0));
  });
});
