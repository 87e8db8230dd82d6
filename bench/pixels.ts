// Images a second from JPEG files to the network's input, by each path, in one run.
// The yardstick is what the decoders themselves can do on the same files: sharp alone, mozjpeg alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { decodeBySharp, decodeImage } from "#product/embed/decode.js";
import { templatePoints } from "#product/embed/align.js";
import { openPixelPool } from "#product/embed/pixel-pool.js";
import { prepareBatch } from "#product/embed/pixel-batch.js";
import type { PixelRecipe } from "#product/embed/recipe.js";
import type { ImageRef } from "#product/types.js";

const recipe: PixelRecipe = {
  width: 112,
  height: 112,
  channels: "BGR",
  layout: "NCHW",
  mean: [0, 0, 0],
  scale: [255, 255, 255],
  whiten: false,
  resize: false,
};
const files = 256;
const batch = 64;

/** Waves and noise, q92, 4:2:0: about the entropy of a face crop. */
async function drawJpeg(width: number, height: number, seed: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const noise = (Math.imul(i + seed * 7919, 2654435761) >>> 24) / 16 - 8;
    data[i] =
      128 + 50 * Math.sin((x * (1 + (seed % 5))) / 17 + c) + 50 * Math.cos((y * (1 + (seed % 3))) / 13 - c) + noise;
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function makeImages(folder: string, width: number, height: number): Promise<ImageRef[]> {
  const refs: ImageRef[] = [];
  for (let i = 0; i < files; i++) {
    const path = join(folder, `${width}-${i}.jpg`);
    writeFileSync(path, await drawJpeg(width, height, i));
    refs.push({ name: path, path });
  }
  return refs;
}

interface Path {
  readonly name: string;
  readonly images: number;
  work(): Promise<unknown>;
}

/** Best of five turns of each, in images a second; turn by turn, so that another job on the machine slows all alike. */
async function rates(paths: readonly Path[]): Promise<number[]> {
  const best = paths.map(() => 0);
  for (let turn = 0; turn < 5; turn++)
    for (const [i, { images, work }] of paths.entries()) {
      const start = performance.now();
      await work();
      best[i] = Math.max(best[i], (images * 1000) / (performance.now() - start));
    }
  return best;
}

async function inFlight(count: number, width: number, work: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function measure(label: string, images: ImageRef[], landmarks?: number[]): Promise<void> {
  const bytes = images.map(({ path }) => readFileSync(path));
  const many = Array.from({ length: 4 }, () => images.map((image) => ({ ...image, landmarks }))).flat();
  const pool = openPixelPool({ threads: 2, recipe });
  const batches = Array.from({ length: many.length / batch }, (_, i) => many.slice(i * batch, (i + 1) * batch));
  const here = (i: number) => prepareBatch(batches[i], recipe, ["plain"]);
  const there = (i: number) => pool.prepare(batches[i], ["plain"]);
  const paths: Path[] = [
    {
      name: "sharp, one in flight",
      images: files,
      work: () => inFlight(files, 1, (i) => decodeBySharp(bytes[i], "JPEG")),
    },
    {
      name: "sharp, four in flight",
      images: files,
      work: () => inFlight(files, 4, (i) => decodeBySharp(bytes[i], "JPEG")),
    },
    { name: "decodeImage, this thread", images: files, work: () => inFlight(files, 1, (i) => decodeImage(bytes[i])) },
    { name: "file to tensor, this thread", images: many.length, work: () => inFlight(batches.length, 1, here) },
    { name: "file to tensor, 2 threads", images: many.length, work: () => inFlight(batches.length, 3, there) },
  ];
  const best = await rates(paths);
  await pool.close();
  const most = Math.max(best[0], best[1]);
  for (const [i, { name }] of paths.entries()) {
    console.log(
      `${label}  ${name.padEnd(28)} ${best[i].toFixed(0).padStart(6)} images/s  ${(best[i] / most).toFixed(2)} x sharp`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), "bench-pixels-"));
try {
  await measure("112x112", await makeImages(folder, 112, 112));
  const eyes = templatePoints(112, 112).map((v, i) => 1.3 * v + (i % 2 === 0 ? 25 : 50));
  await measure("200x250", await makeImages(folder, 200, 250), eyes);
} finally {
  rmSync(folder, { recursive: true });
}
