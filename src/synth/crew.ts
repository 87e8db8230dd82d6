// Many pieces of work through threads, results in order.
import { coreCount, openPool } from "../host/pool.js";
import type { Progress } from "../types.js";

/** How a run may use the machine, and who watches it. */
export interface Crew {
  /** Default: one a core. */
  readonly threads?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Tasks of one worker file, and how their progress is told. */
export interface Job<Task> {
  /** URL of the built worker file. */
  readonly worker: URL;
  /** Asked for one by one, as threads get free. */
  readonly tasks: Iterable<Task>;
  /** Progress that a task makes; all tasks together make `total`. */
  readonly steps: (task: Task) => number;
  readonly phase: string;
  readonly total: number;
  readonly unit: string;
}

/** Runs tasks with two a thread in flight, so that memory stays small, and takes answers in the tasks' order. */
export async function runInOrder<Task, Answer>(
  { worker, tasks, steps, phase, total, unit }: Job<Task>,
  { threads = coreCount(), progress, signal }: Crew,
  take: (answer: Answer) => void,
): Promise<void> {
  const pool = openPool<Task, Answer>(worker, threads);
  progress?.start(phase, total, unit);
  const flying: { readonly task: Task; readonly answer: Promise<Answer> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const { task, answer } = flying[0];
    take(await answer);
    signal?.throwIfAborted();
    flying.shift();
    progress?.step(steps(task));
  };
  try {
    for (const task of tasks) {
      const answer = pool.run(task);
      answer.catch(() => undefined); // Heard in its turn: a fault must not count as unheard until then.
      flying.push({ task, answer });
      if (flying.length === 2 * pool.threads) await takeFirst();
    }
    while (flying.length > 0) await takeFirst();
  } finally {
    progress?.stop();
    // A thread stopped while it writes would leave its unfinished file behind.
    await Promise.allSettled(flying.map(({ answer }) => answer));
    await pool.close();
  }
}
