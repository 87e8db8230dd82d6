// Pictures handed to threads a batch at a time.
import { coreCount, openPool } from "../host/pool.js";
import type { Io } from "../types.js";

/** Images that a thread works on before it answers. */
const batchImages = 64;

export interface BatchWork<Task, Answer> {
  /** What the threads run. */
  readonly worker: URL;
  /** How many images there are. */
  readonly count: number;
  /** Threads at most; null = a core each. */
  readonly threads: number | null;
  /** What the progress bar calls it. */
  readonly phase: string;
  /** The task of images [first, end). */
  taskOf(first: number, end: number): Task;
  /** Called with each answer, in any order. */
  take(answer: Answer, first: number, end: number): void;
}

/** Works through all batches; answers come in any order. @throws Interrupted after the batches in flight */
export async function inBatches<Task, Answer>(
  { worker, count, threads, phase, taskOf, take }: BatchWork<Task, Answer>,
  io: Pick<Io, "progress" | "signal">,
): Promise<void> {
  if (count === 0) return;
  const pool = openPool<Task, Answer>(worker, Math.min(threads ?? coreCount(), Math.ceil(count / batchImages)));
  io.progress.start(phase, count, "images");
  try {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) {
        const first = next;
        const end = (next = Math.min(count, first + batchImages));
        take(await pool.run(taskOf(first, end)), first, end);
        io.progress.step(end - first);
        io.signal.throwIfAborted();
      }
    };
    await Promise.all(Array.from({ length: 2 * pool.threads }, lane));
  } finally {
    io.progress.stop();
    await pool.close();
  }
}
