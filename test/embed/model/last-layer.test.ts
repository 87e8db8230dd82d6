import { describe, expect, test } from "vitest";
import { cutNetwork } from "../../../src/embed/cut-network.js";
import { onnxModel, type Graph } from "../../onnx-models.js";
import { dim, drawn, ending, gemm, node, norm, sizes, units, weights } from "./endings.js";
import { scratch, smallCard } from "./scratch.js";

describe("one line where there is no such layer", () => {
  const refusal = (graph: Graph, wanted: string | null = null): string => {
    const { dir, write } = scratch();
    try {
      cutNetwork(write("m.onnx", onnxModel(graph)), smallCard(), wanted);
      return "none";
    } catch (error) {
      return (error as Error).message.replace(`${dir}/`, "");
    }
  };
  const wished =
    "expected a fully connected layer at the end (Gemm, MatMul or a Conv over all it is given, with constant weights)";
  const conv = ending([], {
    nodes: [
      node("Conv", ["input", "kernel"], "c", { kernel_shape: [4, 4], pads: [1, 1, 1, 1] }),
      node("Flatten", ["c"], "embedding", { axis: 1 }),
    ],
    weights: [drawn("kernel", [dim, 3, 4, 4])],
  });

  test("a convolution at the end", () => {
    expect(refusal(conv)).toBe(`m.onnx: "embedding" comes from a Conv ("c"), ${wished}`);
  });

  test("nothing but shapes", () => {
    const graph = ending([], { nodes: [node("Flatten", ["input"], "embedding", { axis: 1 })] });
    expect(refusal(graph)).toBe(`m.onnx: "embedding" comes from the image itself, ${wished}`);
  });

  test("a product of two tensors that images change", () => {
    const graph = ending([node("Transpose", ["x"], "t"), node("MatMul", ["t", "x"], "embedding")]);
    expect(refusal(graph)).toBe(`m.onnx: "embedding" comes from a MatMul ("embedding"), ${wished}`);
  });

  test("two layers side by side", () => {
    const graph = ending([gemm("x", "y"), gemm("x", "z"), node("Add", ["y", "z"], "embedding")]);
    expect(refusal(graph)).toBe('m.onnx: not all of "embedding" comes out of layer "z": it can\'t be repeated alone');
    expect(refusal(graph, "y")).toMatch(/not all of "embedding" comes out of layer "y"/);
  });

  test("a name that is none, no layer's, or one beside the way", () => {
    const graph = ending([gemm("x", "aside"), gemm("x", "y"), norm("y", "embedding")]);
    expect(refusal(graph, "asid")).toBe('m.onnx: no layer "asid"; did you mean "aside"?');
    expect(refusal(graph, "quite else")).toBe('m.onnx: no layer "quite else"; it has h, aside, y');
    expect(refusal(graph, "embedding")).toBe(
      'm.onnx: layer "embedding" is a BatchNormalization, expected a fully connected one (Gemm, MatMul or a Conv over all it is given, with constant weights)',
    );
    expect(refusal(graph, "aside")).toBe('m.onnx: nothing of "embedding" comes out of layer "aside"');
  });
});

test("an end that takes one row only is refused in one line", async () => {
  const { dir, write } = scratch();
  const graph = ending([gemm("x", "y"), node("Reshape", ["y", "single"], "embedding")], {
    weights: [...weights, sizes("single", [1, dim])],
  });
  const tail = await cutNetwork(write("m.onnx", onnxModel(graph)), smallCard(), null).openTail("cpu", 1);
  const fault = await tail.run(new Float32Array(5 * units), 5).catch((error: Error) => error.message);
  await tail.close();
  expect(String(fault).replace(`${dir}/`, "")).toMatch(
    /^m\.onnx: layer "y" does not take 5 rows of 20 numbers: [^\n]+$/,
  );
});

test("a convolution that goes over several places is refused in one line", async () => {
  const { dir, write } = scratch();
  const kernel = drawn("kernel", [dim, 3, 3, 3]);
  const nodes = [
    node("Conv", ["input", "kernel"], "c", { kernel_shape: [3, 3] }),
    node("Flatten", ["c"], "embedding", { axis: 1 }),
  ];
  const graph = ending([], { nodes, weights: [kernel], outputs: [{ name: "embedding", shape: ["n", 4 * dim] }] });
  const cut = cutNetwork(write("m.onnx", onnxModel(graph)), smallCard(), null);
  const tail = await cut.openTail("cpu", 1);
  const fault = await tail.run(new Float32Array(5 * 48), 5).catch((error: Error) => error.message);
  await tail.close();
  expect(cut.tensor).toBe("input");
  expect(String(fault).replace(`${dir}/`, "")).toMatch(
    /^m\.onnx: layer "c" does not take 5 rows of 48 numbers: [^\n]+$/,
  );
});
