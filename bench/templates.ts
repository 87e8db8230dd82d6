// Template scoring against its limits, in one run: what float64 products cost by blocks and one by one, what sorting costs,
// and each phase of `ijbc --features` on data of the full size beside the bare work it can't do without.
//
// npm run bench -- templates [DIR]: DIR with feats.npy and meta/ (2.2 GB); without it the data are made at a tenth of the size.
import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGemm } from "#product/host/gemm.js";
import { sortedFloats } from "#product/math/sort-floats.js";
import { oneProduct } from "#product/score/block-scores.js";
import { makeIjbEmbeddings } from "#product/synth/ijb-embeddings.js";

const dim = 512;

/** Best of some tries, in milliseconds: another program hits one and not the other. */
async function best(tries: number, work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < tries; i++) {
    const began = performance.now();
    await work();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

const drawn = (length: number): Float64Array => {
  let state = 12345;
  return Float64Array.from({ length }, () => {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    return (sum - 2) * 0.08;
  });
};

async function products(): Promise<void> {
  const columns = drawn(3531 * dim);
  const gemm = await openGemm(columns, dim, "cpu");
  for (const rows of [16, 64, 256, 1024]) {
    const block = drawn(rows * dim);
    const ms = await best(7, () => gemm.multiply(block));
    console.log(
      `products by blocks of ${String(rows).padStart(4)} rows ${((ms * 1e6) / rows / 3531).toFixed(2).padStart(8)} ns a product`,
    );
  }
  await gemm.close();
  const block = drawn(64 * dim);
  let sum = 0;
  const ms = await best(3, () => {
    for (let i = 0; i < 200_000; i++) sum += oneProduct(block, (i % 64) * dim, columns, ((i * 7919) % 3531) * dim, dim);
  });
  if (Number.isNaN(sum)) throw new Error("a product is NaN");
  console.log(`products one by one           ${((ms * 1e6) / 200_000).toFixed(2).padStart(8)} ns a product`);
}

async function sorting(): Promise<void> {
  const scores = drawn(4_000_000);
  const ours = await best(3, () => sortedFloats(scores));
  const own = await best(1, () => scores.slice().sort());
  console.log(`sorting 4 million scores ${ours.toFixed(0)} ms, the typed array's own sort ${own.toFixed(0)} ms`);
}

/** What reading the matrix costs when nothing is done with it. */
function bareRead(path: string): number {
  const file = openSync(path, "r");
  const piece = Buffer.alloc(1 << 22);
  const began = performance.now();
  while (readSync(file, piece) > 0);
  return (performance.now() - began) / 1000;
}

function command(data: string, options: readonly string[]): void {
  const out = mkdtempSync(join(tmpdir(), "bench-templates-"));
  const words = ["bin/magface-eval.js", "ijbc", "--data", data, "--out", out, "--quiet", "--verbose", ...options];
  const began = performance.now();
  const { stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  console.log(
    `\nijbc ${options.join(" ")}: ${((performance.now() - began) / 1000).toFixed(2)} s from start to written results`,
  );
  for (const line of stderr.split("\n").filter((text) => /: \d|most memory/.test(text))) console.log(`  ${line}`);
  rmSync(out, { recursive: true });
}

await products();
await sorting();
const given = process.argv[2];
const data = given ?? mkdtempSync(join(tmpdir(), "bench-ijbc-"));
try {
  if (given === undefined) {
    rmSync(data, { recursive: true });
    await makeIjbEmbeddings({ kind: "ijbc", seed: 1, scale: 0.1, dim, out: data });
  }
  const feats = join(data, "feats.npy");
  const flip = ["--features-flip", join(data, "feats_flip.npy"), "--detector-score"];
  console.log(
    `\nreading ${(statSync(feats).size / 1e6).toFixed(0)} MB and doing nothing: ${bareRead(feats).toFixed(2)} s`,
  );
  command(data, ["--features", feats]);
  command(data, ["--features", feats, "--identification"]);
  command(data, ["--features", feats, ...flip]);
} finally {
  if (given === undefined) rmSync(data, { recursive: true });
}
