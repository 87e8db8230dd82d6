// The graph of an .onnx file, by ONNX's own schema. The file is read whole; weights stay where they lie in its bytes.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  type GraphProto,
  type ModelProto,
  type ValueInfoProto,
} from "onnx-buf";
import { UserError } from "../errors.js";
import { readBytes } from "../host/files.js";
import { didYouMean } from "../host/nearest-name.js";
import { printValues, type ValueInfo } from "./model-plan.js";

/** A model's file, read. */
export interface OnnxGraph {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly model: ModelProto;
  readonly graph: GraphProto;
  /** What goes in and comes out, as the file declares it. Weights that older files list among the inputs are left out. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/** @throws UserError, one line, for a file that is no ONNX model */
export function readGraph(path: string): OnnxGraph {
  const bytes = readBytes(path);
  const model = parsed(path, bytes);
  const { graph } = model;
  if (!graph) throw new UserError(`${path}: not an ONNX model (no graph in it)`);
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !weights.has(name)).map(valueInfo);
  return { path, bytes, model, graph, inputs, outputs: graph.output.map(valueInfo) };
}

function parsed(path: string, bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new UserError(`${path}: not an ONNX model, or a damaged one (${(error as Error).message})`);
  }
}

const typeNames: Partial<Record<DataType, string>> = {
  [DataType.FLOAT]: "float32",
  [DataType.FLOAT16]: "float16",
  [DataType.DOUBLE]: "float64",
  [DataType.UINT8]: "uint8",
};

/** A file may leave types to ONNX Runtime, which infers them: float32 is what they nearly always are. */
function valueInfo({ name, type }: ValueInfoProto): ValueInfo {
  if (!type) return { name, type: "float32", shape: [] };
  if (type.value.case !== "tensorType") return { name, type: "no tensor", shape: [] };
  const { elemType, shape } = type.value.value;
  const sizes = (shape?.dim ?? []).map(({ value }) => (value.case === "dimValue" ? Number(value.value) : value.value));
  return { name, type: typeNames[elemType as DataType] ?? `type ${elemType}`, shape: sizes.map((size) => size ?? "") };
}

/**
 * The bytes of a model that gives one more tensor out; null where the tensor is an output already.
 *
 * Nothing is written anew: where a message occurs twice in a protobuf file, readers merge the two, so a second graph of
 * one output behind the file's end adds that output to the first (protobuf.dev, "Last One Wins").
 *
 * @throws UserError naming the outputs where the network has no such tensor
 */
export function withOutput({ path, bytes, graph, outputs }: OnnxGraph, tensor: string): Uint8Array | null {
  if (outputs.some(({ name }) => name === tensor)) return null;
  if (!graph.node.some(({ output }) => output.includes(tensor))) {
    const names = outputs.map(({ name }) => name);
    throw new UserError(`${path}: no output "${tensor}"${didYouMean(tensor, names)}; it has ${printValues(outputs)}`);
  }
  const addition = toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph: { output: [{ name: tensor }] } }));
  return Buffer.concat([bytes, addition]);
}
