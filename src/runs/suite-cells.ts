// The cells of a suite, in the order of its file: task by task, set by set, model by model.
import { isAbsolute, join } from "node:path";
import { UserError } from "../errors.js";
import { loadProtocol } from "../protocol/protocol.js";
import type { Suite, SuiteModel, SuiteSet, SuiteTask } from "../protocol/suite.js";
import { parseQuality, withPaths, type QualitySpec } from "./quality-spec.js";
import type { Cell } from "./suite-cell.js";
import { kindOf, takesOf, type Takes } from "./suite-kinds.js";
import { askedOf, listName, missingOf, templateSetOf } from "./suite-source.js";
import { safeName } from "./safe-name.js";

/** @param suite one without faults */
export async function cellsOf(suite: Suite): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const task of suite.tasks) {
    const sets = task.sets.map((name) => suite.sets.get(name)!);
    for (const group of kindOf(task).together ? [sets] : sets.map((set) => [set]))
      for (const model of modelsOf(suite, task)) cells.push(await cellOf(suite, task, model, group));
  }
  return cells;
}

const modelsOf = ({ models }: Suite, { models: names }: SuiteTask): SuiteModel[] =>
  models.filter(({ name }) => names?.includes(name) ?? true);

async function cellOf(suite: Suite, task: SuiteTask, model: SuiteModel, asked: readonly SuiteSet[]): Promise<Cell> {
  const { together, folder } = kindOf(task);
  const lacks = asked.map((set) => lackOf(model, set, takesOf(task, set)));
  const sets = asked.filter((_, at) => lacks[at] === null);
  const modelFolder = safeName(model.name);
  const name = together ? null : await protocolNameOf(asked[0]);
  const own = folder(name ?? "", asked[0].name, modelFolder);
  return {
    id: [task.name, task.kind, together ? null : asked[0].name, model.name].filter((part) => part !== null).join("/"),
    data: (sets.length > 0 ? sets : asked).map((set) => set.name),
    ...{ task, model, sets, qualities: qualitiesOf(suite, task) },
    folder: !together && name === null ? null : join(task.name ?? "", own),
    skipped: sets.length > 0 ? null : lacks[0],
  };
}

/** Why a model has nothing to say on a set; null = it has. */
function lackOf(model: SuiteModel, set: SuiteSet, takes: Takes): string | null {
  if (model.model !== null) return missingOf(set);
  if (!model.features.has(set.name)) return `no features of ${set.name} given`;
  // Pair lists may lie beside features; the lists of templates do not.
  return takes === "templates" || (takes === "pairs" && askedOf(set) === null) ? missingOf(set) : null;
}

/** What results call a set's protocol; null where its file can't be read. */
async function protocolNameOf(set: SuiteSet): Promise<string | null> {
  const templates = templateSetOf(set);
  if (templates !== null) return templates;
  const asked = askedOf(set);
  if (asked === null) return set.name;
  if (/[\\/]/.test(asked.protocol) && !asked.protocol.endsWith(".json")) return listName(asked.protocol);
  try {
    return (await loadProtocol(asked.protocol)).name;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Qualities of a task, their files relative to the suite. @throws UserError for one that is none */
export function qualitiesOf({ from }: Suite, task: SuiteTask): QualitySpec[] {
  const resolve = (path: string): string => (isAbsolute(path) ? path : join(from, path));
  const asked = task.options.quality ?? kindOf(task).qualities;
  return asked.map(parseQuality).map((spec) => withPaths(spec, resolve));
}
