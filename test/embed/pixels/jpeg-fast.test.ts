import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeBySharp, decodeImage } from "../../../src/embed/decode.js";
import { decodePlainJpeg } from "../../../src/embed/jpeg-fast.js";
import { UserError } from "../../../src/errors.js";
import { bytesOf, expected } from "./fixtures.js";

/** Two sums of waves and a hard edge, so that chroma filters have something to differ on. */
function drawn(width: number, height: number, seed: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const wave = Math.sin((x * (seed % 7)) / 9 + c) + Math.cos((y * (seed % 5)) / 7 - c);
    data[i] = 128 + 50 * wave + (x * 3 > width * 2 ? 60 * (c - 1) : 0) + ((i * 2654435761 * (seed + 1)) % 23);
  }
  return data;
}

const jpegs = fc.record({
  width: fc.integer({ min: 1, max: 70 }),
  height: fc.integer({ min: 1, max: 70 }),
  seed: fc.nat(1000),
  quality: fc.integer({ min: 1, max: 100 }),
  chromaSubsampling: fc.constantFrom("4:2:0", "4:4:4"),
  progressive: fc.boolean(),
  optimiseCoding: fc.boolean(),
  grey: fc.boolean(),
});

async function encode({
  width,
  height,
  seed,
  grey,
  ...options
}: typeof jpegs extends fc.Arbitrary<infer T> ? T : never): Promise<Buffer> {
  const image = sharp(drawn(width, height, seed), { raw: { width, height, channels: 3 } });
  return (grey ? image.toColourspace("b-w") : image).jpeg(options).toBuffer();
}

describe("the fast JPEG path", () => {
  it("gives sharp's bytes for every plain JPEG", async () => {
    const property = fc.asyncProperty(jpegs, async (recipe) => {
      const jpeg = await encode(recipe);
      const fast = await decodePlainJpeg(jpeg);
      const slow = await decodeBySharp(jpeg, "JPEG");
      expect(fast).not.toBeNull();
      expect([fast?.width, fast?.height]).toEqual([slow.width, slow.height]);
      expect(Buffer.from(fast?.data ?? []).equals(slow.data)).toBe(true);
    });
    await fc.assert(property, { numRuns: 150, seed: 1 });
  });

  it("takes the forms face sets are made of, with OpenCV's pixels", async () => {
    const plain = [
      "420",
      "422",
      "444",
      "progressive",
      "progressive-444",
      "restart",
      "grey",
      "grey-progressive",
      "icc",
      "comment",
      "trailing",
    ];
    for (const form of plain) {
      const fast = await decodePlainJpeg(bytesOf(`jpeg-${form}.jpg`));
      expect(fast && Buffer.from(fast.data).toString("base64"), form).toBe(expected[`jpeg-${form}.jpg`].rgb);
    }
  });

  it("leaves to sharp what could differ or turn", async () => {
    for (const form of ["440", "411", "arithmetic", "adobe-rgb", "cmyk", "ycck", "exif1", "exif6"])
      expect(await decodePlainJpeg(bytesOf(`jpeg-${form}.jpg`)), form).toBeNull();
  });

  it("leaves to sharp what the decoder complains about", async () => {
    for (const fault of [
      "half",
      "no-end",
      "start-only",
      "header-only",
      "progressive-half",
      "early-end",
      "stray-marker",
    ])
      expect(await decodePlainJpeg(bytesOf(`bad-jpeg-${fault}.jpg`)), fault).toBeNull();
  });

  it("never lets a damaged JPEG through that sharp refuses, and works on after each", async () => {
    const damage = fc.record({
      jpeg: jpegs,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
    });
    const property = fc.asyncProperty(damage, async ({ jpeg: recipe, at, bytes }) => {
      const jpeg = await encode(recipe);
      jpeg.set(bytes, Math.floor(at * (jpeg.length - bytes.length)));
      const fast = await decodePlainJpeg(jpeg);
      const slow = await decodeBySharp(jpeg, "JPEG").catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
        return null;
      });
      if (fast !== null) expect([slow?.width, slow?.height]).toEqual([fast.width, fast.height]);
    });
    await fc.assert(property, { numRuns: 150, seed: 2 });
    const { data } = await decodeImage(bytesOf("jpeg-420.jpg"));
    expect(Buffer.from(data).toString("base64")).toBe(expected["jpeg-420.jpg"].rgb);
  });
});
