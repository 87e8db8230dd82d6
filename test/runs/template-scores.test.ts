import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { replicates, replicateTasks, type ReplicateTask } from "../../src/metrics/replicates.js";
import {
  drawReplicates,
  openScoring,
  scoreTemplates,
  type Scored,
  type ScoringPool,
} from "../../src/runs/template-scores.js";
import {
  blockPairs,
  genuineBit,
  type PairBlocks,
  type TemplatePairRows,
  type Wanted,
} from "../../src/score/pair-blocks.js";
import type { Io } from "../../src/types.js";

const count = 300;
const quiet: Io = {
  ...{ out() {}, note() {}, warn() {}, detail() {} },
  progress: { start() {}, step() {}, stop() {} },
  ...{ env: {}, cwd: "/", now: () => 0, signal: new AbortController().signal },
};
const pools: ScoringPool[] = [];
beforeAll(() => void pools.push(...[1, 2, 3].map(openScoring)));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

/** Unit templates in shared memory; the last ones are copies of the first, so that scores tie. */
function drawTemplates(dim: number): Float64Array {
  const random = seededRandom(dim);
  const values = new Float64Array(new SharedArrayBuffer(8 * count * dim));
  for (let row = 0; row < count; row++) {
    const from = row < count - 20 ? Array.from({ length: dim }, () => random.below(2000) / 1000 - 1) : null;
    const vector = from ?? [...values.subarray((row - count + 20) * dim, (row - count + 21) * dim)];
    const length = Math.hypot(...vector);
    values.set(from ? vector.map((value) => value / length) : vector, row * dim);
  }
  return values;
}

function drawPairs(pairs: number): TemplatePairRows {
  const random = seededRandom(pairs);
  const side = () => Uint32Array.from({ length: pairs }, () => random.below(count));
  return { left: side(), right: side(), genuine: Uint8Array.from({ length: pairs }, () => random.below(9) >> 3) };
}

const dotOf =
  (values: Float64Array, dim: number) =>
  (a: number, b: number): number => {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += values[a * dim + j] * values[b * dim + j];
    return sum;
  };

interface Asked {
  readonly templates: Float64Array;
  readonly dim: number;
  readonly blocks: PairBlocks;
  readonly qualities?: { readonly rows: Float64Array; readonly columns: Float64Array };
  readonly search?: { readonly starts: readonly number[]; readonly mate: Int32Array };
  readonly io?: Io;
}
const score = (pool: ScoringPool, { qualities, search, io = quiet, ...asked }: Asked): Promise<Scored> => {
  const rest = { qualities: qualities ?? null, search: search ?? null, highest: 50, provider: "cpu" as const };
  return scoreTemplates(pool, { ...asked, ...rest, phase: "scoring" }, io);
};

/** The score of every pair in list order. */
function inListOrder({ order }: PairBlocks, scores: Float64Array): number[] {
  const listed = Array<number>(scores.length);
  scores.forEach((value, at) => (listed[order![at]] = value));
  return listed;
}
const apart = (found: ArrayLike<number>, expected: readonly number[]): number =>
  found.length === expected.length ? Math.max(...expected.map((value, i) => Math.abs(found[i] - value))) : Infinity;
const bytes = (values: Float64Array): Buffer => Buffer.from(Float64Array.from(values).buffer);

describe.each([
  [24, 6000, true],
  [7, 6000, true],
  [24, 250, false],
  [7, 250, false],
])("templates of dimension %i scored for %i pairs, whole blocks: %s", (dim, pairs, dense) => {
  const templates = drawTemplates(dim);
  const product = dotOf(templates, dim);
  const list = drawPairs(pairs);
  const blocks = blockPairs([list], count, { keepOrder: true });
  const random = seededRandom(77);
  const magnitudes = Float64Array.from({ length: count }, () => 10 + random.below(300) / 10);
  const qualities = {
    rows: Float64Array.from(blocks.rows, (template) => magnitudes[template]),
    columns: Float64Array.from(blocks.columns, (template) => magnitudes[template]),
  };
  const expected = Array.from(list.left, (left, i) => product(left, list.right[i]));
  const weighed = expected.map((cosine, i) => {
    const quality = Math.min(magnitudes[list.left[i]], magnitudes[list.right[i]]);
    return cosine + quality * Math.min(0, 0.125926 * cosine - 0.077428);
  });

  it("cosines are plain dot products within 1e-12, quality-aware scores too", async () => {
    expect(blocks.dense).toBe(dense);
    const plain = await score(pools[1], { templates, dim, blocks });
    expect(apart(inListOrder(blocks, plain.scores), expected)).toBeLessThan(1e-12);
    const aware = await score(pools[1], { templates, dim, blocks, qualities });
    expect(apart(inListOrder(blocks, aware.scores), weighed)).toBeLessThan(1e-12);
    expect([plain.found, plain.others.length, plain.provider]).toEqual([null, 0, "cpu"]);
  });

  it("are the same bits by 1, 2 and 3 threads, and ranked by class", async () => {
    const all = await Promise.all(pools.map((pool) => score(pool, { templates, dim, blocks, qualities })));
    for (const { scores, ranked } of all) {
      expect(bytes(scores).equals(bytes(all[0].scores))).toBe(true);
      const of = (label: number) =>
        scores.filter((_, at) => (blocks.places[at] >= genuineBit ? 1 : 0) === label).sort();
      expect(bytes(ranked.genuine).equals(bytes(of(1)))).toBe(true);
      expect(bytes(ranked.impostor).equals(bytes(of(0)))).toBe(true);
    }
  });
});

describe("galleries searched while pairs are scored", () => {
  const dim = 7;
  const templates = drawTemplates(dim);
  const product = dotOf(templates, dim);
  const random = seededRandom(31);
  // The second gallery ends with copies of the first one's beginning: their scores are equal to the last bit.
  const wanted: Wanted = {
    columns: Uint32Array.from({ length: 70 }, (_, i) => (i < 50 ? i : count - 70 + i)),
    rows: Uint32Array.from({ length: 150 }, (_, i) => 100 + i),
  };
  const starts = [0, 30, 70];
  const list = drawPairs(500);
  const blocks = blockPairs([list], count, { wanted, keepOrder: true });
  const mate = new Int32Array(blocks.rows.length).fill(-2);
  for (let probe = 0; probe < 150; probe++) mate[probe] = Math.max(-1, random.below(90) - 20);

  it.each([1, 2, 3])("by %i threads: own score, ranks, best others and highest of all", async (threads) => {
    const asked = { templates, dim, blocks, search: { starts, mate } };
    const { found, others, scores } = await score(pools[threads - 1], asked);
    const pairScores = Array.from(list.left, (left, i) => product(left, list.right[i]));
    expect(apart(inListOrder(blocks, scores), pairScores)).toBeLessThan(1e-12);
    const rest: number[] = [];
    let tied = 0;
    for (let probe = 0; probe < 150; probe++) {
      const row = Array.from(wanted.columns, (template) => product(wanted.rows[probe], template));
      const own = mate[probe] < 0 ? -Infinity : row[mate[probe]];
      if (mate[probe] < 0) expect(found!.own[probe]).toBe(-Infinity);
      else expect(found!.own[probe]).toBeCloseTo(own, 12);
      for (const gallery of [0, 1]) {
        const other = row.filter((_, i) => i >= starts[gallery] && i < starts[gallery + 1] && i !== mate[probe]);
        const cell = 2 * probe + gallery;
        const counts = [(value: number) => value > own, (value: number) => value === own].map(
          (counted) => other.filter(counted).length,
        );
        expect([found!.above[cell], found!.tied[cell]]).toEqual(counts);
        expect(found!.best[cell]).toBeCloseTo(Math.max(...other), 12);
        tied += counts[1];
        rest.push(...other);
      }
    }
    expect(tied).toBeGreaterThan(10);
    expect(apart(others, rest.sort((a, b) => b - a).slice(0, 50))).toBeLessThan(1e-12);
  });

  it("the same bits by 1, 2 and 3 threads", async () => {
    const all = await Promise.all(
      pools.map((pool) => score(pool, { templates, dim, blocks, search: { starts, mate } })),
    );
    for (const { found, others } of all)
      expect({ found, others }).toEqual({ found: all[0].found, others: all[0].others });
  });
});

describe("a scoring", () => {
  const blocks = blockPairs([drawPairs(500)], count);
  const asked = { templates: drawTemplates(7), dim: 7, blocks };

  it.each(["before", "while"])("that is stopped %s it runs rejects with the reason", async (when) => {
    const stop = new AbortController();
    const abort = () => stop.abort(new Error("stopped by hand"));
    if (when === "before") abort();
    const progress = { ...quiet.progress, start: abort };
    await expect(score(pools[1], { ...asked, io: { ...quiet, progress, signal: stop.signal } })).rejects.toThrow(
      "stopped by hand",
    );
  });

  it("tells its progress in templates, and ends it", async () => {
    const told: unknown[] = [];
    const progress = { start: (...all: unknown[]) => told.push(all), step() {}, stop: () => told.push("stop") };
    await score(pools[0], { ...asked, io: { ...quiet, progress: progress as unknown as Io["progress"] } });
    expect(told).toEqual([["scoring", 64 * Math.ceil(blocks.rows.length / 64), "templates"], "stop"]);
  });
});

describe("replicates by threads", () => {
  it("are those of one thread, in order", async () => {
    const sides = (length: number) => ({ a: new Uint32Array(length), b: new Uint32Array(length) });
    const [genuine, impostor] = [sides(20), sides(30)];
    const above = Uint32Array.from({ length: 20 }, (_, i) => i);
    const sample = { genuine, impostor, stands: new Float64Array(30).fill(2), above, higher: above, subjects: 0 };
    const whole: ReplicateTask = { sample, fars: [0.1], count: 400, seed: 3, over: "pairs" };
    const expected = replicateTasks(whole).flatMap((task) => replicates(task));
    for (const pool of pools) expect(await drawReplicates(pool, whole, quiet.signal)).toEqual(expected);
  });

  it("end at once when the run is stopped, whether before or while they are drawn", async () => {
    const sides = { a: new Uint32Array(1), b: new Uint32Array(1) };
    const one = Uint32Array.of(1);
    const sample = {
      genuine: sides,
      impostor: sides,
      stands: new Float64Array(1),
      above: one,
      higher: one,
      subjects: 0,
    };
    const whole: ReplicateTask = { sample, fars: [0.1], count: 1, seed: 3, over: "pairs" };
    const stop = new AbortController();
    const never = { threads: 1, run: () => new Promise<never>(() => {}), close: () => Promise.resolve() };
    const drawn = drawReplicates(never, whole, stop.signal);
    stop.abort(new Error("stopped by hand"));
    await expect(drawn).rejects.toThrow("stopped by hand");
    await expect(drawReplicates(never, whole, stop.signal)).rejects.toThrow("stopped by hand");
  });
});
