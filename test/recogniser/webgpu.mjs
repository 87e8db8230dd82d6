// VK_DRIVER_FILES=ICD.json node test/recogniser/webgpu.mjs MODEL.onnx [COUNT]
// Embeds COUNT faces (default 64) with ONNX Runtime's webgpu provider and with its cpu provider, by the converted model
// and by a small convolutional one, and prints the least cosine between the two. Exit code 0 when both are above
// 0.9999, else 1. A longer check that continuous integration leaves out: minutes on a software driver.
//
// Needs Vulkan's loader (Debian: libvulkan1) and a driver. Without a graphics card SwiftShader will do, which Debian's
// chromium-common holds: `apt-get download chromium-common && dpkg -x chromium-common_*.deb DIR`, then
// ICD.json is DIR/usr/lib/chromium/vk_swiftshader_icd.json. Mesa 22's lavapipe is refused by the provider.
import { performance } from "node:perf_hooks";
import ort from "onnxruntime-node";
import { cardOf, cosine, embed } from "./embedding.mjs";
import { hasOrl, someFaces } from "./faces.mjs";
import { Graph } from "./graph.mjs";

const [model, count = "64"] = process.argv.slice(2);
if (!model) {
  console.error("usage: VK_DRIVER_FILES=ICD.json node test/recogniser/webgpu.mjs MODEL.onnx [COUNT]");
  process.exit(2);
}

/** Two convolutions and an average: 16 numbers from a picture of the card's size. */
function smallModel({ width, height }) {
  const graph = new Graph();
  const wave = (length, step) => Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * step) / 3);
  const conv = (name, input, dims, step) => {
    const weights = graph.constants(
      `${name}/w`,
      dims,
      wave(
        dims.reduce((a, b) => a * b),
        step,
      ),
    );
    return graph.node("Conv", name, [input, weights], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  };
  const first = graph.node("Relu", "relu", [conv("conv1", "input", [8, 3, 3, 3], 0.7)]);
  const second = conv("conv2", first, [16, 8, 3, 3], 1.3);
  graph.node("Flatten", "embedding", [graph.node("GlobalAveragePool", "average", [second])], { axis: 1 });
  return graph.model(["batch", 3, height, width], ["batch", 16]);
}

/** A session on one provider; `whole` = every node runs there. */
async function open(source, provider) {
  const create = (extra) => ort.InferenceSession.create(source, { executionProviders: [provider], extra });
  if (provider === "cpu") return { session: await create({}), whole: true };
  try {
    return { session: await create({ session: { disable_cpu_ep_fallback: "1" } }), whole: true };
  } catch (error) {
    console.error(error.message.trim());
    return { session: await create({}), whole: false };
  }
}

/** Embeddings by one provider and the milliseconds an image, the first batch, which compiles, not counted. */
async function timed(source, provider, pictures, card) {
  const batch = 8;
  const { session, whole } = await open(source, provider);
  await embed(session, pictures.slice(0, batch), card, batch);
  const start = performance.now();
  const rows = await embed(session, pictures, card, batch);
  const milliseconds = (performance.now() - start) / pictures.length;
  await session.release();
  return { rows, whole, milliseconds: Number(milliseconds.toFixed(2)) };
}

async function compare(name, source, pictures, card) {
  const cpu = await timed(source, "cpu", pictures, card);
  const webgpu = await timed(source, "webgpu", pictures, card);
  const leastCosine = Math.min(...cpu.rows.map((row, i) => cosine(row, webgpu.rows[i])));
  const largestDifference = Math.max(
    ...cpu.rows.flatMap((row, n) => Array.from(row, (x, i) => Math.abs(x - webgpu.rows[n][i]))),
  );
  const report = {
    model: name,
    images: pictures.length,
    faces: hasOrl ? "AT&T" : "drawn",
    leastCosine,
    largestDifference,
    everyNodeOnWebgpu: webgpu.whole,
    millisecondsAnImage: { cpu: cpu.milliseconds, webgpu: webgpu.milliseconds },
  };
  console.log(JSON.stringify(report));
  return leastCosine > 0.9999;
}

const card = cardOf(model);
const pictures = someFaces(Number(count), card.width);
try {
  const small = await compare("small", smallModel(card), pictures, card);
  const recogniser = await compare("recogniser", model, pictures, card);
  process.exitCode = small && recogniser ? 0 : 1;
} catch (error) {
  console.error(error.message.trim());
  process.exitCode = 1;
}
