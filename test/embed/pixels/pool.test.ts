import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeImage } from "../../../src/embed/decode.js";
import { openPixelPool, type PixelPool } from "../../../src/embed/pixel-pool.js";
import { loadAligned, prepareImage } from "../../../src/embed/prepare.js";
import type { PixelRecipe } from "../../../src/embed/recipe.js";
import type { ImageRef } from "../../../src/types.js";
import { bytesOf, expected, folder } from "./fixtures.js";

const recipe: PixelRecipe = {
  width: 13,
  height: 9,
  channels: "BGR",
  layout: "NCHW",
  mean: [0, 0, 0],
  scale: [255, 255, 255],
  whiten: false,
  resize: false,
};
const size = 3 * 13 * 9;
const at = (name: string, more: Partial<ImageRef> = {}): ImageRef => ({ name, path: folder + name, ...more });

/** What a recipe of BGR planes over 255 makes of RGB bytes. */
function planes(rgb: Buffer, mirrored = false): number[] {
  return Array.from({ length: size }, (_, i) => {
    const [c, y, x] = [2 - Math.floor(i / 117), Math.floor((i % 117) / 13), i % 13];
    return Math.fround(rgb[(y * 13 + (mirrored ? 12 - x : x)) * 3 + c] / 255);
  });
}

let scratch: string;
let pool: PixelPool;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "pixels-"));
  pool = openPixelPool({ threads: 2, recipe });
});
afterAll(async () => {
  await pool.close();
  rmSync(scratch, { recursive: true });
});

describe("openPixelPool", () => {
  it("fills images x views and says why an image has none", async () => {
    const packed = join(scratch, "packed");
    const png = bytesOf("png-rgba.png");
    writeFileSync(packed, Buffer.concat([Buffer.alloc(5), png, Buffer.alloc(3)]));
    const images = [
      at("png-rgb.png"),
      at("bad-png-half.png"),
      { name: "third", path: packed, start: 5, end: 5 + png.length },
      at("none.png"),
      { name: "fifth", path: "list.bin", bytes: bytesOf("ppm.ppm") },
      { name: "sixth", path: scratch },
      { name: "seventh", path: packed, start: 5, end: 5000 },
      at("jpeg-420.jpg"),
    ];
    const { values, failures, mirrored } = await pool.prepare(images, ["plain", "mirrored"]);
    const rgb = Buffer.from(expected["png-rgb.png"].rgb, "base64");
    expect(values.length).toBe(images.length * 2 * size);
    for (const i of [0, 2, 4]) {
      expect([...values.subarray(2 * i * size, (2 * i + 1) * size)]).toEqual(planes(rgb));
      expect([...values.subarray((2 * i + 1) * size, (2 * i + 2) * size)]).toEqual(planes(rgb, true));
    }
    expect(values.subarray(2 * size, 4 * size).every((v) => v === 0)).toBe(true);
    expect(failures).toEqual([
      null,
      "truncated PNG",
      null,
      "no such file or folder",
      null,
      "is a folder, expected a file",
      `ends at byte ${8 + png.length}, expected 5000`,
      "19x13, expected 13x9 (give --landmarks FILE or --resize)",
    ]);
    expect([...mirrored]).toEqual(new Array(images.length).fill(0));
  });

  it("gives the same bytes whichever thread works", async () => {
    const images = Object.keys(expected)
      .filter((name) => expected[name].width === 13)
      .map((name) => at(name));
    const batches = await Promise.all(Array.from({ length: 6 }, () => pool.prepare(images, ["plain"])));
    for (const { values, failures } of batches) {
      expect(failures).toEqual(batches[0].failures);
      expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(batches[0].values.buffer))).toBe(0);
    }
  });

  it("takes an empty batch", async () => {
    expect((await pool.prepare([], ["plain"])).values.length).toBe(0);
  });
});

describe("prepareImage", () => {
  const face = { ...recipe, width: 112, height: 112 };
  // The template itself, twice the size and shifted: the crop is the picture's left upper part at half the size.
  const landmarks = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041].map(
    (v) => 2 * v + 10,
  );

  async function picture(): Promise<ImageRef> {
    const raw = Buffer.from(Array.from({ length: 250 * 240 * 3 }, (_, i) => (Math.floor(i / 3) % 250) + (i % 3)));
    const png = await sharp(raw, { raw: { width: 250, height: 240, channels: 3 } })
      .png()
      .toBuffer();
    return { name: "ramp", path: "memory", bytes: png };
  }

  it("warps by landmarks, even where the size already fits", async () => {
    const { pixels, mirrored } = await loadAligned({ ...(await picture()), landmarks }, face);
    expect([pixels.width, pixels.height, mirrored]).toEqual([112, 112, false]);
    const row = Array.from({ length: 112 }, (_, x) => pixels.data[(50 * 112 + x) * 3]);
    expect(row).toEqual(Array.from({ length: 112 }, (_, x) => 2 * x + 10));
  });

  it("tells of landmarks in the wrong order and still answers", async () => {
    const order = [1, 0, 2, 4, 3].flatMap((i) => landmarks.slice(2 * i, 2 * i + 2));
    const out = new Float32Array(3 * 112 * 112);
    expect(await prepareImage({ ...(await picture()), landmarks: order }, face, ["plain"], out, 0)).toEqual({
      failure: null,
      mirrored: true,
    });
  });

  it("scales an image of another size only where the recipe says so", async () => {
    const image = at("jpeg-420.jpg");
    await expect(loadAligned(image, recipe)).rejects.toThrow(
      "19x13, expected 13x9 (give --landmarks FILE or --resize)",
    );
    const { pixels } = await loadAligned(image, { ...recipe, resize: true });
    expect([pixels.width, pixels.height]).toEqual([13, 9]);
  });

  it("takes an image of the right size as it is", async () => {
    const { pixels } = await loadAligned(at("png-rgb.png"), { ...recipe, resize: true });
    expect(pixels).toEqual(await decodeImage(bytesOf("png-rgb.png")));
  });

  it("answers for landmarks that fit no face", async () => {
    const out = new Float32Array(3 * 112 * 112);
    const image = { ...(await picture()), landmarks: new Array<number>(10).fill(3) };
    const { failure } = await prepareImage(image, face, ["plain"], out, 0);
    expect(failure).toBe("the landmarks lie in one point or fit no face");
  });
});
