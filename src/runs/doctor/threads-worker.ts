import { openPool } from "../../host/pool.js";
import type { PictureAnswer } from "./picture-worker.js";

/** Starts threads and has each decode pictures, as a run does. @returns how many decoded one at least */
export default async function startThreads({ threads }: { threads: number }): Promise<number> {
  const pool = openPool<null, PictureAnswer>(new URL("./picture-worker.js", import.meta.url), threads);
  try {
    const answers = await Promise.all(Array.from({ length: threads }, () => pool.run(null)));
    return answers.filter((answer) => answer.some(({ fault }) => fault === null)).length;
  } finally {
    await pool.close();
  }
}
