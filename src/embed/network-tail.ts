// The end of a network as a network of its own: its last fully connected layer and what stands behind it.
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TensorProto_DataType as DataType,
  type AttributeProtoSchema,
  type NodeProto,
  type TensorProto,
} from "onnx-buf";
import type { GraphNode, LastLayer } from "./last-layer.js";
import type { OnnxGraph } from "./onnx-graph.js";

/** Names of what goes into a tail and comes out of it, both float32, one row after another. */
export const tailInput = "tail/rows";
export const tailOutput = "tail/embedding";
const rowShape = "tail/row shape";
const shaped = "tail/shaped rows";

/** Names of tensors that no image changes: weights, and what is computed of them alone. */
export function constantsOf({ graph }: OnnxGraph): Set<string> {
  const names = new Set(graph.initializer.map(({ name }) => name));
  for (const node of graph.node) if (isConstant(node, names)) node.output.forEach((name) => names.add(name));
  return names;
}

const isConstant = ({ opType, input, attribute }: NodeProto, constants: ReadonlySet<string>): boolean =>
  input.every((name) => name === "" || constants.has(name)) &&
  !opType.startsWith("Random") &&
  // What a branch or a loop reads is not among its inputs.
  !attribute.some(({ g }) => g !== undefined);

/** Sizes of the tensors of weights. */
export const sizesOf = ({ graph }: OnnxGraph): Map<string, number[]> =>
  new Map(graph.initializer.map(({ name, dims }) => [name, dims.map(Number)]));

/**
 * The bytes of a network that takes rows of what a layer is given, and gives the tensor `to`.
 *
 * Nodes and weights are the model's own, whatever they are, so that ONNX Runtime applies them as it does in the model; weights
 * in further files stay there. Rows come and go as float32 even where the model computes in float16.
 */
export function tailModel(source: OnnxGraph, layer: LastLayer, to: string): Uint8Array {
  const { model, graph } = source;
  const whole = withConstants(graph.node, layer.nodes, constantsOf(source));
  const used = new Set(whole.flatMap(({ input }) => input));
  const type = typeOf(source, layer.nodes[0].input[1]);
  const shape = { dim: ["rows", "numbers"].map((name) => ({ value: { case: "dimParam" as const, value: name } })) };
  const value = { case: "tensorType" as const, value: { elemType: DataType.FLOAT, shape } };
  const tail = create(ModelProtoSchema, {
    irVersion: model.irVersion,
    opsetImport: model.opsetImport,
    functions: model.functions,
    graph: {
      name: "tail",
      input: [{ name: tailInput, type: { value } }],
      output: [{ name: tailOutput }],
      initializer: [...graph.initializer.filter(({ name }) => used.has(name)), shapeTensor(layer)],
      node: [
        step("Reshape", [tailInput, rowShape], shaped),
        cast(shaped, layer.input, type),
        ...whole,
        cast(to, tailOutput, DataType.FLOAT),
      ],
    },
  });
  return toBinary(ModelProtoSchema, tail);
}

/** As many rows as come, each of the sizes that the layer takes. */
const shapeTensor = ({ shape }: LastLayer): TensorProto =>
  create(TensorProtoSchema, {
    name: rowShape,
    dataType: DataType.INT64,
    dims: [BigInt(1 + (shape?.length ?? 1))],
    int64Data: [0, ...(shape ?? [-1])].map(BigInt),
  });

const step = (
  opType: string,
  input: string[],
  output: string,
  attribute: MessageInitShape<typeof AttributeProtoSchema>[] = [],
) => create(NodeProtoSchema, { opType, input, output: [output], attribute });

const cast = (from: string, to: string, type: DataType): NodeProto =>
  step("Cast", [from], to, [{ name: "to", type: AttributeType.INT, i: BigInt(type) }]);

/** The nodes, and those that compute constants for them, in the file's order. */
function withConstants(
  all: readonly NodeProto[],
  nodes: readonly GraphNode[],
  constants: ReadonlySet<string>,
): NodeProto[] {
  const wanted = new Set<GraphNode>(nodes);
  const needed = new Set(nodes.flatMap(({ input }) => input));
  for (const node of all.toReversed()) {
    if (!wanted.has(node) && !node.output.some((name) => needed.has(name) && constants.has(name))) continue;
    wanted.add(node);
    node.input.forEach((name) => needed.add(name));
  }
  return all.filter((node) => wanted.has(node));
}

/** Type of a tensor of weights, as far as the file tells; float32 where it does not. */
function typeOf(source: OnnxGraph, tensor: string): DataType {
  const { node, initializer } = source.graph;
  const weights = initializer.find(({ name }) => name === tensor);
  if (weights) return weights.dataType as DataType;
  const maker = node.find(({ output }) => output.includes(tensor));
  const named = (wanted: string) => maker?.attribute.find(({ name }) => name === wanted);
  switch (maker?.opType) {
    case "Constant":
      return (named("value")?.t?.dataType as DataType | undefined) ?? DataType.FLOAT;
    case "Cast":
      return Number(named("to")?.i ?? DataType.FLOAT);
    case "DequantizeLinear":
      return typeOf(source, maker.input[1]);
    default:
      return maker?.input[0] ? typeOf(source, maker.input[0]) : DataType.FLOAT;
  }
}
