// Scores of template pairs, and the search of galleries, by all threads.
import { openPool, type Pool } from "../host/pool.js";
import { mergeSorted } from "../math/sort-floats.js";
import type { RankedScores } from "../metrics/ranked.js";
import type { SideQualities } from "../score/block-scores.js";
import { blockRows, type PairBlocks } from "../score/pair-blocks.js";
import { searchRoom, type SearchFound, type SearchPlan } from "../score/template-search.js";
import type { Io } from "../types.js";
import type { BlockAnswer, BlockTask } from "./score-blocks.js";

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

export type ScoringPool = Pool<BlockTask, BlockAnswer>;

/** Threads load while the features are read. */
export const openScoring = (threads: number): ScoringPool =>
  openPool<BlockTask, BlockAnswer>(new URL("./score-blocks-worker.js", import.meta.url), threads);

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
  const tasks = shares(blocks, pool.threads).map(([from, to]) =>
    pool.run({
      ...{ templates: request.templates, dim: request.dim, from, to, scores, qualities: request.qualities, signals },
      blocks: {
        rows: blocks.rows,
        columns: blocks.columns,
        starts: blocks.starts,
        places: blocks.places,
        dense: blocks.dense,
      },
      search: search && { plan: search, found: found!, highest: request.highest },
      provider: request.provider,
    }),
  );
  const answers = await watched(Promise.all(tasks), signals, blocks.starts.length - 1, request.phase, io);
  return {
    ranked: {
      genuine: answers.map(({ genuine }) => genuine).reduce(mergeSorted),
      impostor: answers.map(({ impostor }) => impostor).reduce(mergeSorted),
    },
    scores,
    found,
    others: highestOf(answers, request.highest),
    provider: answers[0].provider,
  };
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
