import { handOver } from "../host/pool.js";
import { readPairPiece, type PairPieceAnswer, type PairPieceTask } from "./template-pair-piece.js";

/** What a thread of the pair reader runs. */
export default function readPiece(task: PairPieceTask): PairPieceAnswer {
  const answer = readPairPiece(task);
  return handOver(answer, [answer.left.buffer, answer.right.buffer, answer.genuine.buffer]);
}
