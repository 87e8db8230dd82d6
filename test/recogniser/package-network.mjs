// The package's own recogniser, run by the TensorFlow.js inside its browser bundle on the plain JavaScript backend.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./weights.mjs";

/** The bundle looks for Node's `util`, which was left out of it, unless it believes to be in a browser while it loads. */
async function loadBundle() {
  globalThis.window = { document: {} };
  try {
    return await import(join(packageFolder, "dist", "face-api.esm.js"));
  } finally {
    delete globalThis.window;
  }
}

/**
 * @returns {Promise<(pixels: Uint8Array, size: number) => Promise<Float32Array>>} the package's descriptor of a
 *   size x size RGB picture
 */
export async function packageRecogniser() {
  const { FaceRecognitionNet, tf } = await loadBundle();
  await tf.setBackend("cpu");
  const file = (ending) => readFileSync(join(packageFolder, "model", `face_recognition_model${ending}`));
  const network = new FaceRecognitionNet();
  const bytes = new Uint8Array(file(".bin")).buffer;
  network.loadFromWeightMap(tf.io.decodeWeights(bytes, JSON.parse(file("-weights_manifest.json"))[0].weights));
  return async (pixels, size) => {
    const image = tf.tensor3d(Float32Array.from(pixels), [size, size, 3]);
    const descriptor = await network.computeFaceDescriptor(image);
    image.dispose();
    return descriptor;
  };
}
