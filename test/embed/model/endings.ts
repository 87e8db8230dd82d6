// Small networks that end in one way or another.
import { draws, type Graph, type Node, type Weight } from "../../onnx-models.js";

/** Units before the end, and numbers of the embedding. */
export const units = 20;
export const dim = 6;
const draw = draws(11);
export const drawn = (name: string, shape: readonly number[], centre = 0): Weight => ({
  name,
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => centre + draw() / 2),
});
export const sizes = (name: string, values: readonly number[]): Weight => ({
  name,
  shape: [values.length],
  values: BigInt64Array.from(values.map(BigInt)),
});

export const weights: readonly Weight[] = [
  drawn("w0", [units, 48]),
  drawn("w", [dim, units]),
  drawn("wt", [units, dim]),
  drawn("b", [dim]),
  ...["scale", "shift", "mean"].map((name) => drawn(name, [dim])),
  drawn("variance", [dim], 1),
  sizes("flat shape", [-1, units]),
  sizes("square shape", [-1, 4, 5]),
  sizes("one", [1]),
];

export const gemm = (input: string, output: string, attributes: Node["attributes"] = { transB: 1 }): Node => ({
  op: "Gemm",
  inputs: [input, "w", "b"],
  outputs: [output],
  attributes,
});
export const node = (op: string, inputs: readonly string[], output: string, attributes?: Node["attributes"]): Node => ({
  op,
  inputs,
  outputs: [output],
  attributes,
});
export const norm = (input: string, output: string): Node =>
  node("BatchNormalization", [input, "scale", "shift", "mean", "variance"], output);

/** A network of 4 x 4 pixels whose 20 units "x" go into the nodes given. */
export const ending = (nodes: readonly Node[], more: Partial<Graph> = {}): Graph => ({
  inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
  outputs: [{ name: "embedding", shape: ["n", dim] }],
  weights,
  nodes: [
    node("Flatten", ["input"], "flat", { axis: 1 }),
    { op: "Gemm", inputs: ["flat", "w0"], outputs: ["h"], attributes: { transB: 1 } },
    node("Tanh", ["h"], "x"),
    ...nodes,
  ],
  ...more,
});
