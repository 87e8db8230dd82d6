import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignLandmarks, fitSimilarity, templatePoints, type Affine } from "../../../src/embed/align.js";
import { resizeBilinear } from "../../../src/embed/resize.js";
import { warpAffine } from "../../../src/embed/warp.js";
import { bytesOf } from "./fixtures.js";

interface Geometry {
  width: number;
  height: number;
  rgb: string;
  warps: { matrix: Affine; sha256: string; small: { matrix: Affine; width: number; height: number; rgb: string } }[];
  resizes: { width: number; height: number; sha256: string }[];
  similarities: { landmarks: number[]; matrix: number[] }[];
}

const geometry = JSON.parse(bytesOf("geometry.json").toString()) as Geometry;
const image = { width: geometry.width, height: geometry.height, data: Buffer.from(geometry.rgb, "base64") };
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("warpAffine", () => {
  it.each(geometry.warps.map((warp, i) => [i, warp] as const))(
    "equals OpenCV 4.6 byte for byte, matrix %i",
    (_, warp) => {
      const { matrix, width, height, rgb } = warp.small;
      expect(Buffer.from(warpAffine(image, matrix, width, height).data).toString("base64")).toBe(rgb);
      expect(sha256(warpAffine(image, warp.matrix, 112, 112).data)).toBe(warp.sha256);
    },
  );

  it("gives the image back under the identity", () => {
    expect(Buffer.from(warpAffine(image, [1, 0, 0, 0, 1, 0], 60, 50).data).equals(image.data)).toBe(true);
  });
});

describe("resizeBilinear", () => {
  it.each(geometry.resizes)(
    "equals OpenCV 4.6 byte for byte at $width x $height",
    ({ width, height, sha256: digest }) => {
      expect(sha256(resizeBilinear(image, width, height).data)).toBe(digest);
    },
  );
});

const apply = (m: readonly number[], p: readonly number[]): number[] =>
  p.map((_, i) => (i % 2 === 0 ? m[0] * p[i] + m[1] * p[i + 1] + m[2] : m[3] * p[i - 1] + m[4] * p[i] + m[5]));
const squares = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0);

describe("fitSimilarity", () => {
  it("equals Umeyama by singular value decomposition (numpy) within 1e-9", () => {
    const template = templatePoints(112, 112);
    for (const { landmarks, matrix } of geometry.similarities)
      fitSimilarity(landmarks, template).forEach((v, i) => expect(Math.abs(v - matrix[i])).toBeLessThan(1e-9));
  });

  const points = fc.array(fc.double({ min: -200, max: 200, noNaN: true }), { minLength: 10, maxLength: 10 });

  it("is never beaten by a similarity near it", () => {
    const property = fc.property(points, (landmarks) => {
      fc.pre(
        squares(
          landmarks,
          landmarks.map((_, i) => landmarks[i % 2]),
        ) > 100,
      );
      const template = templatePoints(112, 112);
      const [a, , x, b, , y] = fitSimilarity(landmarks, template);
      const best = squares(apply([a, -b, x, b, a, y], landmarks), template);
      for (const step of [1e-3, -1e-3]) {
        const near = [
          [a + step, b, x, y],
          [a, b + step, x, y],
          [a, b, x + step, y],
          [a, b, x, y + step],
        ];
        for (const [c, s, u, v] of near)
          expect(squares(apply([c, -s, u, s, c, v], landmarks), template)).toBeGreaterThan(best);
      }
    });
    fc.assert(property, { numRuns: 200, seed: 3 });
  });

  it("finds the very map that made the points", () => {
    const property = fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (angle, scale) => {
        const map = [
          scale * Math.cos(angle),
          -scale * Math.sin(angle),
          30,
          scale * Math.sin(angle),
          scale * Math.cos(angle),
          -8,
        ];
        const from = templatePoints(112, 112);
        fitSimilarity(from, apply(map, from)).forEach((v, i) => expect(v).toBeCloseTo(map[i], 9));
      },
    );
    fc.assert(property, { numRuns: 100, seed: 4 });
  });
});

describe("templatePoints", () => {
  it("places the left eye by the rule of each size", () => {
    const eye = (width: number, height: number) => templatePoints(width, height).slice(0, 2);
    expect(eye(112, 112)).toEqual([38.2946, 51.6963]);
    expect(eye(224, 224)).toEqual([76.5892, 103.3926]);
    expect(eye(96, 112)[0]).toBeCloseTo(30.2946, 12);
    expect(eye(96, 112)[1]).toBe(51.6963);
    expect(eye(128, 128)[0]).toBeCloseTo(46.2946, 12);
    expect(eye(160, 160)[0]).toBeCloseTo(46.2946 * 1.25, 12);
    expect(eye(160, 160)[1]).toBeCloseTo(51.6963 * 1.25, 12);
  });

  it.each([
    [112, 96],
    [100, 100],
    [150, 150],
    [128, 160],
  ])("has none for %ix%i", (width, height) => {
    expect(() => templatePoints(width, height)).toThrow(`no landmark template for ${width}x${height}, expected`);
  });
});

describe("alignLandmarks", () => {
  const template = templatePoints(112, 112);
  const swap = (order: number[]) => order.flatMap((i) => template.slice(2 * i, 2 * i + 2));

  it("sees nothing odd in a face, rotated or not", () => {
    expect(alignLandmarks(template, 112, 112)).toMatchObject({ mirrored: false });
    expect(alignLandmarks(apply([0, -2, 300, 2, 0, 5], template), 112, 112)).toMatchObject({ mirrored: false });
  });

  it("sees eyes and mouth corners in the wrong order, and x and y exchanged", () => {
    expect(alignLandmarks(swap([1, 0, 2, 4, 3]), 112, 112).mirrored).toBe(true);
    expect(alignLandmarks(swap([1, 0, 2, 3, 4]), 112, 112).mirrored).toBe(true);
    expect(
      alignLandmarks(
        template.map((_, i) => template[i ^ 1]),
        112,
        112,
      ).mirrored,
    ).toBe(true);
  });

  it.each([
    [[1, 2, 3], "3 landmark numbers, expected 10"],
    [template.map((v, i) => (i === 3 ? NaN : v)), "a landmark is not a finite number"],
    [template.map((_, i) => (i % 2 === 0 ? 40 : 50)), "the landmarks lie in one point or fit no face"],
    [template.map(() => 0), "the landmarks lie in one point or fit no face"],
  ])("refuses %j", (landmarks, reason) => {
    expect(() => alignLandmarks(landmarks, 112, 112)).toThrow(reason);
  });
});
