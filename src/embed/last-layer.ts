// Where a recogniser ends in a fully connected layer, and what stands behind it.
import { UserError } from "../errors.js";
import { didYouMean } from "../host/nearest-name.js";

/** A step of the network. Tensors go by name; "" stands for an optional one that is left out. */
export interface GraphNode {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly NodeAttribute[];
}

export interface NodeAttribute {
  readonly name: string;
  readonly i: bigint;
  readonly ints: readonly bigint[];
  readonly s: Uint8Array;
}

/** What a layer is looked for in. */
export interface Steps {
  /** The model's path, for messages. */
  readonly model: string;
  /** In the order they run, as ONNX demands. */
  readonly nodes: readonly GraphNode[];
  /** Names of tensors that no image changes. */
  readonly constants: ReadonlySet<string>;
  /** Sizes of the tensors of weights, by name. */
  readonly sizes: ReadonlyMap<string, readonly number[]>;
}

export interface LastLayer {
  /** The node's name, or where it has none its output's. */
  readonly name: string;
  /** Tensor that the layer multiplies by its weights. */
  readonly input: string;
  /** Sizes of what the tensor holds for one image, where the layer must be given them; null = one row of numbers. */
  readonly shape: readonly number[] | null;
  /** The layer and all behind it up to the embedding, in the file's order. */
  readonly nodes: readonly GraphNode[];
}

const products = new Set(["Gemm", "MatMul", "FusedGemm", "FusedMatMul"]);

/** What may stand behind the last layer: numbers scaled, shifted, normalised or put into another shape, not mixed anew. */
const tolerated = new Set(
  [
    "Identity Dropout Cast BatchNormalization LayerNormalization SimplifiedLayerNormalization InstanceNormalization",
    "MeanVarianceNormalization LpNormalization RMSNormalization Add Sub Mul Div Neg Abs Sqrt Reciprocal Pow Exp Log Max Min",
    "Clip Where Equal Greater Less Relu LeakyRelu PRelu Elu Selu Gelu Sigmoid Tanh Softplus ReduceL1 ReduceL2 ReduceSum",
    "ReduceSumSquare ReduceMean ReduceMax Flatten Reshape Squeeze Unsqueeze Transpose Expand Shape Gather Slice Concat",
    "ConstantOfShape QuantizeLinear DequantizeLinear",
  ].flatMap((names) => names.split(" ")),
);

/**
 * The last fully connected layer on the way to a tensor: a Gemm or MatMul with constant weights, or a Conv as large as what it
 * goes over (MobileFaceNet's last layer is one), that all of the tensor comes out of, so that the network can be cut there.
 *
 * @param wanted name of the node or of its output; null = the last one, with nothing behind it but what scales,
 *   normalises or reshapes
 * @throws UserError, one line, where there is none such
 */
export function lastLayer(steps: Steps, tensor: string, wanted: string | null): LastLayer {
  const { model, nodes, constants } = steps;
  if (wanted !== null) refuseUnfit(steps, wanted);
  const behind: GraphNode[] = [];
  const needed = new Set([tensor]);
  for (const node of nodes.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    const name = nameOf(node);
    if (wanted === null ? isLayer(node, steps) : isNamed(node, wanted)) {
      if ([...needed].every((other) => node.output.includes(other)))
        return { name, input: node.input[0], shape: shapeOf(node, steps), nodes: [node, ...behind] };
      throw new UserError(`${model}: not all of "${tensor}" comes out of layer "${name}": it can't be repeated alone`);
    }
    if (wanted === null && !tolerated.has(node.opType)) throw none(steps, tensor, `a ${node.opType} ("${name}")`);
    node.output.forEach((other) => needed.delete(other));
    node.input.filter((other) => other !== "" && !constants.has(other)).forEach((other) => needed.add(other));
    behind.unshift(node);
  }
  if (wanted !== null) throw new UserError(`${model}: nothing of "${tensor}" comes out of layer "${wanted}"`);
  throw none(steps, tensor, "the image itself");
}

const nameOf = ({ name, output }: GraphNode): string => name || output[0];
const isNamed = (node: GraphNode, wanted: string): boolean => node.name === wanted || node.output[0] === wanted;

function isLayer(node: GraphNode, { constants, sizes }: Steps): boolean {
  const [data, ...weights] = node.input;
  if (constants.has(data) || !weights.every((name) => name === "" || constants.has(name))) return false;
  return products.has(node.opType) || (node.opType === "Conv" && sizes.has(weights[0]) && isPlain(node));
}

/** A convolution without borders, gaps or groups. Whether it has but one place to stand at shows when it is given a row. */
const isPlain = ({ attribute }: GraphNode): boolean =>
  attribute.every(({ name, i, ints, s }) => {
    if (name === "group") return i === 1n;
    if (name === "pads") return ints.every((pad) => pad === 0n);
    if (name === "dilations") return ints.every((step) => step === 1n);
    return name !== "auto_pad" || !Buffer.from(s).toString().startsWith("SAME");
  });

const shapeOf = ({ opType, input }: GraphNode, { sizes }: Steps): readonly number[] | null =>
  opType === "Conv" ? sizes.get(input[1])!.slice(1) : null;

const kinds = "(Gemm, MatMul or a Conv over all it is given, with constant weights)";

const none = ({ model }: Steps, tensor: string, before: string): UserError =>
  new UserError(`${model}: "${tensor}" comes from ${before}, expected a fully connected layer at the end ${kinds}`);

function refuseUnfit(steps: Steps, wanted: string): void {
  const { model, nodes } = steps;
  const node = nodes.find((candidate) => isNamed(candidate, wanted));
  if (!node) {
    const layers = nodes.filter((candidate) => isLayer(candidate, steps)).map(nameOf);
    const hint = didYouMean(wanted, layers) || (layers.length > 0 ? `; it has ${layers.slice(-5).join(", ")}` : "");
    throw new UserError(`${model}: no layer "${wanted}"${hint}`);
  }
  if (!isLayer(node, steps))
    throw new UserError(`${model}: layer "${wanted}" is a ${node.opType}, expected a fully connected one ${kinds}`);
}
