import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cutNetwork } from "../../../src/embed/cut-network.js";
import { readGraph, withOutput } from "../../../src/embed/onnx-graph.js";
import { openSession } from "../../../src/embed/session.js";
import { onnxModel, residualModel, type Graph, type Node } from "../../onnx-models.js";
import { dim, drawn, ending, gemm, node, norm, sizes, units, weights } from "./endings.js";
import { scratch, smallCard } from "./scratch.js";

const pixels = Float32Array.from({ length: 3 * 48 }, (_, i) => ((i * 37) % 256) / 255);
const card = smallCard();
const provider = "cpu";
const threads = 1;

/** What the whole network gives; the same with the layer's input given out too; that input; what the end makes of it. */
async function allWays(model: string, wanted: string | null = null, images = pixels, count = 3, own = card) {
  const cut = cutNetwork(model, own, wanted);
  const larger = `${model}.larger.onnx`;
  writeFileSync(larger, withOutput(readGraph(model), cut.tensor)!);
  const open = (path: string, inner?: string, output?: string) =>
    openSession({ model: path, card: output ? { ...own, output } : own, provider, threads, inner });
  const [whole, both, inner] = [
    await open(model),
    await open(larger, undefined, "embedding"),
    await open(model, cut.tensor),
  ];
  const tail = await cut.openTail(provider, threads);
  const { values: embedding } = await whole.run(images, count);
  const { values: beside } = await both.run(images, count);
  const rows = await inner.run(images, count);
  const again = await tail.run(rows.values, count);
  await Promise.all([whole, both, inner, tail].map((part) => part.close()));
  return { cut, rows, embedding, beside, again };
}

function expectNear(actual: Float32Array, wanted: Float32Array, tolerance: number): void {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance));
}

describe("the network is cut before its last fully connected layer, and its end gives the embedding, within 1e-6", () => {
  const euclid = [
    node("ReduceL2", ["y"], "length", { axes: [1], keepdims: 1 }),
    node("Clip", ["length"], "clipped"),
    node("Shape", ["y"], "shape"),
    node("Expand", ["clipped", "shape"], "wide"),
    node("Div", ["y", "wide"], "embedding"),
  ];
  const graphs: readonly [string, string, string, Graph][] = [
    ["Gemm", "embedding", "x", ending([gemm("x", "embedding")])],
    [
      "Gemm, not transposed, scaled",
      "embedding",
      "x",
      ending([
        {
          op: "Gemm",
          inputs: ["x", "wt", "b"],
          outputs: ["embedding"],
          attributes: { alpha: { f: 0.5 }, beta: { f: 2 } },
        },
      ]),
    ],
    ["MatMul and Add", "y", "x", ending([node("MatMul", ["x", "wt"], "y"), node("Add", ["y", "b"], "embedding")])],
    [
      "Add with the bias before the product",
      "y",
      "x",
      ending([node("MatMul", ["x", "wt"], "y"), node("Add", ["b", "y"], "embedding")]),
    ],
    ["Gemm and BatchNormalization", "y", "x", ending([gemm("x", "y"), norm("y", "embedding")])],
    [
      "Flatten before",
      "y",
      "x4",
      ending([
        node("Reshape", ["x", "square shape"], "x3"),
        node("Flatten", ["x3"], "x4", { axis: 1 }),
        gemm("x4", "y"),
        node("Identity", ["y"], "embedding"),
      ]),
    ],
    [
      "Reshape before",
      "embedding",
      "x4",
      ending([
        node("Reshape", ["x", "square shape"], "x3"),
        node("Reshape", ["x3", "flat shape"], "x4"),
        gemm("x4", "embedding"),
      ]),
    ],
    ["Dropout behind", "y", "x", ending([gemm("x", "y"), node("Dropout", ["y"], "embedding")])],
    ["a length of one behind", "y", "x", ending([gemm("x", "y"), ...euclid])],
    [
      "LayerNormalization behind",
      "y",
      "x",
      ending([gemm("x", "y"), node("LayerNormalization", ["y", "scale", "shift"], "embedding")], { opset: 17 }),
    ],
    [
      "weights that are computed",
      "embedding",
      "x",
      ending([node("Transpose", ["w"], "turned", { perm: [1, 0] }), node("MatMul", ["x", "turned"], "embedding")]),
    ],
    [
      "a convolution over all there is",
      "y",
      "x4",
      ending(
        [
          node("Reshape", ["x", "planes"], "x4"),
          node("Conv", ["x4", "kernel", "b"], "y", { kernel_shape: [2, 2], pads: [0, 0, 0, 0], group: 1 }),
          node("Flatten", ["y"], "z", { axis: 1 }),
          norm("z", "embedding"),
        ],
        { weights: [...weights, sizes("planes", [-1, 5, 2, 2]), drawn("kernel", [dim, 5, 2, 2])] },
      ),
    ],
    [
      "another product before it",
      "embedding",
      "x2",
      ending([gemm("x", "y"), node("Tanh", ["y"], "t"), node("MatMul", ["t", "back"], "x2"), gemm("x2", "embedding")], {
        weights: [...weights, drawn("back", [dim, units])],
      }),
    ],
  ];

  test.each(graphs)("%s", async (_, layer, tensor, graph) => {
    const { write } = scratch();
    const { cut, rows, embedding, beside, again } = await allWays(write("m.onnx", onnxModel(graph)));
    expect([cut.layer, cut.tensor, rows.dim]).toEqual([layer, tensor, units]);
    expect(beside, "the embedding, with the layer's input given out too").toEqual(embedding);
    expectNear(again, embedding, 1e-6);
  });

  test("weights in a file of their own", async () => {
    const { write } = scratch();
    const inFile = weights.map((weight) => (weight.name === "w" ? { ...weight, external: "w.bin" } : weight));
    const { values } = weights[1];
    write("w.bin", new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const graph = ending([gemm("x", "embedding")], { weights: inFile });
    const { embedding, again } = await allWays(write("m.onnx", onnxModel(graph)));
    expectNear(again, embedding, 1e-6);
  });

  test("a layer by the name of its output, however much stands behind it", async () => {
    const { write } = scratch();
    const { cut, rows, embedding, again } = await allWays(write("m.onnx", onnxModel(graphs.at(-1)![3])), "y");
    expect([cut.layer, cut.tensor, rows.dim]).toEqual(["y", "x", units]);
    expectNear(again, embedding, 1e-6);
  });

  test("a network that computes in float16: its rows and embeddings are float32 outside, within 2e-3", async () => {
    const { write } = scratch();
    const halved = ["x", "w", "b"].map((name) => node("Cast", [name], `${name}16`, { to: 10 }));
    const half: Node = { op: "Gemm", inputs: ["x16", "w16", "b16"], outputs: ["y"], attributes: { transB: 1 } };
    const graph = ending([...halved, half, node("Cast", ["y"], "embedding", { to: 1 })]);
    const { cut, embedding, again } = await allWays(write("m.onnx", onnxModel(graph)));
    expect([cut.layer, cut.tensor]).toEqual(["y", "x16"]);
    expectNear(again, embedding, 2e-3);
  });
});

test("a network of a recogniser's shape is cut before its Gemm", async () => {
  const { write } = scratch();
  const model = write("m.onnx", residualModel([1, 1, 1, 1]));
  const own = smallCard({ width: 112, height: 112 });
  const image = Float32Array.from({ length: 3 * 112 * 112 }, (_, i) => Math.sin(i * 12.9898) / 2);
  const { rows, embedding, beside, again } = await allWays(model, null, image, 1, own);
  expect(rows.dim).toBe(512 * 7 * 7);
  expect(beside).toEqual(embedding);
  expectNear(again, embedding, 1e-5);
});

test.each([
  ["a recogniser's Gemm", 25088],
  ["a convolution (magface-tiny)", 2352],
])("100 rows give the same bits on any number of threads: %s", async (_, numbers) => {
  const { write } = scratch();
  const tiny = fileURLToPath(new URL("../../../fixtures/magface-tiny.onnx", import.meta.url));
  const model = numbers === 2352 ? tiny : write("m.onnx", residualModel([1, 1, 1, 1]));
  const cut = cutNetwork(model, smallCard({ width: 112, height: 112 }), null);
  const rows = Float32Array.from({ length: 100 * numbers }, (_, i) => (i % 3 === 0 ? 0 : Math.sin(i)));
  const made: Float32Array[] = [];
  for (const count of [1, 2, 3, 8]) {
    const tail = await cut.openTail(provider, count);
    made.push(await tail.run(rows, 100));
    await tail.close();
  }
  made.forEach((embeddings) => expect(embeddings).toEqual(made[0]));
});
