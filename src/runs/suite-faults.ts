// What is wrong with a suite before any work: all of it, each with its line.
import { presetNames } from "../embed/presets.js";
import { faultsError, UserError } from "../errors.js";
import { allSets } from "../evaluate/magnitude-study.js";
import { isFile, isFolder } from "../host/files.js";
import type { JsonPlace } from "../host/json.js";
import { didYouMean } from "../host/nearest-name.js";
import { listProtocols } from "../protocol/protocol.js";
import type { Suite, SuiteModel, SuiteSet, SuiteTask } from "../protocol/suite.js";
import { templateSets } from "../protocol/template-protocol.js";
import type { Cell } from "./suite-cell.js";
import { qualitiesOf } from "./suite-cells.js";
import { kindOf, takesOf } from "./suite-kinds.js";
import { askedOf, missingOf, templateSetOf } from "./suite-source.js";
import { safeName } from "./safe-name.js";
import { overlayFolder } from "./template-names.js";

/** Told with the line of the part it is about. */
interface Fault {
  readonly place: JsonPlace | null;
  readonly says: string;
}

/** @throws UserError with every fault of models, data and tasks */
export function refuseFaults(suite: Suite): void {
  const faults = [
    ...modelFaults(suite),
    ...setFaults(suite),
    ...suite.tasks.flatMap((task) => taskFaults(suite, task)),
  ];
  if (faults.length > 0) throw faultsError(faults.map(({ place, says }) => `${suite.at(place)}: ${says}`));
}

/** Two cells that would write one folder. @throws UserError */
export function refuseSharedFolders(suite: Suite, cells: readonly Cell[]): void {
  const taken = new Map<string, Cell>();
  const faults: string[] = [];
  for (const cell of cells) {
    const folder = cell.folder?.toLowerCase(); // Some file systems take A and a for one.
    if (folder === undefined) continue;
    const other = taken.get(folder);
    if (other === undefined) taken.set(folder, cell);
    else
      faults.push(
        `${suite.at(cell.task.place)}: ${cell.id} and ${other.id} (${suite.at(other.task.place)}) would both write ${cell.folder}, expected a "name" for one of the tasks`,
      );
  }
  if (faults.length > 0) throw faultsError(faults);
}

function modelFaults({ models }: Suite): Fault[] {
  if (models.length === 0) return [{ place: [], says: 'no "models", expected them here or by --model FILE.onnx' }];
  return [...models.flatMap(faultsOfModel), ...sharedNames(models)];
}

function faultsOfModel({ name, model, card, preset, features, place }: SuiteModel): Fault[] {
  const at = (...inner: JsonPlace): JsonPlace | null => place && [...place, ...inner];
  const faults: Fault[] = [];
  const add = (where: JsonPlace | null, says: string): void => void faults.push({ place: where, says });
  if (model === null && features.size === 0) add(at(), `model "${name}" has neither "model" nor "features"`);
  if (model !== null && features.size > 0)
    add(at("features"), `model "${name}" has "model" and "features", expected one`);
  if (model === null && name === "") add(at(), 'features without a "name" for results');
  else if (/^\.*$/.test(safeName(name)) || safeName(name) === overlayFolder)
    add(at("name"), `"${name}": a folder is called so, expected another name with letters or digits`);
  if (model !== null && !isFile(model)) add(at("model"), `${model}: ${absent(model)}`);
  if (card !== undefined && !isFile(card)) add(at("card"), `${card}: ${absent(card)}`);
  const presets = presetNames();
  if (preset !== undefined && !presets.includes(preset))
    add(
      at("preset"),
      `unknown preset "${preset}"${didYouMean(preset, presets) || `; expected one of ${presets.join(", ")}`}`,
    );
  for (const [set, files] of features)
    for (const file of [files.file, files.flipped, files.names])
      if (file !== undefined && !isFile(file)) add(at("features", set), `${file}: ${absent(file)}`);
  return faults;
}

const absent = (path: string): string => (isFolder(path) ? "is a folder, expected a file" : "no such file");

function sharedNames(models: readonly SuiteModel[]): Fault[] {
  const taken = new Map<string, SuiteModel>();
  return models.flatMap((model) => {
    const folder = safeName(model.name).toLowerCase();
    const first = taken.get(folder) ?? model;
    taken.set(folder, first);
    const place = model.place && [...model.place, "name"];
    return first === model
      ? []
      : [{ place, says: `a second model is called "${model.name}", expected names of their own` }];
  });
}

function setFaults({ sets, models }: Suite): Fault[] {
  const known = knownProtocols();
  const faults: Fault[] = [];
  for (const set of sets.values()) {
    const { name, protocol, landmarks, pairs, place } = set;
    if (!/^[\w.-]*\w[\w.-]*$/.test(name))
      faults.push({ place, says: `set "${name}": expected letters, digits, dots and dashes` });
    if (protocol !== undefined && !known.includes(protocol))
      faults.push({ place: [...place, "protocol"], says: unknown("protocol", protocol, known) });
    if (missingOf(set) !== null) continue;
    for (const [field, file] of Object.entries({ landmarks, pairs }))
      if (file !== undefined && !isFile(file))
        faults.push({ place: [...place, field], says: `${file}: ${absent(file)}` });
  }
  for (const { features, place } of models)
    for (const name of features.keys())
      if (!sets.has(name))
        faults.push({
          place: place && [...place, "features", name],
          says: unknown("data set", name, [...sets.keys()]),
        });
  return faults;
}

const knownProtocols = (): string[] => [...listProtocols(), ...templateSets];

const unknown = (what: string, name: string, names: readonly string[]): string =>
  `unknown ${what} "${name}"${didYouMean(name, names) || `, expected one of ${names.join(", ")}`}`;

function taskFaults(suite: Suite, task: SuiteTask): Fault[] {
  const faults: Fault[] = [];
  const names = suite.models.map(({ name }) => name);
  const known = [...new Set([...suite.sets.keys(), ...knownProtocols()])];
  task.sets.forEach((name, at) => {
    const set = suite.sets.get(name);
    const says = set === undefined ? unknown("data set", name, known) : misfit(task, set);
    if (says !== null) faults.push({ place: [...task.setsPlace, at], says });
  });
  task.models?.forEach((name, at) => {
    if (!names.includes(name))
      faults.push({ place: [...task.place, "models", at], says: unknown("model", name, names) });
  });
  return [...faults, ...qualityFaults(suite, task), ...landmarkFaults(suite, task)];
}

/** Why a kind of task can't be asked of a set; null = it can. */
function misfit({ kind }: SuiteTask, set: SuiteSet): string | null {
  if (set.protocol !== undefined && !knownProtocols().includes(set.protocol)) return null; // Told where it stands.
  const { takes } = kindOf({ kind });
  const taken = takesOf({ kind }, set);
  const templates = templateSetOf(set) !== null;
  if (templates !== (taken === "templates"))
    return `${kind} takes ${takes[0] === "templates" ? `templates (${templateSets.join(", ")})` : "pairs or folders of images"}, "${set.name}" is ${templates ? "of templates" : "none of them"}`;
  if (taken === "pairs" && missingOf(set) === null && askedOf(set) === null)
    return `${kind} takes pairs, "${set.name}" is a folder of images; expected a protocol's name, a protocol.json in it, or "pairs"`;
  return kind === "magnitude" && set.name === allSets ? `"${allSets}" is what results call all sets together` : null;
}

function qualityFaults(suite: Suite, task: SuiteTask): Fault[] {
  return (task.options.quality ?? []).flatMap((text, at) => {
    const place = [...task.place, "quality", at];
    try {
      const [spec] = qualitiesOf(suite, { ...task, options: { ...task.options, quality: [text] } });
      if (spec.name === "oracle" && task.kind === "quality")
        return [{ place, says: "quality oracle: orders pairs, not images" }];
      const files = (spec.file?.split("+") ?? []).filter((file) => !isFile(file));
      return files.map((file) => ({ place, says: `quality ${spec.text}: ${file}: ${absent(file)}` }));
    } catch (error) {
      if (error instanceof UserError) return [{ place, says: error.message }];
      throw error;
    }
  });
}

/** A study of several sets reads one file of landmarks. */
function landmarkFaults({ sets }: Suite, task: SuiteTask): Fault[] {
  if (!kindOf(task).together) return [];
  const files = new Set(task.sets.map((name) => sets.get(name)?.landmarks));
  return files.size < 2
    ? []
    : [{ place: task.setsPlace, says: `${task.kind}: sets with landmarks of their own, expected one file for all` }];
}
