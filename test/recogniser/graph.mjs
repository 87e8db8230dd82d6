// An ONNX graph put together node by node and written as protobuf.
import onnxProto from "onnx-proto";

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;

const bytesOf = (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const value = (name, shape) => ({
  name,
  type: {
    tensorType: {
      elemType: TensorProto.DataType.FLOAT,
      shape: { dim: shape.map((d) => (typeof d === "string" ? { dimParam: d } : { dimValue: d })) },
    },
  },
});

/** A graph under construction; every node's output bears the node's name. */
export class Graph {
  nodes = [];
  initializers = [];

  constants(name, dims, values) {
    const dataType = values instanceof Float32Array ? TensorProto.DataType.FLOAT : TensorProto.DataType.INT64;
    this.initializers.push({ name, dims, dataType, rawData: bytesOf(values) });
    return name;
  }

  /** @param {Record<string, number | number[]>} attributes integers or lists of integers */
  node(opType, name, input, attributes = {}) {
    const attribute = Object.entries(attributes).map(([key, value]) =>
      Array.isArray(value)
        ? { name: key, type: AttributeProto.AttributeType.INTS, ints: value }
        : { name: key, type: AttributeProto.AttributeType.INT, i: value },
    );
    this.nodes.push({ opType, name, input, output: [name], attribute });
    return name;
  }

  /** Zeros after the picture's last row and column, or after its last channel. */
  padded(name, input, { channels = 0, edge = 0 }) {
    const pads = BigInt64Array.from([0, 0, 0, 0, 0, channels, edge, edge].map(BigInt));
    return this.node("Pad", name, [input, this.constants(`${name}/pads`, [8], pads)]);
  }

  /**
   * The graph as the bytes of an .onnx file, from "input" to "embedding"; a dimension given by a word is dynamic.
   *
   * @param {(number | string)[]} inputShape
   * @param {(number | string)[]} outputShape
   */
  model(inputShape, outputShape) {
    return ModelProto.encode({
      irVersion: 7,
      producerName: "magface-eval tests",
      opsetImport: [{ domain: "", version: 13 }],
      graph: {
        name: "recogniser",
        input: [value("input", inputShape)],
        output: [value("embedding", outputShape)],
        initializer: this.initializers,
        node: this.nodes,
      },
    }).finish();
  }
}
