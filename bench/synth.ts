// Faces drawn a second: whole data sets' worth through threads, and where the time of one face goes on one thread.
// The goal is 150 faces/s on two cores, degradation and JPEG file included.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shootFiles } from "#product/synth/camera.js";
import { degrade } from "#product/synth/degrade.js";
import { drawFace } from "#product/synth/face-svg.js";
import { drawIdentity } from "#product/synth/identity.js";
import { everyday } from "#product/synth/nuisance.js";
import { momentOf, type Shot } from "#product/synth/picture.js";
import { encodeImage, renderSvg } from "#product/synth/render.js";

const faces = 1200;

const shots = Array.from({ length: faces }, (_, i): Shot => ({
  world: "eval",
  seed: 1,
  person: i >> 2,
  picture: `bench-${i & 3}`,
  framing: "aligned",
  size: 112,
  range: everyday,
  degradation: { kind: "mix", grade: (i % 11) / 10 },
}));

/** Processor milliseconds an item, in this whole process. */
async function cost<T, U>(
  items: readonly T[],
  work: (item: T, index: number) => U | Promise<U>,
): Promise<[number, U[]]> {
  const made: U[] = [];
  const before = process.cpuUsage();
  for (const [i, item] of items.entries()) made.push(await work(item, i));
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000 / items.length, made];
}

async function stages(some: readonly Shot[]): Promise<void> {
  const [text, svgs] = await cost(some, (shot) => {
    const person = drawIdentity(shot.world, shot.seed, shot.person);
    return drawFace(person, momentOf(shot), shot.framing, shot.size).svg;
  });
  const [render, pictures] = await cost(svgs, renderSvg);
  const [worse, degraded] = await cost(pictures, (picture, i) => degrade(picture, some[i].degradation!, [i]));
  const [file] = await cost(degraded, (picture) => encodeImage(picture, "jpg"));
  const each = { "SVG text": text, librsvg: render, degradation: worse, JPEG: file };
  for (const [name, ms] of Object.entries(each))
    console.log(`${name.padEnd(12)} ${ms.toFixed(2).padStart(6)} ms of one core`);
}

async function throughput(threads: number, folder: string): Promise<void> {
  const files = shots.map((shot, i) => ({ shot, path: join(folder, `${i}.jpg`) }));
  const start = performance.now();
  await shootFiles(files, false, { threads });
  const seconds = (performance.now() - start) / 1000;
  console.log(`${threads} threads    ${(faces / seconds).toFixed(0).padStart(6)} faces/s`);
}

const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
try {
  await stages(shots.slice(0, 100));
  await stages(shots.slice(100, 300));
  for (const threads of [1, 2]) await throughput(threads, folder);
} finally {
  rmSync(folder, { recursive: true });
}
