// A suite from its file to the folder of its results: planned, embedded, measured cell by cell, summed up.
import { join } from "node:path";
import { Interrupted, UserError } from "../errors.js";
import { checkFolderTarget, removeLeftovers } from "../host/files.js";
import { countOf } from "../protocol/counts.js";
import { readSuite } from "../protocol/suite-file.js";
import type { Suite, SuiteOverrides, SuitePlace } from "../protocol/suite.js";
import type { SuiteSummary } from "../report/suite-table.js";
import { openCache } from "../store/cache.js";
import type { Io } from "../types.js";
import type { Cell, CellOutcome } from "./suite-cell.js";
import { cellsOf } from "./suite-cells.js";
import { SuiteContents } from "./suite-contents.js";
import { embeddingsOf } from "./suite-embeddings.js";
import { refuseFaults, refuseSharedFolders } from "./suite-faults.js";
import { kindOf } from "./suite-kinds.js";
import { countImages, embedMissing, type EmbeddingPlace } from "./suite-pass.js";
import { SuitePlanner, type PlannedCell } from "./suite-plan.js";
import { cacheOf, missingOf, missingSets } from "./suite-source.js";
import { SuiteState } from "./suite-state.js";
import { writeSummary } from "./suite-summary.js";

/** A suite that has run. */
export interface SuiteRun {
  readonly outcomes: readonly CellOutcome[];
  readonly summary: SuiteSummary;
  /** Folder of all results. */
  readonly folder: string;
}

/**
 * Runs what is not up to date. Each model embeds the union of the pictures of its cells first, each picture once; then cells
 * run one after another from the cache. A cell that fails is told and leaves the others alone. Killed at any moment, the next
 * run goes on where this one was and ends with the same bytes.
 *
 * @throws UserError for a faulty suite, and where no cell can run; Interrupted
 */
export async function runSuite(place: SuitePlace, given: SuiteOverrides, io: Io): Promise<SuiteRun> {
  const { suite, cells } = await openSuite(place, given, io);
  checkFolderTarget(suite.out);
  refuseNothing(cells);
  removeLeftovers(suite.out);
  const state = SuiteState.read(suite.out);
  const planned = await prepare(suite, cells, state, io);
  const outcomes = await runCells(suite, planned, state, io);
  const summary = await writeSummary(suite, outcomes);
  return { outcomes, summary, folder: suite.out };
}

/** A suite without faults, and its cells; data sets that are not there are told. @throws UserError */
export async function openSuite(place: SuitePlace, given: SuiteOverrides, io: Io) {
  const suite = await readSuite(place, given);
  refuseFaults(suite);
  const cells = await cellsOf(suite);
  refuseSharedFolders(suite, cells);
  for (const set of missingSets(suite)) io.warn(`data set ${set.name} skipped: ${missingOf(set)}`);
  return { suite, cells };
}

function refuseNothing(cells: readonly Cell[]): void {
  if (cells.some(({ skipped }) => skipped === null)) return;
  const reasons = [...new Set(cells.map(({ skipped }) => skipped))];
  throw new UserError(`nothing to run: ${reasons.slice(0, 3).join("; ")}${reasons.length > 3 ? "; ..." : ""}`);
}

/** Plans, and embeds what the cells to run need. The cache is closed when this returns: each run opens it for itself. */
async function prepare(suite: Suite, cells: readonly Cell[], state: SuiteState, io: Io): Promise<PlannedCell[]> {
  const dir = cacheOf(suite);
  const cache = dir === null ? null : openCache(dir);
  try {
    const contents = new SuiteContents(suite, cache, io);
    const planned = await new SuitePlanner(suite, contents, state, io).plan(cells);
    const toRun = planned.filter((one) => one.state === "to run");
    tellPlan(suite, planned, io);
    if (cache !== null) await embedAll({ suite, cache, contents, io }, toRun);
    else if (toRun.some(({ cell }) => cell.model.model !== null))
      io.note("no cache: every cell embeds its pictures itself, and a stopped one begins again");
    return planned;
  } finally {
    await cache?.close();
  }
}

function tellPlan({ title }: Suite, planned: readonly PlannedCell[], io: Io): void {
  const count = (state: PlannedCell["state"]) => planned.filter((one) => one.state === state).length;
  const parts = [`${count("to run")} to run`, `${count("up to date")} up to date`, `${count("skipped")} skipped`];
  io.note(`${title}: ${countOf(planned.length, "cell")}, ${parts.join(", ")}`);
}

async function embedAll(place: EmbeddingPlace, toRun: readonly PlannedCell[]): Promise<void> {
  const { suite, io } = place;
  for (const embedding of embeddingsOf(
    toRun.map(({ cell }) => cell),
    suite,
  )) {
    try {
      const count = await countImages(embedding, place);
      const { images, missing } = count;
      io.note(`${embedding.name}: ${countOf(images, "image")}, ${countOf(missing, "embedding")} to make`);
      if (missing > 0) await embedMissing(embedding, count, place);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      io.detail(`${embedding.name}: ${error.message}`); // Its cells will say so.
    }
  }
}

async function runCells(
  suite: Suite,
  planned: readonly PlannedCell[],
  state: SuiteState,
  io: Io,
): Promise<CellOutcome[]> {
  const outcomes: CellOutcome[] = [];
  const total = planned.filter((one) => one.state === "to run").length;
  let number = 0;
  for (const one of planned) {
    if (one.state === "to run") outcomes.push(await runCell(suite, one, state, `${++number}/${total}`, io));
    else outcomes.push({ cell: one.cell, state: one.state, reason: one.reason });
    const { cell, state: ended, reason } = outcomes.at(-1)!;
    if (ended === "failed") io.warn(`${cell.id} failed: ${reason}`);
    if (ended === "skipped") io.detail(`${cell.id} skipped: ${reason}`);
  }
  return outcomes;
}

async function runCell(
  suite: Suite,
  { cell, request }: PlannedCell,
  state: SuiteState,
  number: string,
  io: Io,
): Promise<CellOutcome> {
  const began = io.now();
  io.signal.throwIfAborted();
  try {
    if (cell.folder !== null) removeLeftovers(join(suite.out, cell.folder));
    await kindOf(cell.task).run(cell, suite, join(suite.out, cell.task.name ?? ""), named(cell, io));
    state.record(cell, request!);
    io.note(`[${number}] ${cell.id}: ${((io.now() - began) / 1000).toFixed(1)} s`);
    return { cell, state: "done", reason: null };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (io.signal.aborted) throw io.signal.reason as Error; // A thread that was stopped says so in its own words.
    return { cell, state: "failed", reason: oneLine(error, io) };
  }
}

/** What a cell says has its name before it; its notes are details of the suite. */
const named = ({ id }: Cell, io: Io): Io => ({
  ...io,
  warn: (text) => io.warn(`${id}: ${text}`),
  note: (text) => io.detail(`${id}: ${text}`),
});

function oneLine(error: unknown, io: Io): string {
  if (error instanceof UserError) return error.message.replaceAll("\n", "; ");
  io.warn(`a fault of the program, please report it: ${error instanceof Error ? error.stack : String(error)}`);
  return `a fault of the program: ${error instanceof Error ? error.message : String(error)}`;
}
