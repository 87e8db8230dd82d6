import { join } from "node:path";
import type { ModelRequest } from "../../src/runs/model-vectors.js";
import type { ImageRef, Io } from "../../src/types.js";
import { ppm, scratch } from "../embed/model/scratch.js";
import { draws } from "../onnx-models.js";

/** R G B bytes of drawn images of 8 x 8. */
export function drawnPixels(count: number): Uint8Array[] {
  const draw = draws(3);
  return Array.from({ length: count }, () => Uint8Array.from({ length: 192 }, () => 128 + 127 * draw()));
}

/** A model for 8 x 8 pixels, RGB / 255, with its card, images on disk and a cache. */
export function workshop(bytes: Uint8Array, pixels: readonly Uint8Array[], card: object = {}) {
  const { dir, write } = scratch();
  const writeCard = (name: string, more: object): string =>
    write(name, JSON.stringify({ width: 8, height: 8, channels: "RGB", mean: 0, scale: 255, ...more }));
  const images = pixels.map((rgb, i): ImageRef => ({ name: `${i}`, path: write(`${i}.ppm`, ppm(8, 8, rgb)) }));
  const request: ModelRequest = {
    model: write("m.onnx", bytes),
    card: writeCard("m.card.json", card),
    provider: "cpu",
    batch: 4,
    threads: 2,
    cache: join(dir, "cache"),
  };
  return { dir, write, writeCard, images, request };
}

/** An io that remembers what it was told. */
export function listener() {
  const warnings: string[] = [];
  const details: string[] = [];
  const io: Io = {
    out() {},
    note() {},
    warn: (text) => void warnings.push(text),
    detail: (text) => void details.push(text),
    progress: { start() {}, step() {}, stop() {} },
    env: {},
    cwd: "/",
    now: () => performance.now(),
    signal: new AbortController().signal,
  };
  return { io, warnings, details };
}
