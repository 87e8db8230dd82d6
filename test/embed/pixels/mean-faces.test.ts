import { describe, expect, it } from "vitest";
import { alignedFaces, meanFaces } from "../../../src/embed/mean-faces.js";
import { loadAligned } from "../../../src/embed/prepare.js";
import type { PixelRecipe } from "../../../src/embed/recipe.js";
import type { ImageRef } from "../../../src/types.js";
import { folder } from "./fixtures.js";

const [width, height] = [4, 3];
const recipe: PixelRecipe = {
  ...{ width, height, channels: "BGR", layout: "NCHW", mean: [0, 0, 0], scale: [255, 255, 255] },
  ...{ whiten: false, resize: false },
};

/** A PPM whose levels depend on its number; bytes in memory stand for files. */
function numbered(number: number): ImageRef {
  const levels = Uint8Array.from({ length: 3 * width * height }, (_, i) => (number * 37 + i * 11 + number * i) % 256);
  const bytes = Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), levels]);
  return { name: `${number}.ppm`, path: "", bytes };
}

const quiet = {
  progress: { start: () => {}, step: () => {}, stop: () => {} },
  signal: new AbortController().signal,
};

describe("mean faces", () => {
  const groups = [
    [numbered(1)],
    [numbered(2), numbered(3)],
    // More than one thread's task.
    Array.from({ length: 150 }, (_, i) => numbered(10 + i)),
  ];

  it.each([1, 2, 3])("are the rounded means of the levels, with %i threads", async (threads) => {
    const found = await meanFaces(groups, recipe, { threads, ...quiet });
    for (const [at, images] of groups.entries()) {
      const levels = await Promise.all(images.map(async (image) => (await loadAligned(image, recipe)).pixels.data));
      const mean = (i: number): number => levels.reduce((sum, data) => sum + data[i], 0) / images.length;
      const expected = Array.from({ length: 3 * width * height }, (_, i) => Math.round(mean(i)));
      expect({ ...found[at], data: [...found[at].data] }).toEqual({ width, height, data: expected });
    }
  });

  it("are of RGB as seen, whatever order the network is fed", async () => {
    const image: ImageRef = { name: "png-rgb.png", path: `${folder}png-rgb.png` };
    const sized = { ...recipe, width: 13, height: 9 };
    const [face] = await meanFaces([[image]], sized, { threads: 1, ...quiet });
    const [aligned] = await alignedFaces([image], sized);
    expect([...face.data]).toEqual([...aligned.data]);
  });

  it("name the image that can't be read", async () => {
    const bad = [numbered(1), { name: "lost.png", path: "/nowhere/lost.png" }];
    await expect(meanFaces([bad], recipe, { threads: 1, ...quiet })).rejects.toThrow(/^lost\.png: no such file/);
    await expect(alignedFaces(bad, recipe)).rejects.toThrow(/^lost\.png: no such file/);
  });

  it("stop where they are told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(meanFaces(groups, recipe, { threads: 2, ...quiet, signal: stop.signal })).rejects.toThrow("stopped");
  });
});
