// The summary of a suite, from the results that its cells left: those of this run and of earlier ones alike.
import { dirname, join, sep } from "node:path";
import { makeFolder, writeTogether } from "../host/files.js";
import { loadProtocol } from "../protocol/protocol.js";
import type { Suite } from "../protocol/suite.js";
import { loadTemplateProtocol, type TemplateCounts } from "../protocol/template-protocol.js";
import type { PublishedFigure, Result } from "../report/result.js";
import { suiteFiles } from "../report/suite-files.js";
import type { MeasuredProtocol, SuiteRow, SuiteSummary } from "../report/suite-table.js";
import { readResult } from "./result-folders.js";
import type { Cell, CellOutcome } from "./suite-cell.js";
import { kindOf } from "./suite-kinds.js";
import { askedOf, missingSets, templateSetOf } from "./suite-source.js";

type Measured = CellOutcome & { readonly result: Result | null };

/**
 * Writes summary.json, summary.csv, table.md and table.tex beside the folders of results. They say "done" of a cell whether
 * this run made it or found it up to date, so that a run that was stopped and went on leaves the same bytes.
 *
 * @returns the summary with the states of this run
 */
export async function writeSummary(suite: Suite, outcomes: readonly CellOutcome[]): Promise<SuiteSummary> {
  const measured: Measured[] = [];
  for (const outcome of outcomes) {
    const { cell, state } = outcome;
    const there = state === "done" || state === "up to date";
    measured.push({
      ...outcome,
      result: there ? await readResult(join(suite.out, cell.folder!, "result.json")) : null,
    });
  }
  const summary: SuiteSummary = {
    title: suite.title,
    missing: missingSets(suite).map(({ name }) => name),
    rows: measured.map((one) => rowOf(one, [suite.dataRoot, suite.from])),
    verification: await protocolsOf(measured, "verification"),
    templates: await protocolsOf(measured, "templates"),
  };
  const rows = summary.rows.map((row) => ({ ...row, state: row.state === "up to date" ? "done" : row.state }));
  makeFolder(suite.out);
  const files = Array.from(suiteFiles({ ...summary, rows }), ([name, text]) => [join(suite.out, name), text] as const);
  writeTogether(new Map(files), () => undefined);
  return summary;
}

function rowOf({ cell, state, reason, result }: Measured, roots: readonly string[]): SuiteRow {
  const { task, model, data } = cell;
  return {
    task: [task.name, task.kind].filter((part) => part !== null).join("/"),
    model: model.name,
    data,
    ...{ state, reason: reason && withoutFolders(reason, roots) },
    folder: result === null ? null : cell.folder!.replaceAll("\\", "/"),
    figures: result === null ? [] : kindOf(task).main(result.figures),
  };
}

/** A message without the folders of this machine: paths below the suite's are relative, of others the names stay. */
const withoutFolders = (text: string, roots: readonly string[]): string =>
  roots
    .reduce((left, root) => left.replaceAll(root === dirname(root) ? "\n" : `${root}${sep}`, ""), text)
    .replace(/(?<![\w.])\/(?:[^\s/:"]+\/)+/g, "");

/** Results of a kind by data set, in the order of the suite. */
async function protocolsOf(measured: readonly Measured[], kind: Cell["task"]["kind"]): Promise<MeasuredProtocol[]> {
  const own = measured.filter(({ cell, result }) => cell.task.kind === kind && result !== null);
  const groups = new Map<string, Measured[]>();
  for (const one of own) {
    const [{ name }] = one.cell.sets;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const protocols: MeasuredProtocol[] = [];
  for (const group of groups.values()) {
    const results = group.map(({ cell, result }) => withTask(result!, cell.task.name));
    const { title, published } = await titleOf(group[0].cell, results[0]);
    protocols.push({ title, results, published });
  }
  return protocols;
}

/** A task with a name of its own makes rows of its own. */
const withTask = (result: Result, task: string | null): Result =>
  task === null
    ? result
    : { ...result, provenance: { ...result.provenance, modelName: `${result.provenance.modelName}, ${task}` } };

async function titleOf({ sets: [set] }: Cell, result: Result) {
  const templates = templateSetOf(set);
  if (templates !== null) {
    const { title, expected, published } = loadTemplateProtocol(templates);
    return { title, published: isWhole(result, expected) ? published : [] };
  }
  const { protocol } = askedOf(set)!;
  if (!/[\\/]/.test(protocol) || protocol.endsWith(".json")) return loadProtocol(protocol);
  return { title: set.name, published: [] as readonly PublishedFigure[] };
}

/** Figures that others published are for the whole set: beside a part of it they would mislead. */
function isWhole({ provenance }: Result, expected: TemplateCounts): boolean {
  const { images, templates } = provenance;
  const { listed, genuine } = provenance.pairs as { listed: number; genuine: number };
  const { images: faces, templates: all, pairs, genuine: same } = expected;
  return images === faces && templates === all && listed === pairs && genuine === same;
}
