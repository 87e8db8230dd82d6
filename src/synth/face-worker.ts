// Runs in a thread: takes pictures, and writes them or hands back their pixels.
import { isFile, writeWhole } from "../host/files.js";
import { takePicture, type Shot } from "./picture.js";
import { encodeImage } from "./render.js";

export interface FileTask {
  readonly shots: readonly { readonly shot: Shot; readonly path: string }[];
  /** Leave a file that is there: it is whole, since only whole files get their name. */
  readonly keep: boolean;
}

/** Aligned shots of one size whose pixels are wanted one after another. */
export interface PixelTask {
  readonly pixelsOf: readonly Shot[];
}

/** Bytes of all pictures of a PixelTask, height x width x 3 each; null for a FileTask. */
export type FaceAnswer = Uint8Array | null;

export default async function takeAll(task: FileTask | PixelTask): Promise<FaceAnswer> {
  if ("pixelsOf" in task) return joinPixels(task.pixelsOf);
  const shots = task.shots.values();
  // Two at a time: one is worked on here while the other is with sharp, which has threads of its own.
  const ends = await Promise.allSettled([takeInTurn(shots, task.keep), takeInTurn(shots, task.keep)]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return null;
}

/** Takes what is left, until nothing is. */
async function takeInTurn(shots: Iterable<FileTask["shots"][number]>, keep: boolean): Promise<void> {
  for (const { shot, path } of shots) {
    if (keep && isFile(path)) continue;
    writeWhole(path, await encodeImage(await takePicture(shot), path.endsWith(".png") ? "png" : "jpg"));
  }
}

async function joinPixels(shots: readonly Shot[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const shot of shots) {
    const { data } = await takePicture(shot);
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.length));
  }
  return Buffer.concat(parts);
}
