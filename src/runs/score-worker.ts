import { replicates, type ReplicateFigures, type ReplicateTask } from "../metrics/replicates.js";
import { handOver } from "../host/pool.js";
import { sortedRange, type PlacedScores, type ScoreRange } from "../score/score-ranges.js";
import { scoreBlocks, type BlockAnswer, type BlockTask } from "./score-blocks.js";

/** One range of impostor scores to sort. */
export interface SortTask extends PlacedScores {
  readonly kind: "sort";
  readonly range: ScoreRange;
}

export type ScoreTask = BlockTask | SortTask | (ReplicateTask & { readonly kind: "replicates" });
export type ScoreAnswer = BlockAnswer | ReplicateFigures[] | Float64Array;

/** What a thread of template scoring runs. */
export default function scoreTask(task: ScoreTask): Promise<BlockAnswer> | ReplicateFigures[] | Float64Array {
  if (task.kind === "blocks") return scoreBlocks(task);
  if (task.kind === "replicates") return replicates(task);
  const sorted = sortedRange(task, task.range);
  return handOver(sorted, [sorted.buffer]);
}
