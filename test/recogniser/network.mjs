// The recogniser as an ONNX graph: dlib's 29-layer residual network with 128 outputs, laid out as the package's
// src/faceRecognitionNet runs it.
import { Graph } from "./graph.mjs";

/** Width and height of the input. */
export const inputSize = 150;

/** Length of the output. */
export const embeddingSize = 128;

/** Residual blocks in order; a block that goes down halves the picture. `size` is the width of its input, `channels` of its output. */
const blocks = [
  { name: "conv32_1", down: false, channels: 32 },
  { name: "conv32_2", down: false, channels: 32 },
  { name: "conv32_3", down: false, channels: 32 },
  { name: "conv64_down", down: true, size: 35, channels: 64 },
  { name: "conv64_1", down: false, channels: 64 },
  { name: "conv64_2", down: false, channels: 64 },
  { name: "conv64_3", down: false, channels: 64 },
  { name: "conv128_down", down: true, size: 17, channels: 128 },
  { name: "conv128_1", down: false, channels: 128 },
  { name: "conv128_2", down: false, channels: 128 },
  { name: "conv256_down", down: true, size: 8, channels: 256 },
  { name: "conv256_1", down: false, channels: 256 },
  { name: "conv256_2", down: false, channels: 256 },
  { name: "conv256_down_out", down: true, size: 4, channels: 256 },
];

/**
 * (conv(x) + bias) * weights + biases as one convolution, its filters turned from height, width, in, out to
 * out, in, height, width.
 */
function foldedConv(tensors, prefix) {
  const { shape, values } = tensors.get(`${prefix}/conv/filters`);
  const [height, width, input, output] = shape;
  const [bias, scale, shift] = ["conv/bias", "scale/weights", "scale/biases"].map(
    (n) => tensors.get(`${prefix}/${n}`).values,
  );
  const area = height * width;
  const filters = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const out = at % output;
    const row = Math.floor(at / output);
    filters[(out * input + (row % input)) * area + Math.floor(row / input)] = values[at] * scale[out];
  }
  return { dims: [output, input, height, width], filters, bias: scale.map((s, i) => bias[i] * s + shift[i]) };
}

/** @param {{ stride: number, pad: number }} steps */
function conv(graph, tensors, prefix, input, { stride, pad }) {
  const { dims, filters, bias } = foldedConv(tensors, prefix);
  const inputs = [
    input,
    graph.constants(`${prefix}/w`, dims, filters),
    graph.constants(`${prefix}/b`, [dims[0]], bias),
  ];
  const attributes = { kernel_shape: dims.slice(2), strides: [stride, stride], pads: [pad, pad, pad, pad] };
  return graph.node("Conv", prefix, inputs, attributes);
}

/** relu(x + conv(relu(conv(x)))); going down, x is averaged over 2x2 and the smaller side of the sum is filled up with zeros. */
function residual(graph, tensors, input, inputChannels, { name, down, size, channels }) {
  const first = conv(graph, tensors, `${name}/conv1`, input, down ? { stride: 2, pad: 0 } : { stride: 1, pad: 1 });
  const relu = graph.node("Relu", `${name}/relu1`, [first]);
  let long = conv(graph, tensors, `${name}/conv2`, relu, { stride: 1, pad: 1 });
  let short = input;
  if (down) {
    short = graph.node("AveragePool", `${name}/pool`, [input], { kernel_shape: [2, 2], strides: [2, 2] });
    const edge = Math.floor(size / 2) - Math.floor((size - 1) / 2);
    if (edge > 0) long = graph.padded(`${name}/pad`, long, { edge });
    if (channels > inputChannels) short = graph.padded(`${name}/widen`, short, { channels: channels - inputChannels });
  }
  return graph.node("Relu", name, [graph.node("Add", `${name}/sum`, [short, long])]);
}

/**
 * The network as the bytes of an .onnx file: input "input", batch x 3 x 150 x 150, RGB already centred and scaled;
 * output "embedding", batch x 128. The same weights give the same bytes.
 *
 * @param {Map<string, { shape: number[], values: Float32Array }>} tensors from `readWeights`
 */
export function recogniserModel(tensors) {
  const graph = new Graph();
  const stem = graph.node("Relu", "stem/relu", [conv(graph, tensors, "conv32_down", "input", { stride: 2, pad: 0 })]);
  let last = graph.node("MaxPool", "stem/pool", [stem], { kernel_shape: [3, 3], strides: [2, 2] });
  let channels = 32;
  for (const block of blocks) {
    last = residual(graph, tensors, last, channels, block);
    channels = block.channels;
  }
  const flat = graph.node("Flatten", "flat", [graph.node("GlobalAveragePool", "average", [last])], { axis: 1 });
  const { shape, values } = tensors.get("fc");
  graph.node("MatMul", "embedding", [flat, graph.constants("fc", shape, values)]);
  return graph.model(["batch", 3, inputSize, inputSize], ["batch", embeddingSize]);
}
