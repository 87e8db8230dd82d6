// Scores of template pairs, and the search of galleries, by all threads.
import { openPool, type Pool } from "../host/pool.js";
import { loadStatistics } from "../math/statistics.js";
import type { RankedScores } from "../metrics/ranked.js";
import { replicateTasks, type ReplicateFigures, type ReplicateTask } from "../metrics/replicates.js";
import type { SideQualities } from "../score/block-scores.js";
import { blockRows, type PairBlocks, type TemplatePairRows, type Wanted } from "../score/pair-blocks.js";
import { searchRoom, type SearchFound, type SearchPlan } from "../score/template-search.js";
import type { Io } from "../types.js";
import { cutRanges, genuineScores, type PlacedScores } from "../score/score-ranges.js";
import type { BlockAnswer } from "./score-blocks.js";
import type { ScoreAnswer, ScoreTask } from "./score-worker.js";

export interface ScoringRequest {
  /** Unit templates in shared memory, template after template. */
  readonly templates: Float64Array;
  readonly dim: number;
  readonly blocks: PairBlocks;
  readonly qualities: SideQualities | null;
  readonly search: SearchPlan | null;
  /** How many of the highest non-mated gallery scores are wanted. */
  readonly highest: number;
  readonly provider: "cpu" | "cuda";
  /** What the progress bar says. */
  readonly phase: string;
}

export interface Scored {
  readonly ranked: RankedScores;
  /** Scores in the order of `blocks.places`. */
  readonly scores: Float64Array;
  readonly found: SearchFound | null;
  /** Highest non-mated gallery scores, descending. */
  readonly others: Float64Array;
  readonly provider: string;
}

export type ScoringPool = Pool<ScoreTask, ScoreAnswer>;

/** Threads load while the features are read. */
export const openScoring = (threads: number): ScoringPool =>
  openPool<ScoreTask, ScoreAnswer>(new URL("./score-worker.js", import.meta.url), threads);

/**
 * Scores every pair. The answer is the same for any number of threads: a product's sum does not depend on its block, and
 * equal scores are alike.
 *
 * @throws Interrupted
 */
export async function scoreTemplates(pool: ScoringPool, request: ScoringRequest, io: Io): Promise<Scored> {
  const { blocks, search } = request;
  const scores = new Float64Array(new SharedArrayBuffer(8 * blocks.places.length));
  const galleries = search === null ? 0 : search.starts.length - 1;
  const found = search && searchRoom(blocks.rows.length, galleries);
  const signals = new Int32Array(new SharedArrayBuffer(8));
  const { rows, columns, starts, places, dense } = blocks;
  const placed = { rows, columns, starts, places, dense };
  const tasks = shares(blocks, pool.threads).map(([from, to]) => {
    const { templates, dim, qualities, provider } = request;
    return pool.run({
      ...{ kind: "blocks" as const, templates, dim, from, to, scores, qualities, signals, blocks: placed, provider },
      search: search && { plan: search, found: found!, highest: request.highest },
    }) as Promise<BlockAnswer>;
  });
  loadStatistics(); // This thread waits for the others: intervals will need it.
  const answers = await watched(Promise.all(tasks), signals, blocks.starts.length - 1, request.phase, io);
  return {
    ranked: await ranked(pool, { places: blocks.places, scores }, blocks.genuine),
    scores,
    found,
    others: highestOf(answers, request.highest),
    provider: answers[0].provider,
  };
}

/** Scores of either class in ascending order; threads sort a range of the impostors' each. */
async function ranked(pool: ScoringPool, { places, scores }: PlacedScores, genuine: number): Promise<RankedScores> {
  const sorting = cutRanges({ places, scores }, pool.threads).map((range) =>
    pool.run({ kind: "sort", places, scores, range }),
  );
  const same = genuineScores({ places, scores }, genuine);
  const impostor = new Float64Array(scores.length - genuine);
  let at = 0;
  for (const part of (await Promise.all(sorting)) as Float64Array[]) {
    impostor.set(part, at);
    at += part.length;
  }
  return { genuine: same, impostor };
}

/** Brings pairs into the order of the blocks, in a thread: their memory goes with them. */
export async function placePairs(
  pool: ScoringPool,
  pieces: readonly TemplatePairRows[],
  templates: number,
  { keepOrder, wanted }: { readonly keepOrder: boolean; readonly wanted?: Wanted },
): Promise<PairBlocks> {
  const memory = pieces.flatMap(({ left, right, genuine }) => [left.buffer, right.buffer, genuine.buffer]);
  const task = { kind: "place" as const, pieces, templates, keepOrder, ...(wanted && { wanted }) };
  return (await pool.run(task, memory as ArrayBuffer[])) as PairBlocks;
}

/** A bootstrap by all threads. @throws Interrupted at once: closing the pool ends what they do */
export async function drawReplicates(
  pool: ScoringPool,
  whole: ReplicateTask,
  signal: AbortSignal,
): Promise<ReplicateFigures[]> {
  const parts = replicateTasks(whole).map((task) => pool.run({ kind: "replicates", ...task }));
  return ((await untilStopped(Promise.all(parts), signal)) as ReplicateFigures[][]).flat();
}

/** An answer, or the stop where that comes first. */
function untilStopped<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Runs of blocks with about as much to do each. */
function shares({ starts }: PairBlocks, threads: number): [from: number, to: number][] {
  const blocks = starts.length - 1;
  const parts = Math.max(1, Math.min(threads, blocks));
  const bounds = Array.from({ length: parts + 1 }, (_, part) => Math.round((blocks * part) / parts));
  return bounds.slice(1).map((to, part) => [bounds[part], to]);
}

/** Shows how far the threads are, and tells them when to stop. */
async function watched<T>(done: Promise<T>, signals: Int32Array, blocks: number, phase: string, io: Io): Promise<T> {
  io.progress.start(phase, blocks * blockRows, "templates");
  let shown = 0;
  const timer = setInterval(() => {
    const now = Atomics.load(signals, 0);
    io.progress.step((now - shown) * blockRows);
    shown = now;
    if (io.signal.aborted) Atomics.store(signals, 1, 1);
  }, 100);
  try {
    const answer = await done;
    io.signal.throwIfAborted();
    return answer;
  } finally {
    clearInterval(timer);
    io.progress.stop();
  }
}

const highestOf = (answers: readonly BlockAnswer[], count: number): Float64Array =>
  answers
    .map(({ others }) => others)
    .reduce(mergeDescending)
    .slice(0, count);

function mergeDescending(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from([...a, ...b])
    .sort()
    .reverse();
}
