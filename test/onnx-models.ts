// ONNX models made on the spot for tests and benches, small enough to compute by hand or large enough to cost what a
// real network does. Weights are drawn from a seeded generator: the same model is the same bytes.
import onnxProto from "onnx-proto";

const { onnx } = onnxProto;

type ElementType = "float32" | "float16" | "uint8" | "int64";
const elementTypes: Record<ElementType, number> = { float32: 1, uint8: 2, int64: 7, float16: 10 };

/** A graph input or output; a dimension given by a word is dynamic. */
export interface Value {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly type?: ElementType;
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Integers, lists of integers, or one float as { f }. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly f: number }>>;
  readonly domain?: string;
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
  /** File beside the model that holds the bytes in place of the model. */
  readonly external?: string;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly weights: readonly Weight[];
  readonly opset?: number;
}

const valueInfo = ({ name, shape, type = "float32" }: Value) => ({
  name,
  type: {
    tensorType: {
      elemType: elementTypes[type],
      shape: { dim: shape.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d })) },
    },
  },
});

function attribute(name: string, value: number | readonly number[] | { readonly f: number }) {
  const { AttributeType } = onnx.AttributeProto;
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if ("f" in value) return { name, type: AttributeType.FLOAT, f: value.f };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

function tensor({ name, shape, values, external }: Weight) {
  const dataType = elementTypes[values instanceof Float32Array ? "float32" : "int64"];
  const head = { name, dims: [...shape], dataType };
  if (external === undefined)
    return { ...head, rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
  const externalData = [
    { key: "location", value: external },
    { key: "length", value: String(values.byteLength) },
  ];
  return { ...head, dataLocation: onnx.TensorProto.DataLocation.EXTERNAL, externalData };
}

/** A graph as the bytes of an .onnx file. */
export function onnxModel({ inputs, outputs, nodes, weights, opset = 13 }: Graph): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: 7,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "test",
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
      initializer: weights.map(tensor),
      node: nodes.map(({ op, inputs, outputs, attributes = {}, domain = "" }) => ({
        opType: op,
        domain,
        input: [...inputs],
        output: [...outputs],
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      })),
    },
  }).finish();
}

/** Draws in [-1, 1) from a seed (mulberry32). */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

const spatial = (layout: "NCHW" | "NHWC", height: number, width: number) =>
  layout === "NCHW" ? [3, height, width] : [height, width, 3];

/** What `linearModel` may be asked for. */
export interface LinearOptions {
  readonly height?: number;
  readonly width?: number;
  readonly dim?: number;
  readonly layout?: "NCHW" | "NHWC";
  /** A number fixes the batch. */
  readonly batch?: number | string;
  readonly input?: "float32" | "float16" | "uint8";
  readonly output?: "float32" | "float16";
}

/** Matrix of `linearModel`, dim x (height * width * 3), in the order of its flattened input. */
export function linearWeights({ height = 4, width = 4, dim = 8 }: LinearOptions): Float32Array {
  const draw = draws(7);
  return Float32Array.from({ length: dim * height * width * 3 }, () => draw() / 8);
}

/** embedding = W x flattened input: by hand in one line of a test. Input "input", output "embedding". */
export function linearModel(options: LinearOptions = {}): Uint8Array {
  const {
    height = 4,
    width = 4,
    dim = 8,
    layout = "NCHW",
    batch = "batch",
    input = "float32",
    output = "float32",
  } = options;
  const size = height * width * 3;
  const cast = (to: ElementType) => ({ to: elementTypes[to] });
  return onnxModel({
    inputs: [{ name: "input", shape: [batch, ...spatial(layout, height, width)], type: input }],
    outputs: [{ name: "embedding", shape: [batch, dim], type: output }],
    weights: [{ name: "w", shape: [dim, size], values: linearWeights(options) }],
    nodes: [
      { op: "Cast", inputs: ["input"], outputs: ["x"], attributes: cast("float32") },
      { op: "Flatten", inputs: ["x"], outputs: ["flat"], attributes: { axis: 1 } },
      { op: "Gemm", inputs: ["flat", "w"], outputs: ["y"], attributes: { transB: 1 } },
      { op: "Cast", inputs: ["y"], outputs: ["embedding"], attributes: cast(output) },
    ],
  });
}

/** Nodes and weights of a network under construction. */
class Network {
  readonly nodes: Node[] = [];
  readonly weights: Weight[] = [];
  readonly #draw: () => number;

  constructor(seed: number) {
    this.#draw = draws(seed);
  }

  #weight(shape: readonly number[], spread: number, centre = 0): string {
    const name = `w${this.weights.length}`;
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length }, () => centre + this.#draw() * spread);
    this.weights.push({ name, shape, values });
    return name;
  }

  #node(op: string, inputs: readonly string[], attributes: Node["attributes"] = {}): string {
    const output = `v${this.nodes.length}`;
    this.nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  /** 2-D convolution with bias; weights keep the variance of their input. */
  conv(x: string, from: number, to: number, kernel: number, stride: number): string {
    const w = this.#weight([to, from, kernel, kernel], Math.sqrt(3 / (from * kernel * kernel)));
    const pad = (kernel - 1) / 2;
    return this.#node("Conv", [x, w, this.#weight([to], 0.05)], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
  }

  prelu(x: string, channels: number): string {
    return this.#node("PRelu", [x, this.#weight([channels, 1, 1], 0.05, 0.25)]);
  }

  /** The scale and shift that iResNet keeps before its first convolution, where no folding removes them. */
  norm(x: string, channels: number): string {
    const scaled = this.#node("Mul", [x, this.#weight([channels, 1, 1], 0.1, 1)]);
    return this.#node("Add", [scaled, this.#weight([channels, 1, 1], 0.05)]);
  }

  add(a: string, b: string): string {
    return this.#node("Add", [a, b]);
  }

  embedding(x: string, size: number, dim: number): void {
    const flat = this.#node("Flatten", [x], { axis: 1 });
    const w = this.#weight([dim, size], Math.sqrt(3 / size));
    const bias = this.#weight([dim], 0.05);
    this.nodes.push({ op: "Gemm", inputs: [flat, w, bias], outputs: ["embedding"], attributes: { transB: 1 } });
  }

  model(batch: number | string, side: number, dim: number): Uint8Array {
    return onnxModel({
      inputs: [{ name: "input", shape: [batch, 3, side, side] }],
      outputs: [{ name: "embedding", shape: [batch, dim] }],
      nodes: this.nodes,
      weights: this.weights,
    });
  }
}

/**
 * A network of iResNet's shape with random weights: the cost of the real one, the meaning of none.
 *
 * @param blocks residual blocks in each of the four stages; [3, 4, 14, 3] is R50 (12.6 GFLOP), [2, 2, 2, 2] R18 (5.2)
 */
export function residualModel(blocks: readonly number[], batch: number | string = "batch", seed = 1): Uint8Array {
  const net = new Network(seed);
  const widths = [64, 128, 256, 512];
  let x = net.prelu(net.conv("input", 3, 64, 3, 1), 64);
  let from = 64;
  blocks.forEach((count, stage) => {
    const to = widths[stage];
    for (let i = 0; i < count; i++) {
      const stride = i === 0 ? 2 : 1;
      const inner = net.prelu(net.conv(net.norm(x, from), from, to, 3, 1), to);
      const shortcut = i === 0 ? net.conv(x, from, to, 1, stride) : x;
      x = net.add(net.conv(inner, to, to, 3, stride), shortcut);
      from = to;
    }
  });
  net.embedding(x, 512 * 7 * 7, 512);
  return net.model(batch, 112, 512);
}

/** A network of the size that a few minutes of CPU can train: about 28 MFLOP an image, 128 dimensions. */
export function tinyModel(batch: number | string = "batch", seed = 1): Uint8Array {
  const net = new Network(seed);
  let x = "input";
  const widths = [3, 16, 32, 48, 96, 96];
  for (let i = 1; i < widths.length; i++) x = net.prelu(net.conv(x, widths[i - 1], widths[i], 3, 2), widths[i]);
  net.embedding(x, 96 * 4 * 4, 128);
  return net.model(batch, 112, 128);
}
