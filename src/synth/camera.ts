// Many pictures through threads, results in order.
import { runInOrder, type Crew } from "./crew.js";
import type { FaceAnswer, FileTask, PixelTask } from "./face-worker.js";
import type { Shot } from "./picture.js";

/** A picture and the file it goes to. */
export interface FileShot {
  readonly shot: Shot;
  readonly path: string;
}

const shotsATask = 16;

/** Takes pictures into files; JPEG or PNG by the name. Files that are there stay when `keep` is set. */
export async function shootFiles(shots: readonly FileShot[], keep: boolean, crew: Crew): Promise<void> {
  const tasks = slices(shots).map((part): FileTask => ({ shots: part, keep }));
  await shoot(tasks, shots.length, crew, () => undefined);
}

/** Takes pictures into memory and hands them on in order, some at a time: bytes of height x width x 3 each. */
export async function shootPixels(
  shots: readonly Shot[],
  crew: Crew,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const tasks = slices(shots).map((part): PixelTask => ({ pixelsOf: part }));
  await shoot(tasks, shots.length, crew, (bytes) => take(bytes!));
}

function slices<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / shotsATask);
  return Array.from({ length: count }, (_, i) => items.slice(i * shotsATask, (i + 1) * shotsATask));
}

function shoot(
  tasks: readonly (FileTask | PixelTask)[],
  total: number,
  crew: Crew,
  take: (answer: FaceAnswer) => void,
): Promise<void> {
  const worker = new URL("./face-worker.js", import.meta.url);
  const steps = (task: FileTask | PixelTask): number => ("shots" in task ? task.shots : task.pixelsOf).length;
  return runInOrder({ worker, tasks, steps, phase: "drawing", total, unit: "faces" }, crew, take);
}
