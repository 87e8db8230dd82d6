import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { drawMasks } from "../../src/quality/dropout.js";
import { modelQualities, onnxQualities, serFiqQualities } from "../../src/runs/model-qualities.js";
import type { ModelRequest } from "../../src/runs/model-vectors.js";
import { openCache } from "../../src/store/cache.js";
import { expected, fixtureModel } from "../quality/ser-fiq-fixture.js";
import { ppm } from "../embed/model/scratch.js";
import { onnxModel } from "../onnx-models.js";
import { drawnPixels, listener, workshop } from "./workshop.js";

const { io } = listener();

/** The fixture's network, its images and others. */
const bench = (card: object = {}) =>
  workshop(fixtureModel(), [...expected.cases.map(({ pixels }) => Uint8Array.from(pixels)), ...drawnPixels(40)], card);

const sha256 = (bytes: string | Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** SER-FIQ of an image of the fixture with the product's masks, all else computed here in double. */
function byHand(path: string, hidden: readonly number[], passes: number, drop: number, seed: number): number {
  const { last, norm, epsilon } = expected;
  const masks = drawMasks(sha256(`${sha256(readFileSync(path)).toString("hex")} ${seed}`), hidden.length, {
    passes,
    drop,
  });
  const perPass = masks.length / passes;
  const unit = Array.from({ length: passes }, (_, pass) => {
    const row = hidden.map((value, i) =>
      (masks[pass * perPass + (i >> 5)] >>> (i & 31)) & 1 ? 0 : value / (1 - drop),
    );
    const raw = last.weight.map((weights, k) => weights.reduce((sum, w, i) => sum + w * row[i], last.bias[k]));
    const made = raw.map(
      (value, k) => ((value - norm.mean[k]) / Math.sqrt(norm.variance[k] + epsilon)) * norm.scale[k] + norm.shift[k],
    );
    return made.map((value) => value / Math.hypot(...made));
  });
  const distances = unit.flatMap((a, i) => unit.slice(0, i).map((b) => Math.hypot(...a.map((v, k) => v - b[k]))));
  return 2 / (1 + Math.exp(distances.reduce((sum, d) => sum + d) / distances.length));
}

describe("SER-FIQ", () => {
  test.each([
    [{}, 100, 0.5, 1],
    [{ passes: 7, drop: 0.3, seed: 12 }, 7, 0.3, 12],
  ])("%o equals the definition computed apart, within 1e-6", async (options, passes, drop, seed) => {
    const { images, request } = bench();
    const values = await serFiqQualities(request, images.slice(0, 3), options, io);
    expected.cases.forEach(({ hidden }, i) =>
      expect(Math.abs(values[i] - byHand(images[i].path, hidden, passes, drop, seed))).toBeLessThan(1e-6),
    );
  });

  test("other seeds give numpy's distribution: mean of 30 within 4 standard errors", async () => {
    const { images, request } = bench();
    const numbers: number[] = [];
    for (let seed = 1; seed <= 30; seed++)
      numbers.push((await serFiqQualities({ ...request, cache: null }, images.slice(0, 1), { seed }, io))[0]);
    const { mean, deviation } = expected.cases[0].draws;
    const own = numbers.reduce((sum, value) => sum + value) / numbers.length;
    expect(new Set(numbers).size).toBe(30);
    expect(Math.abs(own - mean)).toBeLessThan((4 * deviation) / Math.sqrt(30));
  });

  test("is the same to the bit for every batch, order, number of threads and card's flip", async () => {
    const { images, request } = bench();
    const first = await serFiqQualities({ ...request, cache: null }, images, {}, io);
    expect(new Set(first).size).toBe(images.length);
    const turned = await serFiqQualities({ ...request, cache: null, batch: 1 }, images.toReversed(), {}, io);
    expect(turned.toReversed()).toEqual(first);
    for (const other of [{ batch: 7 }, { batch: undefined }, { threads: 1 }, { threads: 5 }, { flip: "sum" as const }])
      expect(await serFiqQualities({ ...request, cache: null, ...other }, images, {}, io)).toEqual(first);
    const some = images.filter((_, i) => i % 3 === 0);
    expect(await serFiqQualities(request, some, {}, io)).toEqual(first.filter((_, i) => i % 3 === 0));
    expect(await serFiqQualities(request, images, {}, io)).toEqual(first);
  });

  test("an image twice in the list has one number", async () => {
    const { images, request } = bench();
    const values = await serFiqQualities(request, [images[4], images[5], images[4]], {}, io);
    expect(values[2]).toBe(values[0]);
    expect(values[1]).not.toBe(values[0]);
  });

  test("a second run reads the cache: ONNX Runtime is not loaded", async () => {
    const { dir, images, request } = bench();
    const first = await serFiqQualities(request, images, {}, io);
    const at = (file: string) => pathToFileURL(fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))).href;
    const script = `
      import { serFiqQualities } from ${JSON.stringify(at("runs/model-qualities.js"))};
      import { runtimeLoaded } from ${JSON.stringify(at("host/onnx-runtime.js"))};
      import { readFileSync } from "node:fs";
      const { request, images } = JSON.parse(readFileSync(0, "utf8"));
      const progress = { start() {}, step() {}, stop() {} };
      const io = { note() {}, warn() {}, detail() {}, progress, now: () => 0, signal: new AbortController().signal };
      const values = await serFiqQualities(request, images, {}, io);
      console.log(JSON.stringify({ loaded: runtimeLoaded(), values: [...values] }));`;
    const path = join(dir, "again.mjs");
    writeFileSync(path, script);
    const out = execFileSync(process.execPath, [path], {
      input: JSON.stringify({ request, images }),
      encoding: "utf8",
    });
    expect(JSON.parse(out)).toEqual({ loaded: false, values: [...first] });
  });

  test("other passes, dropout, seed, layer, model or pixels are not found in the cache; the same are", async () => {
    const { write, writeCard, dir, images, request } = bench();
    const few = images.slice(0, 5);
    const recipes = () => {
      const cache = openCache(join(dir, "cache"), { readOnly: true });
      return { count: cache.list().length, done: cache.close() };
    };
    const counts: number[] = [];
    const run = async (options: object, other: Partial<ModelRequest> = {}) => {
      await serFiqQualities({ ...request, ...other }, few, options, io);
      const { count, done } = recipes();
      await done;
      counts.push(count);
    };
    await run({});
    await run({ passes: 100, drop: 0.5, seed: 1 });
    await run({ passes: 50 });
    await run({ drop: 0.4 });
    await run({ seed: 2 });
    await run({ layer: "raw" });
    await run({}, { card: writeCard("other.card.json", { channels: "BGR" }) });
    const other = write("other.onnx", fixtureModel());
    appendFileSync(other, Buffer.from([0x12, 1, 65])); // Another producer's name.
    await run({}, { model: other });
    await run({}, { model: write("renamed.onnx", fixtureModel()) });
    expect(counts).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 7]);
  });

  test("does not disturb the embeddings in the cache, nor they it", async () => {
    const { images, request } = bench({ magnitude: true });
    const lengths = await onnxQualities(request, images, io);
    const numbers = await serFiqQualities(request, images, {}, io);
    expect(await onnxQualities(request, images, io)).toEqual(lengths);
    expect(await serFiqQualities(request, images, {}, io)).toEqual(numbers);
    expect([...numbers].every((value) => value > 0.2 && value < 1)).toBe(true);
  });

  test("NaN where an image fails, with one warning and the reason", async () => {
    const { write, images, request } = bench();
    const list = [images[0], { name: "torn", path: write("torn.ppm", "P6\n8 8\n255\nabc") }, images[1]];
    const { io, warnings } = listener();
    const { values, failed } = await modelQualities({ method: "ser-fiq" }, request, list, io);
    expect([...values].map(Number.isNaN)).toEqual([false, true, false]);
    expect([...failed.keys()]).toEqual([1]);
    expect(failed.get(1)!.name).toBe("torn");
    expect(warnings).toEqual([expect.stringMatching(/^no quality of 1 of 3 images, torn the first: /)]);
  });

  test("an image of which nothing reaches the layer fails: it is not the most robust of all", async () => {
    const { write, images, request } = bench();
    const { first } = expected;
    const pixels = new Uint8Array(192);
    const dark = onnxModel({
      inputs: [{ name: "input", shape: ["n", 3, 8, 8] }],
      outputs: [{ name: "embedding", shape: ["n", 1] }],
      weights: [
        { name: "w", shape: [40, 192], values: Float32Array.from(first.weight.flat()) },
        { name: "v", shape: [1, 40], values: new Float32Array(40).fill(1) },
      ],
      nodes: [
        { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
        { op: "Gemm", inputs: ["flat", "w"], outputs: ["h"], attributes: { transB: 1 } },
        { op: "Gemm", inputs: ["h", "v"], outputs: ["embedding"], attributes: { transB: 1 } },
      ],
    });
    const black = { name: "black", path: write("black.ppm", ppm(8, 8, pixels)) };
    const list = [images[0], black];
    const { failed } = await modelQualities(
      { method: "ser-fiq" },
      { ...request, model: write("d.onnx", dark) },
      list,
      io,
    );
    expect([...failed]).toEqual([[1, { name: "black", reason: "its quality is not a finite number" }]]);
  });

  test("the layer that was taken is told, and provenance holds all that a second run needs", async () => {
    const { images, request } = bench();
    const { io, details } = listener();
    const { provenance } = await modelQualities({ method: "ser-fiq", seed: 4 }, request, images.slice(0, 2), io);
    expect(details).toContain('SER-FIQ: layer "raw" 100 times, dropout 0.5, seed 4');
    expect(provenance.quality).toEqual({ method: "ser-fiq", passes: 100, drop: 0.5, seed: 4, layer: null });
    expect(provenance.model).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each<[object, RegExp]>([
    [{ passes: 1 }, /^SER-FIQ: 1 passes, expected a whole number from 2$/],
    [{ drop: 0 }, /^SER-FIQ: dropout of 0, expected a probability from 1\/65536 to 1 - 1\/65536$/],
    [{ drop: 1 }, /^SER-FIQ: dropout of 1, /],
    [{ drop: NaN }, /^SER-FIQ: dropout of NaN, /],
    [{ seed: 0.5 }, /^SER-FIQ: seed 0.5, expected a whole number$/],
    [{ layer: "row" }, /m\.onnx: no layer "row"; did you mean "raw"\?$/],
  ])("one line for %o", async (options, line) => {
    const { images, request } = bench();
    await expect(serFiqQualities(request, images, options, io)).rejects.toThrow(line);
  });
});
