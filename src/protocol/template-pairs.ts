// ijbX_template_pair_label.txt by several threads.
import { faultsError, UserError } from "../errors.js";
import { statOf } from "../host/files.js";
import { openPool } from "../host/pool.js";
import { mostFaults } from "./byte-fields.js";
import { readPairPiece, type PairPieceAnswer, type PairPieceTask } from "./template-pair-piece.js";
import { checkText } from "./text-lines.js";
import type { TemplateRows } from "./template-rows.js";

const pieceBytes = 8 << 20;

/** A stretch of the list: pairs of templates by row; 1 genuine, 0 impostor. */
export type TemplatePairPiece = Pick<PairPieceAnswer, "left" | "right" | "genuine">;

/**
 * Reads `template template 0|1` a line. The pieces, in order, are the list: joining them would take their memory twice.
 *
 * @param threads that may read besides this one
 * @throws UserError with the line of every fault, and an empty list
 */
export async function readTemplatePairs(
  path: string,
  templates: TemplateRows,
  threads: number,
  signal?: AbortSignal,
): Promise<TemplatePairPiece[]> {
  const size = statOf(path)?.size;
  if (size === undefined) throw new UserError(`${path}: no such file or folder`);
  checkText(path);
  const tasks = Array.from({ length: Math.max(1, Math.ceil(Number(size) / pieceBytes)) }, (_, piece): PairPieceTask => {
    const start = piece * pieceBytes;
    return { path, start, end: Math.min(Number(size), start + pieceBytes), templates };
  });
  const pieces = await readAll(tasks, threads, signal);
  throwFaults(path, pieces);
  if (pieces.every(({ left }) => left.length === 0))
    throw new UserError(`${path}: empty, expected "template template 0|1" a line`);
  return pieces;
}

async function readAll(tasks: readonly PairPieceTask[], threads: number, signal?: AbortSignal) {
  if (tasks.length === 1) return [readPairPiece(tasks[0])];
  const pool = openPool<PairPieceTask, PairPieceAnswer>(
    new URL("./template-pair-worker.js", import.meta.url),
    Math.min(threads, tasks.length),
  );
  try {
    const answers = await Promise.all(tasks.map((task) => pool.run(task)));
    signal?.throwIfAborted();
    return answers;
  } finally {
    await pool.close();
  }
}

function throwFaults(path: string, pieces: readonly PairPieceAnswer[]): void {
  const faults: string[] = [];
  let before = 0;
  for (const { lines, faults: found } of pieces) {
    for (const { line, what } of found) faults.push(`${path}:${before + line + 1}: ${what}`);
    if (faults.length >= mostFaults) break;
    before += lines;
  }
  if (faults.length > 0) throw faultsError(faults);
}
