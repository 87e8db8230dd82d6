import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/errors.js";
import type { EmbedOptions } from "../../../src/embed/embed-options.js";
import { embedImages } from "../../../src/embed/embedder.js";
import { openCache, type EmbeddingCache } from "../../../src/store/cache.js";
import type { ImageRef } from "../../../src/types.js";
import { linearModel, linearWeights, onnxModel, type LinearOptions } from "../../onnx-models.js";
import { ppm, scratch, smallCard } from "./scratch.js";

/** 4 x 4 images of arbitrary pixels, on disk and as R G B bytes. */
function faces(count: number) {
  const { dir, write } = scratch();
  const pixels = Array.from({ length: count }, (_, k) =>
    Uint8Array.from({ length: 48 }, (_, i) => (i * 53 + k * 89 + ((i * k) % 31)) % 256),
  );
  const images = pixels.map((bytes, k): ImageRef => ({ name: `face ${k}`, path: write(`${k}.ppm`, ppm(4, 4, bytes)) }));
  return { dir, write, pixels, images };
}

function listener() {
  const warnings: string[] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  let steps = 0;
  const io: EmbedOptions["io"] = {
    progress: { start() {}, step: (count = 1) => void (steps += count), stop() {} },
    note: (text) => void notes.push(text),
    warn: (text) => void warnings.push(text),
    detail() {},
    signal: stop.signal,
    now: () => performance.now(),
  };
  return { io, warnings, notes, stop, steps: () => steps };
}

const options = (model: string, more: Partial<EmbedOptions> = {}): EmbedOptions => ({
  model,
  card: smallCard(),
  provider: "cpu",
  batch: 4,
  threads: 2,
  cache: null,
  resize: false,
  strict: false,
  pairs: null,
  io: listener().io,
  ...more,
});

/** The network's input from R G B bytes, planes or pixels, computed apart from the product's code. */
function inputOf(bytes: Uint8Array, { bgr = false, nhwc = false, mirrored = false, mean = 0, scale = 1 }): number[] {
  const input: number[] = new Array(48);
  for (let y = 0; y < 4; y++)
    for (let x = 0; x < 4; x++)
      for (let c = 0; c < 3; c++) {
        const value = bytes[(y * 4 + (mirrored ? 3 - x : x)) * 3 + (bgr ? 2 - c : c)];
        input[nhwc ? (y * 4 + x) * 3 + c : c * 16 + y * 4 + x] = (value - mean) / scale;
      }
  return input;
}

function project(input: readonly number[], linear: LinearOptions = {}): number[] {
  const weights = linearWeights(linear);
  return Array.from({ length: 8 }, (_, unit) =>
    input.reduce((sum, value, i) => sum + value * weights[unit * 48 + i], 0),
  );
}

function expectRows(values: Float32Array, rows: readonly number[][], tolerance: number): void {
  const flat = rows.flat();
  expect(values).toHaveLength(flat.length);
  const worst = Math.max(...flat.map((value, i) => Math.abs(values[i] - value)));
  expect(worst).toBeLessThanOrEqual(tolerance);
}

async function withCache<T>(dir: string, action: (cache: EmbeddingCache) => Promise<T>): Promise<T> {
  const cache = openCache(join(dir, "cache"));
  try {
    return await action(cache);
  } finally {
    await cache.close();
  }
}

describe("embedding equals W x pixels computed apart, within 1e-3", () => {
  test.each([
    { bgr: false, nhwc: false, mean: 0, scale: 255 },
    { bgr: true, nhwc: false, mean: 127.5, scale: 128 },
    { bgr: true, nhwc: true, mean: 127.5, scale: 127.5 },
  ])("%o", async (way) => {
    const { write, pixels, images } = faces(11);
    const model = write("m.onnx", linearModel({ layout: way.nhwc ? "NHWC" : "NCHW" }));
    const card = smallCard({ channels: way.bgr ? "BGR" : "RGB", mean: way.mean, scale: way.scale });
    const { matrix, counts, origins } = await embedImages(images, options(model, { card }));
    expectRows(
      matrix.values,
      pixels.map((bytes) => project(inputOf(bytes, way))),
      1e-3,
    );
    expect([matrix.count, matrix.dim, counts]).toEqual([11, 8, { cached: 0, embedded: 11 }]);
    expect(origins).toEqual([{ provider: "cpu", runtime: "onnxruntime 1.30.0" }]);
  });

  test.each(["sum", "concat"] as const)("flip %s adds or appends the mirrored view", async (flip) => {
    const { dir, write, pixels, images } = faces(7);
    const model = write("m.onnx", linearModel());
    const expected = pixels.map((bytes) => {
      const plain = project(inputOf(bytes, {}));
      const mirrored = project(inputOf(bytes, { mirrored: true }));
      return flip === "sum" ? plain.map((value, i) => value + mirrored[i]) : [...plain, ...mirrored];
    });
    await withCache(dir, async (cache) => {
      for (const pass of ["cold", "warm"]) {
        const { matrix, counts } = await embedImages(images, options(model, { card: smallCard({ flip }), cache }));
        expectRows(matrix.values, expected, 2e-3);
        expect(counts.embedded, pass).toBe(pass === "cold" ? 7 : 0);
      }
    });
  });

  test.each([1, 2, 3, 5, 64])("batch %d, a batch fixed by the model at 3 too", async (batch) => {
    const { write, pixels, images } = faces(17);
    const expected = pixels.map((bytes) => project(inputOf(bytes, {})));
    const free = write("free.onnx", linearModel());
    const fixed = write("fixed.onnx", linearModel({ batch: 3 }));
    for (const model of [free, fixed]) {
      const { matrix } = await embedImages(images, options(model, { batch, card: smallCard({ flip: "none" }) }));
      expectRows(matrix.values, expected, 1e-3);
    }
  });

  test("float16 in and out, within half a step of its results (0.25)", async () => {
    const { write, pixels, images } = faces(5);
    const model = write("m.onnx", linearModel({ input: "float16", output: "float16" }));
    const { matrix } = await embedImages(images, options(model));
    expectRows(
      matrix.values,
      pixels.map((bytes) => project(inputOf(bytes, {}))),
      0.13,
    );
  });

  test("a quality of its own comes apart from the embedding, cold and warm", async () => {
    const { dir, write, pixels, images } = faces(6);
    const model = write("m.onnx", qualityModel());
    const card = smallCard({ output: "embedding", qualityOutput: "*" });
    const raw = pixels.map((bytes) => project(inputOf(bytes, {})));
    await withCache(dir, async (cache) => {
      for (let pass = 0; pass < 2; pass++) {
        const { matrix, quality } = await embedImages(images, options(model, { card, cache }));
        expectRows(matrix.values, raw, 1e-3);
        expectRows(
          quality!,
          raw.map((row) => [Math.max(...row)]),
          1e-3,
        );
      }
    });
  });

  test("a card that names a quality the model lacks: a warning, and NaN", async () => {
    const { write, images } = faces(3);
    const { io, warnings } = listener();
    const made = await embedImages(
      images,
      options(write("m.onnx", linearModel()), { card: smallCard({ qualityOutput: "*" }), io }),
    );
    expect(warnings).toEqual(['card "small": the model has no quality output; its quality is left empty']);
    expect([...made.quality!]).toEqual([NaN, NaN, NaN]);
    expect(made.matrix.dim).toBe(8);
  });
});

/** `linearModel` with its largest value as a quality, one number an image. */
function qualityModel(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
    outputs: [
      { name: "embedding", shape: ["n", 8] },
      { name: "quality", shape: ["n", 1] },
    ],
    weights: [{ name: "w", shape: [8, 48], values: linearWeights({}) }],
    nodes: [
      { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
      { op: "Gemm", inputs: ["flat", "w"], outputs: ["embedding"], attributes: { transB: 1 } },
      { op: "ReduceMax", inputs: ["embedding"], outputs: ["quality"], attributes: { axes: [1], keepdims: 1 } },
    ],
  });
}

/** embedding = log of the first two pixels of the first plane: 0 gives -infinity, a 1 gives 0. */
function logModel(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
    outputs: [{ name: "embedding", shape: ["n", 2] }],
    weights: [
      { name: "from", shape: [1], values: BigInt64Array.of(0n) },
      { name: "to", shape: [1], values: BigInt64Array.of(2n) },
      { name: "axis", shape: [1], values: BigInt64Array.of(1n) },
    ],
    nodes: [
      { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
      { op: "Slice", inputs: ["flat", "from", "to", "axis"], outputs: ["two"] },
      { op: "Log", inputs: ["two"], outputs: ["embedding"] },
    ],
  });
}

describe("images that give no embedding", () => {
  const startingWith = (a: number, b: number) =>
    ppm(
      4,
      4,
      Uint8Array.from({ length: 48 }, (_, i) => (i === 0 ? a : i === 3 ? b : 9)),
    );

  test("a corrupt, a missing, an infinite and a zero one are listed with a reason; the rest are embedded", async () => {
    const { dir, write } = scratch();
    const images = [
      { name: "good", path: write("good.ppm", startingWith(2, 3)) },
      { name: "corrupt", path: write("corrupt.jpg", "no image at all") },
      { name: "missing", path: join(dir, "missing.jpg") },
      { name: "infinite", path: write("infinite.ppm", startingWith(0, 3)) },
      { name: "zero", path: write("zero.ppm", startingWith(1, 1)) },
      { name: "again", path: join(dir, "good.ppm") },
    ];
    const model = write("m.onnx", logModel());
    const expected = [Math.log(2), Math.log(3)];
    const check = async (cache: EmbeddingCache | null) => {
      const { matrix, failed, counts } = await embedImages(images, options(model, { cache, batch: 4 }));
      expectRows(matrix.values, [expected, [0, 0], [0, 0], [0, 0], [0, 0], expected], 1e-6);
      expect([...failed.keys()]).toEqual([1, 2, 3, 4]);
      expect([...failed.values()].map(({ name }) => name)).toEqual(["corrupt", "missing", "infinite", "zero"]);
      expect(failed.get(2)!.reason).toMatch(/no such file/);
      expect(failed.get(3)!.reason).toBe("the model gives a number that is not finite");
      expect(failed.get(4)!.reason).toBe("the model gives a zero vector");
      return counts;
    };
    await check(null);
    await withCache(dir, async (cache) => {
      expect(await check(cache)).toEqual({ cached: 0, embedded: 1 });
      expect(await check(cache)).toEqual({ cached: 1, embedded: 0 });
    });
  });

  test("strict: the first one ends the run", async () => {
    const { write, images } = faces(3);
    const bad = [...images, { name: "bad", path: write("bad.png", "nothing") }];
    await expect(embedImages(bad, options(write("m.onnx", linearModel()), { strict: true }))).rejects.toThrow(/^bad: /);
  });

  test("all of them: an error, not a matrix of zeros", async () => {
    const { write } = scratch();
    const bad = ["a", "b", "c"].map((name) => ({ name, path: write(`${name}.png`, `nothing ${name}`) }));
    await expect(embedImages(bad, options(write("m.onnx", linearModel())))).rejects.toThrow(
      /^a: .* \(and 2 more of 3 images fail\)$/,
    );
  });
});

describe("the cache", () => {
  test("another model, recipe or image misses; the same bytes under two names are embedded once", async () => {
    const { dir, write, images } = faces(6);
    const model = write("m.onnx", linearModel());
    const twin = { name: "twin", path: write("twin.ppm", readFileSync(images[0].path)) };
    await withCache(dir, async (cache) => {
      const embedded = async (more: Partial<EmbedOptions> = {}, list: readonly ImageRef[] = images) =>
        (await embedImages(list, options(model, { cache, ...more }))).counts.embedded;
      expect(await embedded({}, [...images, twin])).toBe(6);
      expect(await embedded()).toBe(0);
      expect(await embedded({ card: smallCard({ channels: "BGR" }) })).toBe(6);
      expect(await embedded({ card: smallCard({ scale: 2 }) })).toBe(6);
      expect(await embedded({ card: smallCard({ mean: 1 }) })).toBe(6);
      expect(await embedded({ resize: true })).toBe(6);
      expect(await embedded({ card: smallCard({ whiten: true }) })).toBe(6);
      expect(await embedded({ card: smallCard({ output: "embedding" }) })).toBe(6);
      expect(await embedded({ card: smallCard({ flip: "sum" }) }), "the plain view is there").toBe(6);
      expect(await embedded({ card: smallCard({ name: "renamed", magnitude: true }) })).toBe(0);
      expect(await embedded({ model: write("other.onnx", linearModel({ batch: 2 })) })).toBe(6);
      expect(await embedded({ model: write("copy.onnx", linearModel()) }), "the same model by another name").toBe(0);
      appendFileSync(images[3].path, "x");
      expect(await embedded()).toBe(1);
    });
  });

  test("changed weights in a file beside the model are another model", async () => {
    const { dir, write, images } = faces(2);
    const weights = linearWeights({});
    const model = write(
      "m.onnx",
      onnxModel({
        inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
        outputs: [{ name: "embedding", shape: ["n", 8] }],
        weights: [{ name: "w", shape: [8, 48], values: weights, external: "m.data" }],
        nodes: [
          { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
          { op: "Gemm", inputs: ["flat", "w"], outputs: ["embedding"], attributes: { transB: 1 } },
        ],
      }),
    );
    write("m.data", new Uint8Array(weights.buffer));
    await withCache(dir, async (cache) => {
      const one = await embedImages(images, options(model, { cache }));
      write("m.data", new Uint8Array(weights.map((value) => 2 * value).buffer));
      const two = await embedImages(images, options(model, { cache }));
      expect(two.counts.embedded).toBe(2);
      expect(two.modelDigest).not.toBe(one.modelDigest);
      expectRows(two.matrix.values, [[...one.matrix.values].map((value) => 2 * value)], 1e-2);
    });
  });

  test("an interrupted run keeps what it embedded, and the next one does only the rest", async () => {
    const { dir, write, images, pixels } = faces(100);
    const model = write("m.onnx", linearModel());
    await withCache(dir, async (cache) => {
      const { io, stop, steps } = listener();
      let embedding = false;
      const progress = {
        start: (phase: string) => void (embedding = phase === "embedding"),
        stop() {},
        step(count?: number) {
          if (!embedding) return;
          io.progress.step(count);
          if (steps() >= 32) stop.abort(new Interrupted("SIGINT"));
        },
      };
      await expect(embedImages(images, options(model, { cache, io: { ...io, progress } }))).rejects.toThrow(
        Interrupted,
      );
      const { matrix, counts } = await embedImages(images, options(model, { cache }));
      // Stretches of 16 images: the third was never begun.
      expect(counts).toEqual({ cached: 32, embedded: 68 });
      expectRows(
        matrix.values,
        pixels.map((bytes) => project(inputOf(bytes, {}))),
        1e-3,
      );
    });
  });

  test("with everything cached ONNX Runtime's library is not even loaded; nor for images that still can't be read", () => {
    const { dir, write, images } = faces(4);
    const model = write("m.onnx", linearModel());
    const bad = { name: "bad", path: write("bad.jpg", "no image") };
    const script = write("run.mjs", childScript([...images, bad], options(model, { cache: null }), dir));
    const run = () =>
      JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as {
        embedded: number;
        libraries: number;
        values: number[];
      };
    const cold = run();
    const warm = run();
    expect([cold.embedded, cold.libraries]).toEqual([4, 1]);
    expect([warm.embedded, warm.libraries]).toEqual([0, 0]);
    expect(warm.values).toEqual(cold.values);
  });
});

/** A program that embeds and prints how many images that took, and how many libraries of ONNX Runtime the process has loaded. */
function childScript(images: readonly ImageRef[], given: EmbedOptions, dir: string): string {
  const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
  const from = (path: string) => JSON.stringify(join(dist, path));
  return `
    import { embedImages } from ${from("embed/embedder.js")};
    import { openCache } from ${from("store/cache.js")};
    const cache = openCache(${JSON.stringify(join(dir, "cache"))});
    const silent = () => {};
    const io = { progress: { start: silent, step: silent, stop: silent }, note: silent, warn: silent, detail: silent, signal: new AbortController().signal, now: () => 0 };
    const { counts, matrix } = await embedImages(${JSON.stringify(images)}, { ...${JSON.stringify({ ...given, io: undefined })}, cache, io });
    await cache.close();
    const libraries = process.report.getReport().sharedObjects.filter((path) => /onnxruntime_binding/.test(path)).length;
    console.log(JSON.stringify({ embedded: counts.embedded, libraries, values: [...matrix.values] }));
  `;
}

test("the model's digest is what sha256sum prints for its file", async () => {
  const { write, images } = faces(1);
  const model = write("m.onnx", linearModel());
  const { createHash } = await import("node:crypto");
  const { modelDigest } = await embedImages(images, options(model));
  expect(modelDigest).toBe(`sha256:${createHash("sha256").update(readFileSync(model)).digest("hex")}`);
  writeFileSync(model, linearModel({ batch: 2 }));
  expect((await embedImages(images, options(model))).modelDigest).not.toBe(modelDigest);
});
