// The door to threads. Piscina keeps the threads, queues the work and passes errors back.
import { availableParallelism } from "node:os";
import type { Transferable } from "node:worker_threads";
import { move, Piscina, transferableSymbol, valueSymbol } from "piscina";
import { UserError } from "../errors.js";

/** Threads that run the default export of one worker file. */
export interface Pool<Task, Answer> {
  readonly threads: number;
  /** @throws what the thread threw; a UserError is one here too */
  run(task: Task, transfer?: readonly Transferable[]): Promise<Answer>;
  close(): Promise<void>;
}

export const coreCount = (): number => availableParallelism();

/** More threads a core than this gain nothing and cost 50 MB each: a thousand would take the whole memory. */
const MOST_PER_CORE = 4;

/**
 * Starts threads on a worker file of this product: as many as asked for, four a core at most.
 *
 * @param worker URL of the built worker file, from `new URL("./x-worker.js", import.meta.url)`
 */
export function openPool<Task, Answer>(worker: URL, asked: number, workerData?: unknown): Pool<Task, Answer> {
  const threads = Math.min(asked, MOST_PER_CORE * coreCount());
  const pool = new Piscina({ filename: worker.href, minThreads: threads, maxThreads: threads, workerData });
  let closing = false;
  pool.on("error", (error) => {
    // The answer to a task that was given up may still come while the threads end; nobody waits for it.
    if (!closing) throw error;
  });
  // A thread stopped while it still loads its modules takes the whole process down (Node 20.20: "FATAL ERROR:
  // v8::Module::IsGraphAsync"), so closing waits for each thread's first message, which says that it is up.
  const up = pool.threads.map((thread) => new Promise((done) => void thread.once("message", done).once("exit", done)));
  return {
    threads,
    run: (task, transfer) =>
      (pool.run(task, transfer ? { transferList: transfer as never } : undefined) as Promise<Answer>).catch(
        (error: unknown) => {
          throw asThrown(error);
        },
      ),
    close: async () => {
      closing = true;
      for (const thread of pool.threads) thread.ref();
      await Promise.all(up);
      await pool.destroy();
    },
  };
}

/** Errors lose class and name on their way between threads; the stack, which begins with the name, arrives whole. */
const asThrown = (error: unknown): unknown =>
  error instanceof Error && error.stack?.startsWith("UserError: ") ? new UserError(error.message) : error;

/**
 * A worker's answer whose buffers change hands instead of being copied.
 *
 * @param buffers memory inside `answer`; the worker can't use it afterwards
 */
export function handOver<Answer>(answer: Answer, buffers: readonly ArrayBufferLike[]): Answer {
  return move({ [transferableSymbol]: buffers, [valueSymbol]: answer } as never) as Answer;
}
