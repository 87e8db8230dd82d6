// Is a regression caught, and noise not? One layer's weights of the small model are moved by a share of their spread, and its
// results on drawn faces are checked against the unmoved model's; the unmoved model again, with other threads and batches, too.
//   npm run bench -- perturbed-model [DIR]
import onnxProto from "onnx-proto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "#product/cli.js";
import { draws } from "../test/onnx-models.js";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const cwd = process.argv[2] ?? mkdtempSync(join(tmpdir(), "perturbed-"));
const model = readFileSync(join(fixtures, "magface-tiny.onnx"));
writeFileSync(join(cwd, "model.card.json"), readFileSync(join(fixtures, "magface-tiny.card.json")));

/** Runs a command line. @returns its exit code and the last line of stdout */
async function run(line: string): Promise<{ code: number; last: string }> {
  let out = "";
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (text.startsWith("magface-eval:") ? process.stderr.write(text) : true) };
  const code = await main(line.trim().split(" "), {
    stdout,
    stderr,
    env: process.env,
    cwd,
    now: () => performance.now(),
  });
  return { code, last: out.trimEnd().split("\n").at(-1)! };
}

/** The layers that weigh inputs, in the order of the network. */
const layers = (): string[] => {
  const { graph } = onnxProto.onnx.ModelProto.decode(model);
  return graph!.initializer!.filter(({ dims }) => dims!.length > 1).map(({ name }) => name!);
};

/** The model with a layer's weights moved: each by a draw as wide as `share` of their standard deviation. */
function moved(layer: string, share: number, seed: number): Uint8Array {
  const { ModelProto } = onnxProto.onnx;
  const proto = ModelProto.decode(model);
  const tensor = proto.graph!.initializer!.find(({ name }) => name === layer)!;
  const bytes = Uint8Array.from(tensor.rawData!);
  const weights = new Float32Array(bytes.buffer);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const spread = Math.sqrt(weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length);
  const draw = draws(seed);
  // A draw from [-1, 1) has a standard deviation of 1 / sqrt 3.
  for (let i = 0; i < weights.length; i++) weights[i] += share * spread * Math.sqrt(3) * draw();
  tensor.rawData = bytes;
  return ModelProto.encode(proto).finish();
}

async function measure(bytes: Uint8Array, more: string): Promise<void> {
  writeFileSync(join(cwd, "model.onnx"), bytes);
  rmSync(join(cwd, "results"), { recursive: true, force: true });
  const card = `--card ${join(cwd, "model.card.json")}`;
  await run(`verify faces/protocol.json --model model.onnx ${card} --name m --out results --no-cache ${more}`);
}

const check = "check results --baseline baseline.json";
await run("synth --like lfw --out faces");
await measure(model, "--threads 1 --batch 1");
console.log((await run(`${check} --update-baseline`)).last);
for (const more of ["--threads 2 --batch 32", "--threads 1 --batch 7"]) {
  await measure(model, more);
  const { code, last } = await run(check);
  console.log(`the same model, ${more}: ${code === 0 ? "passes" : "ALARM"}: ${last}`);
}
const all = layers();
for (const layer of [all[0], all[Math.floor(all.length / 2)], all[all.length - 1]])
  for (const share of [0.1, 0.2, 0.5, 1, 2, 4]) {
    await measure(moved(layer, share, 1), "");
    const { code, last } = await run(check);
    const { figures } = JSON.parse(readFileSync(join(cwd, "results/drawn-lfw/m/result.json"), "utf8"));
    console.log(`layer ${layer}, ${share}: accuracy ${figures[0].value.toFixed(4)}, exit ${code}: ${last}`);
    if (code === 1) break;
  }
if (process.argv[2] === undefined) rmSync(cwd, { recursive: true });
