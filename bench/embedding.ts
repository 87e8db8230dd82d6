// Images embedded a second: the whole way from JPEG files, against a bare loop that runs the same model in the same
// batches on tensors prepared beforehand. The goal is 0.9 of the bare loop for a network of a real recogniser's cost.
//
// Both loops take turns and each takes its best time, because another program on the machine hits one and not the
// other. The processor time an image is printed too: on a busy machine it is the steadier figure.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { chooseBatch } from "#product/embed/batch-size.js";
import { embedStretches, type PipelineRequest } from "#product/embed/pipeline.js";
import { openPixelPool } from "#product/embed/pixel-pool.js";
import { presetCard } from "#product/embed/presets.js";
import { openSession } from "#product/embed/session.js";
import type { ImageRef } from "#product/types.js";
import { draws, residualModel, tinyModel } from "../test/onnx-models.js";

const threads = availableParallelism();
const rounds = 3;

/** Noise of 14 x 14 enlarged to 112 x 112, q92: about 5 kB, as a face crop. */
async function writeImages(dir: string, count: number): Promise<ImageRef[]> {
  const draw = draws(5);
  const images: ImageRef[] = [];
  for (let i = 0; i < count; i++) {
    const noise = Uint8Array.from({ length: 14 * 14 * 3 }, () => 128 + 127 * draw());
    const small = sharp(noise, { raw: { width: 14, height: 14, channels: 3 } });
    const path = join(dir, `${i}.jpg`);
    writeFileSync(path, await small.resize(112, 112, { kernel: "cubic" }).jpeg({ quality: 92 }).toBuffer());
    images.push({ name: `${i}`, path });
  }
  return images;
}

interface Cost {
  /** Milliseconds an image, by the clock and of processor time (all threads). */
  readonly wall: number;
  readonly busy: number;
}

async function costOf(images: number, action: () => Promise<void>): Promise<Cost> {
  const began = performance.now();
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / images, busy: (user + system) / 1000 / images };
}

const best = (costs: readonly Cost[]): Cost => ({
  wall: Math.min(...costs.map(({ wall }) => wall)),
  busy: Math.min(...costs.map(({ busy }) => busy)),
});

async function compare(name: string, model: string, images: readonly ImageRef[]): Promise<void> {
  const card = presetCard("magface");
  const session = await openSession({ model, card, provider: "cpu", threads });
  const batch = await chooseBatch({ session, card, asked: null, rows: images.length, now: () => performance.now() });
  const { width, height, channels, mean, scale, whiten } = card;
  const recipe = { width, height, channels, mean, scale, whiten, layout: session.plan.layout, resize: false };
  const pool = openPixelPool({ threads, recipe });
  const { values } = await pool.prepare(images.slice(0, batch.size), ["plain"]);
  const bareLoop = async () => {
    for (let from = 0; from < images.length; from += batch.size) await session.run(values, batch.size);
  };
  const request: PipelineRequest = { images, views: ["plain"], pool, session, batch, quality: false, zeros: false };
  const wholeWay = async () => {
    for await (const { failures } of embedStretches(request)) {
      if (failures.some((reason) => reason !== null)) throw new Error("an image failed");
    }
  };
  const bare: Cost[] = [];
  const whole: Cost[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await costOf(images.length, bareLoop));
    whole.push(await costOf(images.length, wholeWay));
  }
  await pool.close();
  await session.close();
  report(name, batch.size, best(bare), best(whole));
}

function report(name: string, batch: number, bare: Cost, whole: Cost): void {
  const line = ({ wall, busy }: Cost) => `${wall.toFixed(2)} ms an image (${busy.toFixed(2)} ms of processor)`;
  console.log(`${name}, batch ${batch}, ${threads} threads`);
  console.log(`  bare loop          ${line(bare)}`);
  console.log(`  from JPEG files    ${line(whole)}`);
  console.log(
    `  ratio              ${(bare.wall / whole.wall).toFixed(3)} (processor ${(bare.busy / whole.busy).toFixed(3)})`,
  );
}

const dir = mkdtempSync(join(tmpdir(), "magface-eval-bench-"));
try {
  const images = await writeImages(dir, 2048);
  const networks = [
    ["28 MFLOP network", tinyModel(), 2048],
    ["iResNet-18's cost (5 GFLOP)", residualModel([2, 2, 2, 2]), 128],
    ["iResNet-50's cost (13 GFLOP)", residualModel([3, 4, 14, 3]), 64],
  ] as const;
  for (const [name, bytes, count] of networks) {
    const model = join(dir, "model.onnx");
    writeFileSync(model, bytes);
    await compare(name, model, images.slice(0, count));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
