// Runs in a thread: makes the embeddings of some templates.
import { handOver } from "../../host/pool.js";
import { makeRows, type Rows, type RowsTask } from "./rows.js";

export default function makeAll(task: RowsTask): Rows {
  const rows = makeRows(task);
  return handOver(rows, [rows.plain.buffer, rows.flip.buffer]);
}
