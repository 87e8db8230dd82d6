import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  modelQualities,
  onnxQualities,
  varianceQualities,
  type QualitySource,
} from "../../src/runs/model-qualities.js";
import type { ModelRequest } from "../../src/runs/model-vectors.js";
import { openCache } from "../../src/store/cache.js";
import type { ImageRef } from "../../src/types.js";
import { ppm } from "../embed/model/scratch.js";
import { onnxModel, type Graph } from "../onnx-models.js";
import { drawnPixels, listener, workshop } from "./workshop.js";

const { io } = listener();
const faces = drawnPixels(40);

/** A network of 8 x 8 pixels with outputs that are sums of its pixels by these weights, an image's row each. */
function sums(
  outputs: Readonly<Record<string, readonly (readonly number[])[]>>,
  shape?: readonly number[],
): Uint8Array {
  const names = Object.keys(outputs);
  const graph: Graph = {
    inputs: [{ name: "input", shape: ["n", 3, 8, 8] }],
    outputs: names.map((name) => ({ name, shape: ["n", ...(shape ?? [outputs[name].length])] })),
    weights: names.map((name) => ({
      name: `${name} weights`,
      shape: [outputs[name].length, 192],
      values: Float32Array.from(outputs[name].flatMap((row) => Array.from({ length: 192 }, (_, i) => row[i] ?? 0))),
    })),
    nodes: [
      { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
      ...names.map((name) => ({
        op: "Gemm",
        inputs: ["flat", `${name} weights`],
        outputs: [name],
        attributes: { transB: 1 },
      })),
    ],
  };
  return onnxModel(graph);
}

/** Red of an image's first pixels, 0 to 1. */
const reds = (i: number, count: number): number[] => {
  return Array.from({ length: count }, (_, k) => faces[i][3 * k] / 255);
};

const vector = [[1], [0, 2], [0, 0, 3]];

describe("a model's own quality", () => {
  const three = (request: ModelRequest, images: readonly ImageRef[]) => onnxQualities(request, images.slice(0, 3), io);
  const near = (values: Float64Array, wanted: (i: number) => number) =>
    values.forEach((value, i) => expect(Math.abs(value - wanted(i))).toBeLessThan(1e-6));

  test("the card's quality output, named or the only other one, before all else", async () => {
    for (const qualityOutput of ["*", "score"]) {
      const { images, request } = workshop(sums({ vector, score: [[0, 0, 0, -1]] }), faces, {
        qualityOutput,
        magnitude: true,
      });
      near(await three(request, images), (i) => -reds(i, 4)[3]);
    }
  });

  test("else the one number of a regressor, 0 among them, flip or no flip", async () => {
    for (const more of [{}, { qualityOutput: "*" }, { magnitude: true }, { flip: "sum" }, { flip: "concat" }]) {
      const { write, images, request } = workshop(sums({ score: [[1, -1]] }), faces, more);
      const black = { name: "black", path: write("black.ppm", ppm(8, 8, new Uint8Array(192))) };
      const values = await onnxQualities(request, [...images.slice(0, 3), black], io);
      near(values, (i) => (i === 3 ? 0 : reds(i, 2)[0] - reds(i, 2)[1]));
    }
  });

  test("else the embedding's length, where the card says that it tells quality", async () => {
    const { images, request } = workshop(sums({ vector }), faces, { magnitude: true });
    near(await three(request, images), (i) => Math.hypot(...reds(i, 3).map((value, k) => value * (k + 1))));
  });

  test("else one line, before anything is embedded", async () => {
    for (const more of [{}, { qualityOutput: "*" }]) {
      const { dir, images, request } = workshop(sums({ vector }), faces, more);
      await expect(three(request, images)).rejects.toThrow(
        /m\.onnx: gives 3 numbers an image, none of them a quality by card "m"; expected "qualityOutput" or "magnitude" in a card$/,
      );
      const cache = openCache(join(dir, "cache"));
      expect(cache.list()).toEqual([]);
      await cache.close();
    }
  });

  test("one line for a file that is no model", async () => {
    const { images, request } = workshop(Buffer.from("GIF89a"), faces);
    await expect(three(request, images)).rejects.toThrow(/m\.onnx: is a picture, expected an ONNX model$/);
  });

  test("results say which of the three it was", async () => {
    const models: [object, Uint8Array, string][] = [
      [{ qualityOutput: "*", magnitude: true }, sums({ vector, score: [[1]] }), "quality output"],
      [{ magnitude: true }, sums({ score: [[1]] }), "output"],
      [{ magnitude: true }, sums({ vector }), "magnitude"],
    ];
    for (const [card, bytes, of] of models) {
      const { images, request } = workshop(bytes, faces, card);
      const { provenance } = await modelQualities({ method: "onnx" }, request, images.slice(0, 2), io);
      expect(provenance.quality).toEqual({ method: "onnx", of });
    }
  });

  test("a second run reads the cache", async () => {
    const { images, request } = workshop(sums({ vector, score: [[0, 0, 0, -1]] }), faces, { qualityOutput: "*" });
    const { io, details } = listener();
    const first = await onnxQualities(request, images, io);
    expect(await onnxQualities(request, images, io)).toEqual(first);
    expect(details.at(-1)).toBe(`${images.length} embeddings from the cache, 0 made now`);
  });
});

describe("variances", () => {
  const outputs = { vector, spread: [[1], [0, 2], [0, 0, 3]] };
  const three = (source: QualitySource, request: ModelRequest, images: readonly ImageRef[]) =>
    modelQualities(source, request, images.slice(0, 3), io);
  const harmonic = (values: readonly number[]) => -values.length / values.reduce((sum, value) => sum + 1 / value, 0);
  const variances = (i: number) => reds(i, 3).map((value, k) => value * (k + 1));

  test("minus their harmonic mean, or that of their exponentials, within 1e-6 of it", async () => {
    for (const varianceForm of [undefined, "variance", "log"]) {
      const { images, request } = workshop(sums(outputs), faces, { varianceOutput: "spread", varianceForm });
      const { values, failed, provenance } = await three({ method: "variance" }, request, images);
      expect(failed.size).toBe(0);
      expect(provenance.quality).toEqual({ method: "variance", output: "spread", form: varianceForm ?? "variance" });
      values.forEach((value, i) => {
        const wanted = harmonic(variances(i).map((v) => (varianceForm === "log" ? Math.exp(v) : v)));
        expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-6);
      });
    }
  });

  test("options go before the card, and have a place of their own in the cache", async () => {
    const { images, request } = workshop(sums(outputs), faces, { varianceOutput: "vector", output: "vector" });
    const first = await varianceQualities(request, images.slice(0, 3), { output: "spread", form: "log" }, io);
    const wanted = Float64Array.from([0, 1, 2], (i) => harmonic(variances(i).map(Math.exp)));
    first.forEach((value, i) => expect(Math.abs(value / wanted[i] - 1)).toBeLessThan(1e-6));
    const plain = await varianceQualities(request, images.slice(0, 3), {}, io);
    expect(plain).not.toEqual(first);
    expect(await varianceQualities(request, images.slice(0, 3), { output: "spread", form: "log" }, io)).toEqual(first);
  });

  test("the embedding is the output that the card does not call variances, in the cache too", async () => {
    const { writeCard, images, request } = workshop(sums({ vector, spread: [[1], [1]] }), faces);
    const spread = (i: number) => Array.from({ length: 2 }, () => reds(i, 1)[0]);
    for (const [varianceOutput, embedding] of [
      ["spread", variances],
      ["vector", spread],
    ] as const) {
      const card = writeCard(`${varianceOutput}.card.json`, { varianceOutput, magnitude: true });
      const lengths = await onnxQualities({ ...request, card }, images.slice(0, 3), io);
      lengths.forEach((value, i) => expect(Math.abs(value - Math.hypot(...embedding(i)))).toBeLessThan(1e-6));
    }
  });

  test("an image whose number is not finite fails, others do not", async () => {
    const { write, images, request } = workshop(sums({ spread: [[1e6], [1e6]] }), faces);
    const black = { name: "black", path: write("black.ppm", ppm(8, 8, new Uint8Array(192))) };
    const source = { method: "variance", output: "spread", form: "log" } as const;
    const { values, failed } = await modelQualities(source, request, [images[0], black], io);
    expect([...values]).toEqual([NaN, -1]);
    expect([...failed]).toEqual([[0, { name: "0", reason: "its quality is not a finite number" }]]);
  });

  test("one line for a negative variance, for none named, and for a name that is none", async () => {
    const log = workshop(sums({ vector, spread: [[-1], [0, 2]] }), faces, { varianceOutput: "spread" });
    await expect(three({ method: "variance" }, log.request, log.images)).rejects.toThrow(
      /m\.onnx: output "spread" holds -0\.\d+, no variance; if it is log sigma\^2, its card needs "varianceForm": "log"$/,
    );
    const none = workshop(sums({ vector }), faces, {});
    await expect(three({ method: "variance" }, none.request, none.images)).rejects.toThrow(
      'card "m" names no output of variances, expected "varianceOutput" in it',
    );
    await expect(three({ method: "variance", output: "vektor" }, none.request, none.images)).rejects.toThrow(
      /m\.onnx: no output "vektor"; did you mean "vector"\?; it has vector \(nx3\)$/,
    );
  });
});
