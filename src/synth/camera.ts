// Many pictures through threads, results in order.
import { coreCount, openPool } from "../host/pool.js";
import type { Progress } from "../types.js";
import type { FaceAnswer, FileTask, PixelTask } from "./face-worker.js";
import type { Shot } from "./picture.js";

/** How a run may use the machine, and who watches it. */
export interface Crew {
  /** Default: one a core. */
  readonly threads?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** A picture and the file it goes to. */
export interface FileShot {
  readonly shot: Shot;
  readonly path: string;
}

const shotsATask = 16;

/** Takes pictures into files; JPEG or PNG by the name. Files that are there stay when `keep` is set. */
export async function shootFiles(shots: readonly FileShot[], keep: boolean, crew: Crew): Promise<void> {
  const tasks = slices(shots).map((part): FileTask => ({ shots: part, keep }));
  await runAll(tasks, shots.length, crew, () => undefined);
}

/** Takes pictures into memory and hands them on in order, some at a time: bytes of height x width x 3 each. */
export async function shootPixels(
  shots: readonly Shot[],
  crew: Crew,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const tasks = slices(shots).map((part): PixelTask => ({ pixelsOf: part }));
  await runAll(tasks, shots.length, crew, (bytes) => take(bytes!));
}

function slices<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / shotsATask);
  return Array.from({ length: count }, (_, i) => items.slice(i * shotsATask, (i + 1) * shotsATask));
}

/** Runs tasks with two a thread in flight, so that memory stays small, and takes answers in the tasks' order. */
async function runAll(
  tasks: readonly (FileTask | PixelTask)[],
  pictures: number,
  { threads = coreCount(), progress, signal }: Crew,
  take: (answer: FaceAnswer) => void,
): Promise<void> {
  const pool = openPool<FileTask | PixelTask, FaceAnswer>(new URL("./face-worker.js", import.meta.url), threads);
  progress?.start("drawing", pictures, "faces");
  const flying: Promise<FaceAnswer>[] = [];
  try {
    for (let next = 0, done = 0; done < tasks.length; done++) {
      while (next < tasks.length && flying.length < 2 * threads) {
        const answer = pool.run(tasks[next++]);
        answer.catch(() => undefined); // Heard below, in order: a fault must not count as unheard until then.
        flying.push(answer);
      }
      take(await flying.shift()!);
      signal?.throwIfAborted();
      progress?.step(Math.min(shotsATask, pictures - done * shotsATask));
    }
  } finally {
    progress?.stop();
    // A thread stopped while it writes would leave its unfinished file behind.
    await Promise.allSettled(flying);
    await pool.close();
  }
}
