import { handOver } from "../host/pool.js";
import { sumFaces, type FaceSum, type SumTask } from "./face-sum.js";

/** What a thread that adds up faces runs. */
export default async function run(task: SumTask): Promise<FaceSum> {
  const done = await sumFaces(task);
  return handOver(done, [done.sums.buffer]);
}
