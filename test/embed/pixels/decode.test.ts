import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeImage } from "../../../src/embed/decode.js";
import { UserError } from "../../../src/errors.js";
import { bytesOf, expected, folder } from "./fixtures.js";

describe("decodeImage gives the pixels that OpenCV 4.6 reads or that were drawn", () => {
  it.each(Object.keys(expected))("%s", async (name) => {
    const { width, height, data } = await decodeImage(bytesOf(name));
    expect([width, height]).toEqual([expected[name].width, expected[name].height]);
    expect(Buffer.from(data).equals(Buffer.from(expected[name].rgb, "base64"))).toBe(true);
  });

  it("covers all eight Exif orientations, and they differ", () => {
    const turned = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => expected[`jpeg-exif${n}.jpg`].rgb);
    expect(new Set(turned).size).toBe(8);
  });

  it("needs no bytes outside the view it is given", async () => {
    const whole = Buffer.concat([Buffer.alloc(7, 1), bytesOf("bmp-24.bmp"), Buffer.alloc(9, 1)]);
    const { data } = await decodeImage(whole.subarray(7, whole.length - 9));
    expect(Buffer.from(data).toString("base64")).toBe(expected["bmp-24.bmp"].rgb);
  });
});

describe("decodeImage refuses in one clause", () => {
  const reasons: Record<string, string> = {
    "bad-bmp-depth.bmp": "BMP: 7 bits a pixel, expected 1, 4, 8, 16, 24 or 32",
    "bad-bmp-half.bmp": "truncated BMP: 146 bytes of pixels, expected 360",
    "bad-bmp-header-only.bmp": "truncated BMP: ends inside its header",
    "bad-bmp-huge.bmp": "1048576x1048576 pixels, expected at most 67108864 in all",
    "bad-bmp-jpeg-inside.bmp": "BMP: compression 4 with 24 bits a pixel is not read",
    "bad-bmp-rle-half.bmp": "truncated BMP: ends inside its runs",
    "bad-gif-half.gif": "truncated GIF",
    "bad-jpeg-12-bit.jpg": "12-bit JPEG is not read",
    "bad-jpeg-arithmetic-half.jpg": "truncated JPEG",
    "bad-jpeg-early-end.jpg": "corrupt JPEG: premature end of data segment",
    "bad-jpeg-half.jpg": "truncated JPEG",
    "bad-jpeg-header-only.jpg": "truncated JPEG",
    "bad-jpeg-huge.jpg": "65280x65280 pixels, expected at most 67108864 in all",
    "bad-jpeg-lossless.jpg": "lossless or hierarchical JPEG is not read",
    "bad-jpeg-no-end.jpg": "truncated JPEG",
    "bad-jpeg-progressive-half.jpg": "truncated JPEG",
    "bad-jpeg-start-only.jpg": "truncated JPEG",
    "bad-jpeg-stray-marker.jpg": "corrupt JPEG: premature end of data segment",
    "bad-pam.pam": 'not an image (starts with "P7\\nWIDTH 13\\nHEIG")',
    "bad-pgm-above-maxval.pgm": "PGM: sample 21, expected at most 15",
    "bad-pgm-half.pgm": "truncated PGM: 50 bytes of pixels, expected 117",
    "bad-pgm-huge.pgm": "100000x100000 pixels, expected at most 67108864 in all",
    "bad-pgm-maxval.pgm": "PGM: maxval 70000, expected 1 to 65535",
    "bad-pgm-no-size.pgm": 'PGM: width "wide", expected a number',
    "bad-pgm-text-half.pgm": "truncated PGM: ends before its sample",
    "bad-pgm-word.pgm": 'PGM: sample "x", expected a number',
    "bad-png-checksum.png": "PNG: bad checksum of its IDAT chunk",
    "bad-png-data.png": "PNG: bad checksum of its IDAT chunk",
    "bad-png-few-rows.png": "PNG: its pixel data are damaged or too few",
    "bad-png-half.png": "truncated PNG",
    "bad-png-huge.png": "more than 67108864 pixels",
    "bad-tiff-half.tif": "TIFF: Read error at scanline 4294967295; got 60 bytes, expected 351",
    "bad-webp-half.webp": "WebP: unable to parse image",
  };

  it("knows every bad file of the folder", () => {
    expect(readdirSync(folder).filter((name) => name.startsWith("bad-"))).toEqual(Object.keys(reasons));
  });

  it.each(Object.entries(reasons))("%s: %s", async (name, reason) => {
    await expect(decodeImage(bytesOf(name))).rejects.toThrow(new UserError(reason));
  });

  it.each([
    ["no bytes", "", "empty file"],
    ["a web page", "<!DOCTYPE html><html>", 'not an image (starts with "<!DOCTYPE html><")'],
    ["a text", "hello", 'not an image (starts with "hello")'],
    ["an ONNX model", "\x08\x07\x12\x07pytorch\x1a", "not an image (first bytes 080712077079746f)"],
    [
      "an SVG, which libvips would draw",
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'not an image (starts with "<svg xmlns=\\"http")',
    ],
    ["a text that begins with BM", "BMW is a car maker from Munich", 'not an image (starts with "BMW is a car mak")'],
    ["the start of a BMP", "BM6\0\0\0", "truncated BMP: ends inside its header"],
    ["one byte", "P", 'not an image (starts with "P")'],
  ])("%s", async (_, text, reason) => {
    await expect(decodeImage(Buffer.from(text, "latin1"))).rejects.toThrow(UserError);
    await expect(decodeImage(Buffer.from(text, "latin1"))).rejects.toThrow(reason);
  });
});
