// Error versus reject: the set of 3,000 genuine and 3,000 impostor pairs that LFW has, and one of IJB-C's size. Seconds; for the
// first the limit is 1 s for a whole command with three FMRs and every step (the published script takes 5 s for twenty points).
import { measureErc } from "#product/evaluate/erc.js";
import type { ErcInput, ErcOptions } from "#product/evaluate/erc-input.js";
import { seededRandom } from "#product/math/random.js";
import { stableOrder } from "#product/math/stable-order.js";

const random = seededRandom(1);
const uniform = (): number => (random.below(1 << 20) + 0.5) / (1 << 20);

function made(genuine: number, impostors: number, rows: number): ErcInput {
  const count = genuine + impostors;
  const every = Math.floor(count / genuine);
  const label = Uint8Array.from({ length: count }, (_, pair) => Number(pair % every === 0 && pair / every < genuine));
  const values = Float64Array.from({ length: rows }, () => 10 + 30 * uniform());
  const side = (): Uint32Array => Uint32Array.from(label, () => random.below(rows));
  return {
    ...{ genuine: label, left: side(), right: side(), subjects: null },
    distance: Float64Array.from(label, (same) => (same === 1 ? 0.7 * uniform() : 0.3 + 0.7 * uniform())),
    qualities: ["a", "b"].map((name, at) => ({ name, values: at === 0 ? values : values.map(() => uniform()) })),
  };
}

const options: ErcOptions = {
  ...{ fmrs: [1e-2, 1e-3, 1e-4], conventions: ["exact"], combination: "min", reject: "pairs" },
  ...{ areas: [0.2, 0.95], bootstrap: 1000, seed: 1 },
};

function time(what: string, work: () => unknown): void {
  const start = performance.now();
  work();
  console.log(`${what.padEnd(70)} ${((performance.now() - start) / 1000).toFixed(2).padStart(7)} s`);
}

const lfw = made(3000, 3000, 12_000);
time("6,000 pairs, 2 qualities, 3 FMRs, 1,000 replicates", () => measureErc(lfw, options));
const ijbc = made(19_557, 15_638_932, 23_124);
time("order of 15.7 million distances", () => stableOrder(ijbc.distance));
const plain = Uint32Array.from(ijbc.distance, (_, pair) => pair);
time("  the same by a comparing sort", () => plain.sort((a, b) => ijbc.distance[a] - ijbc.distance[b] || a - b));
time("15.7 million pairs, 2 qualities, 3 FMRs", () => measureErc(ijbc, { ...options, bootstrap: 0 }));
time("  with 1,000 replicates", () => measureErc(ijbc, options));
