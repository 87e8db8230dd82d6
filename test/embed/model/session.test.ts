import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ModelCard } from "../../../src/embed/card.js";
import { presetCard } from "../../../src/embed/presets.js";
import { weightFiles } from "../../../src/embed/onnx-file.js";
import { openProvider } from "../../../src/embed/providers.js";
import { openSession, type Session } from "../../../src/embed/session.js";
import {
  linearModel,
  linearWeights,
  onnxModel,
  type Graph,
  type LinearOptions,
  type Value,
} from "../../onnx-models.js";
import { scratch, smallCard } from "./scratch.js";

async function open(bytes: Uint8Array, card: ModelCard = smallCard()): Promise<Session> {
  const { write } = scratch();
  return openSession({ model: write("m.onnx", bytes), card, provider: "cpu", threads: 1 });
}

/** The error's line with the model's path made short. */
const lineOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => "none",
    (error: Error) => error.message.replaceAll(/\S*\/(?=m\.onnx)/g, ""),
  );

const pixels = (count: number): Float32Array => Float32Array.from({ length: count * 48 }, (_, i) => (i * 37) % 256);

/** W x input in double, row by row. */
function byHand(input: Float32Array, options: LinearOptions = {}): number[] {
  const weights = linearWeights(options);
  const rows = input.length / 48;
  return Array.from({ length: rows * 8 }, (_, k) => {
    const [row, unit] = [Math.floor(k / 8), k % 8];
    let sum = 0;
    for (let i = 0; i < 48; i++) sum += weights[unit * 48 + i] * input[row * 48 + i];
    return sum;
  });
}

function expectNear(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance));
}

describe("a session", () => {
  test("gives W x input, float32, within 1e-3 of double arithmetic (values to 500)", async () => {
    const session = await open(linearModel());
    const { count, dim, values, quality } = await session.run(pixels(3), 3);
    expect([count, dim, quality, session.plan.batch, session.runtime]).toEqual([3, 8, null, null, "1.30.0"]);
    expectNear(values, byHand(pixels(3)), 1e-3);
  });

  test("feeds and reads float16: 0..255 is exact in it, results within half a step of 0.25", async () => {
    const session = await open(linearModel({ input: "float16", output: "float16" }));
    const { values } = await session.run(pixels(2), 2);
    expectNear(values, byHand(pixels(2)), 0.126);
  });

  test("feeds whole pixels to a uint8 input", async () => {
    const session = await open(linearModel({ input: "uint8" }));
    expectNear((await session.run(pixels(2), 2)).values, byHand(pixels(2)), 1e-3);
  });

  test("finds NHWC by the shape", async () => {
    expect((await open(linearModel({ layout: "NHWC" }))).plan.layout).toBe("NHWC");
    expect((await open(linearModel())).plan.layout).toBe("NCHW");
  });

  test("knows a fixed batch", async () => {
    expect((await open(linearModel({ batch: 5 }))).plan.batch).toBe(5);
  });

  test("multiplies a unit vector by its norm", async () => {
    const session = await open(severalOutputs, smallCard({ output: "embedding", normOutput: "norm" }));
    const { values } = await session.run(pixels(2), 2);
    const raw = byHand(pixels(2));
    const norms = [0, 1].map((row) => Math.hypot(...raw.slice(row * 8, row * 8 + 8)));
    expectNear(
      values,
      raw.map((value, i) => value * norms[Math.floor(i / 8)]),
      0.5,
    );
  });

  test("reads a quality apart, named or the only other output with one number", async () => {
    for (const qualityOutput of ["norm", "*"]) {
      const session = await open(severalOutputs, smallCard({ qualityOutput }));
      const { quality, values } = await session.run(pixels(2), 2);
      const raw = byHand(pixels(2));
      expectNear(
        quality!,
        [0, 1].map((row) => Math.hypot(...raw.slice(row * 8, row * 8 + 8))),
        1e-2,
      );
      expectNear(values, raw, 1e-3);
    }
  });
});

const base: Graph = {
  inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
  outputs: [{ name: "embedding", shape: ["n", 8] }],
  weights: [{ name: "w", shape: [8, 48], values: linearWeights({}) }],
  nodes: [
    { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
    { op: "Gemm", inputs: ["flat", "w"], outputs: ["embedding"], attributes: { transB: 1 } },
  ],
};

const severalOutputs = onnxModel({
  ...base,
  outputs: [...base.outputs, { name: "norm", shape: ["n", 1] }],
  nodes: [
    ...base.nodes,
    { op: "ReduceL2", inputs: ["embedding"], outputs: ["norm"], attributes: { axes: [1], keepdims: 1 } },
  ],
});

const twoVectors = onnxModel({
  ...base,
  outputs: [...base.outputs, { name: "logits", shape: ["n", 8] }],
  nodes: [...base.nodes, { op: "Relu", inputs: ["embedding"], outputs: ["logits"] }],
});

const withInput = (input: Partial<Value>): Uint8Array =>
  onnxModel({ ...base, inputs: [{ ...base.inputs[0], ...input }] });

describe("one clear line for a model that does not fit", () => {
  test.each<[string, Uint8Array, ModelCard, string]>([
    [
      "other size",
      linearModel(),
      presetCard("magface"),
      'm.onnx: input "input" is batchx3x4x4, card "magface" makes 3x112x112 or 112x112x3; give the --preset or --card of this model',
    ],
    [
      "the card insists on another layout",
      linearModel({ layout: "NHWC" }),
      smallCard({ layout: "NCHW" }),
      'm.onnx: input "input" is batchx4x4x3, card "small" makes 3x4x4 (NCHW); give the --preset or --card of this model',
    ],
    [
      "one channel",
      withInput({ shape: ["n", 1, 4, 12] }),
      smallCard(),
      'm.onnx: input "input" is nx1x4x12, card "small" makes 3x4x4 or 4x4x3; give the --preset or --card of this model',
    ],
    [
      "misspelt output",
      linearModel(),
      smallCard({ output: "embeding" }),
      'm.onnx: no output "embeding"; did you mean "embedding"?; it has embedding (batchx8)',
    ],
    [
      "missing output",
      linearModel(),
      smallCard({ output: "fc1" }),
      'm.onnx: no output "fc1"; it has embedding (batchx8)',
    ],
    [
      "misspelt input",
      linearModel(),
      smallCard({ input: "inputs" }),
      'm.onnx: no input "inputs"; did you mean "input"?; it has input (batchx3x4x4)',
    ],
    [
      "two vectors, none named",
      twoVectors,
      smallCard(),
      'm.onnx: 2 outputs, which one is the embedding? Name it in a card ("output"): embedding (nx8), logits (nx8)',
    ],
    [
      "whole pixels wanted, scaled ones made",
      linearModel({ input: "uint8" }),
      smallCard({ scale: 255 }),
      'm.onnx: input "input" takes whole pixels (uint8), but card "small" scales them; its card needs "mean": 0, "scale": 1',
    ],
    [
      "two inputs",
      onnxModel({ ...base, inputs: [...base.inputs, { name: "train", shape: [1] }] }),
      smallCard(),
      "m.onnx: 2 inputs, expected one, an image: input (nx3x4x4), train (1)",
    ],
    [
      "an operator that does not exist",
      onnxModel({ ...base, nodes: [{ op: "FaceMagic", inputs: ["input"], outputs: ["embedding"] }] }),
      smallCard(),
      "m.onnx: ONNX Runtime refuses it: No Op registered for FaceMagic with domain_version of 13",
    ],
  ])("%s", async (_, bytes, card, line) => {
    expect(await lineOf(open(bytes, card))).toBe(line);
  });

  test("an opset that is not out yet", async () => {
    const line = await lineOf(open(onnxModel({ ...base, opset: 99 })));
    expect(line).toMatch(
      /^m\.onnx: ONNX Runtime refuses it: ONNX Runtime only \*guarantees\* support for models stamped with official released onnx opset versions$/,
    );
  });

  test("a graph with a loose end", async () => {
    const line = await lineOf(
      open(onnxModel({ ...base, nodes: [{ op: "Relu", inputs: ["nothing"], outputs: ["embedding"] }] })),
    );
    expect(line).toBe(
      "m.onnx: ONNX Runtime refuses it: Node input 'nothing' is not a graph input, initializer, or output of a previous node",
    );
  });

  test("a batch of one baked into the graph", async () => {
    const shape = { name: "shape", shape: [2], values: BigInt64Array.of(1n, -1n) };
    const baked = onnxModel({
      ...base,
      outputs: [{ name: "out", shape: ["a", "b"] }],
      weights: [...base.weights, shape],
      nodes: [...base.nodes, { op: "Reshape", inputs: ["embedding", "shape"], outputs: ["out"] }],
    });
    const session = await open(baked);
    expect((await session.run(pixels(1), 1)).dim).toBe(8);
    expect(await lineOf(session.run(pixels(2), 2))).toBe(
      'm.onnx: output "out" is 1x16 for 2 images, expected 2 rows; if it was exported for one image, give --batch 1',
    );
  });
});

describe("one clear line for a file that is no ONNX model", () => {
  const good = linearModel();
  // The graph is the last field but one; behind it the opset: tag, length, and 2 bytes each for its domain and version.
  const opsetBytes = 6;
  test.each<[string, string | Uint8Array, string | RegExp]>([
    ["empty", "", "m.onnx: is empty, expected an ONNX model"],
    ["text", "hello, this is a model\n", "m.onnx: is a text file, expected an ONNX model"],
    [
      "a Git LFS pointer",
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
      "m.onnx: is a Git LFS pointer, not the model itself; fetch it with: git lfs pull",
    ],
    [
      "a web page",
      "<!DOCTYPE html><html>404</html>",
      "m.onnx: is a web page or XML, expected an ONNX model: the download gave none",
    ],
    ["JSON", '{"error": "not found"}', "m.onnx: is JSON, expected an ONNX model"],
    [
      "a PyTorch checkpoint",
      Buffer.from("PK\x03\x04archive/data.pkl"),
      "m.onnx: is a zip file (a PyTorch checkpoint is one); export it to ONNX first",
    ],
    [
      "a pickle",
      Buffer.from("\x80\x02}q\x00", "latin1"),
      "m.onnx: is a Python pickle (an old PyTorch checkpoint is one); export it to ONNX first",
    ],
    ["HDF5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), "m.onnx: is an HDF5 file (Keras); convert it to ONNX first"],
    [
      "cut in half",
      good.subarray(0, good.length / 2),
      `m.onnx: cut short: ${good.length / 2} bytes, expected at least ${good.length - opsetBytes}`,
    ],
    [
      "random bytes",
      Uint8Array.from({ length: 400 }, (_, i) => (i * 151 + 7) % 256),
      /^m\.onnx: not an ONNX model \(no protobuf message at byte \d+\)$/,
    ],
    ["a message without a graph", Uint8Array.of(8, 7), "m.onnx: not an ONNX model (no graph in it)"],
  ])("%s", async (_, content, line) => {
    const { write } = scratch();
    const path = write("m.onnx", content);
    const found = await lineOf(Promise.resolve().then(() => weightFiles(path)));
    if (typeof line === "string") expect(found).toBe(line);
    else expect(found).toMatch(line);
  });

  test("missing, and a folder", async () => {
    const { dir } = scratch();
    mkdirSync(`${dir}/m.onnx`);
    expect(() => weightFiles(`${dir}/no.onnx`)).toThrow("no.onnx: no such file, expected an ONNX model");
    expect(() => weightFiles(`${dir}/m.onnx`)).toThrow("m.onnx: is a folder, expected an ONNX model (a file)");
  });

  test("weights in a file beside it: found, or named where missing", async () => {
    const { dir, write } = scratch();
    const weights = base.weights.map((weight) => ({ ...weight, external: "m.onnx.data" }));
    const path = write("m.onnx", onnxModel({ ...base, weights }));
    const line = 'm.onnx: its weights lie in "m.onnx.data", which is not beside it';
    expect(await lineOf(Promise.resolve().then(() => weightFiles(path)))).toBe(line);
    expect(await lineOf(openSession({ model: path, card: smallCard(), provider: "cpu", threads: 1 }))).toBe(line);
    write("m.onnx.data", new Uint8Array(weights[0].values.buffer));
    expect(weightFiles(path)).toEqual([`${dir}/m.onnx.data`]);
    const session = await openSession({ model: path, card: smallCard(), provider: "cpu", threads: 1 });
    expectNear((await session.run(pixels(1), 1)).values, byHand(pixels(1)), 1e-3);
  });

  test("a model that keeps its weights inside has none beside it", () => {
    const { write } = scratch();
    expect(weightFiles(write("m.onnx", good))).toEqual([]);
  });
});

describe("providers", () => {
  const request = (provider: "auto" | "cpu" | "dml" | "coreml", details: string[] = []) => {
    const { write } = scratch();
    const model = write("m.onnx", linearModel());
    return {
      model,
      card: smallCard(),
      provider,
      threads: 1,
      detail: (text: string) => void details.push(text),
      now: () => performance.now(),
    };
  };
  const foreign =
    process.platform === "win32"
      ? (["coreml", "Core ML is part of macOS"] as const)
      : (["dml", "DirectML is part of Windows"] as const);

  test("one of another system: why, and what it needs", async () => {
    const [name, need] = foreign;
    await expect(openProvider(request(name))).rejects.toThrow(
      `provider "${name}" can't be used here: no available backend found; ${need}`,
    );
  });

  test("a broken model is told before a missing provider", async () => {
    const { write } = scratch();
    const model = write("m.onnx", onnxModel({ ...base, opset: 99 }));
    expect(await lineOf(openProvider({ ...request(foreign[0]), model }))).toMatch(/^m\.onnx: ONNX Runtime refuses it/);
  });

  test("auto opens one that works, and says what it passed over", async () => {
    const details: string[] = [];
    const session = await openProvider(request("auto", details));
    expectNear((await session.run(pixels(2), 2)).values, byHand(pixels(2)), 0.1);
    if (session.provider === "cpu" && process.platform === "linux")
      expect(details.join("\n")).toMatch(/^cuda: passed over, .*\nwebgpu: passed over, /);
  });
});
