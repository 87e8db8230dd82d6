import { handOver } from "../host/pool.js";
import { scoreBlocks, type BlockAnswer, type BlockTask } from "./score-blocks.js";

/** What a thread of template scoring runs. */
export default async function scoreTask(task: BlockTask): Promise<BlockAnswer> {
  const answer = await scoreBlocks(task);
  return handOver(answer, [answer.genuine.buffer, answer.impostor.buffer, answer.others.buffer]);
}
