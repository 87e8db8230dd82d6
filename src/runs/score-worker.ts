import { replicates, type ReplicateFigures, type ReplicateTask } from "../metrics/replicates.js";
import { handOver } from "../host/pool.js";
import { blockPairs, type PairBlocks, type TemplatePairRows, type Wanted } from "../score/pair-blocks.js";
import { sortedRange, type PlacedScores, type ScoreRange } from "../score/score-ranges.js";
import { scoreBlocks, type BlockAnswer, type BlockTask } from "./score-blocks.js";

/** One range of impostor scores to sort. */
export interface SortTask extends PlacedScores {
  readonly kind: "sort";
  readonly range: ScoreRange;
}

/** All pairs to be brought into the order of the blocks. */
export interface PlaceTask {
  readonly kind: "place";
  readonly pieces: readonly TemplatePairRows[];
  readonly templates: number;
  readonly keepOrder: boolean;
  readonly wanted?: Wanted;
}

export type ScoreTask = BlockTask | SortTask | PlaceTask | (ReplicateTask & { readonly kind: "replicates" });
export type ScoreAnswer = BlockAnswer | ReplicateFigures[] | Float64Array | PairBlocks;

/** What a thread of template scoring runs. */
export default function scoreTask(task: ScoreTask): Promise<BlockAnswer> | Exclude<ScoreAnswer, BlockAnswer> {
  if (task.kind === "place") return blockPairs(task.pieces, task.templates, task);
  if (task.kind === "blocks") return scoreBlocks(task);
  if (task.kind === "replicates") return replicates(task);
  const sorted = sortedRange(task, task.range);
  return handOver(sorted, [sorted.buffer]);
}
