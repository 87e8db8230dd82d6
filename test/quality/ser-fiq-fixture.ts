import { readFileSync } from "node:fs";
import { onnxModel } from "../onnx-models.js";
import { fixture } from "./expected.js";

interface Layer {
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** One image of fixtures/quality/ser-fiq/expected.json. */
export interface SerFiqCase {
  readonly pixels: readonly number[];
  readonly drop: number;
  /** What goes into the last layer. */
  readonly hidden: readonly number[];
  readonly embedding: readonly number[];
  /** A row of 0 and 1 a pass, 1 = dropped. */
  readonly dropped: readonly string[];
  readonly embeddings: readonly (readonly number[])[];
  readonly quality: number;
  readonly draws: { readonly passes: number; readonly mean: number; readonly deviation: number };
}

interface Expected {
  readonly epsilon: number;
  readonly first: Layer;
  readonly last: Layer;
  readonly norm: Readonly<Record<"scale" | "shift" | "mean" | "variance", readonly number[]>>;
  readonly cases: readonly SerFiqCase[];
}

export const expected = JSON.parse(readFileSync(fixture("ser-fiq/expected.json"), "utf8")) as Expected;

const matrix = (name: string, rows: readonly (readonly number[])[]) => ({
  name,
  shape: [rows.length, rows[0].length],
  values: Float32Array.from(rows.flat()),
});
const vector = (name: string, values: readonly number[]) => ({
  name,
  shape: [values.length],
  values: Float32Array.from(values),
});

/** The fixture's network as an ONNX model: input "input" (N x 3 x 8 x 8), output "embedding" (N x 6). */
export function fixtureModel(): Uint8Array {
  const { first, last, norm, epsilon } = expected;
  return onnxModel({
    inputs: [{ name: "input", shape: ["n", 3, 8, 8] }],
    outputs: [{ name: "embedding", shape: ["n", 6] }],
    weights: [
      matrix("w1", first.weight),
      vector("b1", first.bias),
      matrix("w2", last.weight),
      vector("b2", last.bias),
      ...(["scale", "shift", "mean", "variance"] as const).map((name) => vector(name, norm[name])),
    ],
    nodes: [
      { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
      { op: "Gemm", inputs: ["flat", "w1", "b1"], outputs: ["units"], attributes: { transB: 1 } },
      { op: "Relu", inputs: ["units"], outputs: ["hidden"] },
      { op: "Gemm", inputs: ["hidden", "w2", "b2"], outputs: ["raw"], attributes: { transB: 1 } },
      {
        op: "BatchNormalization",
        inputs: ["raw", "scale", "shift", "mean", "variance"],
        outputs: ["embedding"],
        attributes: { epsilon: { f: epsilon } },
      },
    ],
  });
}
