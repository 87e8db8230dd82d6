// What SER-FIQ's 100 passes over the last layer of a recogniser cost an image, against one forward pass of the network. The limit
// is one forward pass: a study by SER-FIQ then takes less than twice the time of embedding.
//
// The two take turns and each takes its best time, because another program on the machine hits one and not the other.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { cutNetwork } from "#product/embed/cut-network.js";
import { noiseRows } from "#product/embed/noise.js";
import { presetCard } from "#product/embed/presets.js";
import { openSession } from "#product/embed/session.js";
import { drawMasks, dropOut } from "#product/quality/dropout.js";
import { robustness } from "#product/quality/ser-fiq.js";
import { residualModel } from "../test/onnx-models.js";

const threads = availableParallelism();
const plan = { passes: 100, drop: 0.5 };
const batch = 8;
const rounds = 5;
const card = presetCard("magface");
const provider = "cpu";

/** Milliseconds that the parts take for `batch` images, one time each. */
class Clock {
  readonly best = new Map<string, number>();
  #now = new Map<string, number>();

  async time<T>(part: string, action: () => T | Promise<T>): Promise<T> {
    const began = performance.now();
    const made = await action();
    this.#now.set(part, (this.#now.get(part) ?? 0) + performance.now() - began);
    return made;
  }

  /** Ends a round. */
  round(): void {
    for (const [part, time] of this.#now) this.best.set(part, Math.min(time, this.best.get(part) ?? Infinity));
    this.#now = new Map();
  }
}

async function compare(name: string, model: string): Promise<void> {
  const cut = cutNetwork(model, card, null);
  const tail = await cut.openTail(provider, threads);
  const whole = await openSession({ model, card, provider, threads });
  const inner = await openSession({ model, card, provider, threads, inner: cut.tensor });
  const images = noiseRows(card, batch);
  const { values, dim } = await inner.run(images, batch);
  const clock = new Clock();
  for (let round = 0; round < rounds; round++) {
    await clock.time("forward pass", () => whole.run(images, batch));
    for (let i = 0; i < batch; i++) {
      const row = values.subarray(i * dim, (i + 1) * dim);
      const seed = Uint8Array.from({ length: 16 }, (_, k) => i + k + 1);
      const masks = await clock.time("masks drawn", () => drawMasks(seed, dim, plan));
      const rows = await clock.time("masks applied", () => dropOut(row, masks, plan));
      const embeddings = await clock.time("layer", () => tail.run(rows, plan.passes));
      await clock.time("distances", () => robustness(embeddings, plan.passes));
    }
    clock.round();
  }
  await Promise.all([tail, whole, inner].map((part) => part.close()));
  report(name, clock.best);
}

function report(name: string, best: ReadonlyMap<string, number>): void {
  const [[, forward], ...parts] = best;
  const passes = parts.reduce((sum, [, time]) => sum + time, 0);
  const line = (text: string, time: number) => console.log(`  ${text.padEnd(16)} ${(time / batch).toFixed(2)} ms`);
  console.log(`${name}, ${threads} threads`);
  line("forward pass", forward);
  line("100 passes", passes);
  for (const [part, time] of parts) line(`  ${part}`, time);
  console.log(`  ratio            ${(passes / forward).toFixed(2)}`);
}

const dir = mkdtempSync(join(tmpdir(), "magface-eval-bench-"));
try {
  const networks = [
    ["iResNet-18's cost (5 GFLOP)", residualModel([2, 2, 2, 2])],
    ["iResNet-50's cost (13 GFLOP)", residualModel([3, 4, 14, 3])],
    ["iResNet-100's cost (24 GFLOP)", residualModel([3, 13, 30, 3])],
  ] as const;
  for (const [name, bytes] of networks) {
    const model = join(dir, "model.onnx");
    writeFileSync(model, bytes);
    await compare(name, model);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
