// Suites as files: found, checked, and their paths resolved.
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";
import { isFile, listFolder } from "../host/files.js";
import type { JsonPlace } from "../host/json.js";
import { didYouMean } from "../host/nearest-name.js";
import { listProtocols } from "./protocol.js";
import { checkSuite } from "./suite-schema.js";
import type {
  Suite,
  SuiteFeatures,
  SuiteModel,
  SuiteOverrides,
  SuitePlace,
  SuiteRunning,
  SuiteSet,
  SuiteTask,
  TaskKind,
  TaskOptions,
} from "./suite.js";
import { templateSets } from "./template-protocol.js";

const shipped = fileURLToPath(new URL("../../suites/", import.meta.url));

/** Names of the suites that come along. */
export const listSuites = (): string[] =>
  listFolder(shipped).flatMap(({ name }) => (name.endsWith(".yaml") ? [name.slice(0, -".yaml".length)] : []));

/**
 * A suite file by its path, or one that comes along by its name. A file's own paths are relative to it, those of one that
 * comes along to the working folder.
 *
 * @throws UserError where there is neither, with the nearest name
 */
export function findSuite(word: string, cwd: string): SuitePlace {
  const path = isAbsolute(word) ? word : join(cwd, word);
  if (isFile(path)) return { path, from: dirname(path) };
  const names = listSuites();
  if (names.includes(word)) return { path: join(shipped, `${word}.yaml`), from: cwd };
  const hint = didYouMean(word, names) || `; suites that come along: ${names.join(", ")}`;
  throw new UserError(`${path}: no such file, expected a suite${hint}`);
}

/** @throws UserError with file:line of every fault of its form */
export async function readSuite({ path, from }: SuitePlace, given: SuiteOverrides = {}): Promise<Suite> {
  const { readYamlFile } = await import("../host/yaml.js"); // 30 ms that only suites pay.
  const file = readYamlFile(path);
  await checkSuite(file);
  const content = file.content as SuiteFile;
  const resolve = (to: string): string => (isAbsolute(to) ? to : join(from, to));
  const { seed = 1, bootstrap, strict = false, provider = "auto", batch, threads } = content.defaults ?? {};
  const tasks = content.tasks.map((item, at) => taskOf(item, at, { seed, bootstrap }));
  const dataRoot = given.dataRoot ?? resolve(content.dataRoot ?? ".");
  const cache = given.cache ?? content.cache ?? true;
  return {
    ...{ path, from, dataRoot },
    title: content.title ?? basename(path).replace(/\.(ya?ml|json)$/i, ""),
    out: given.out ?? resolve(content.out ?? "results"),
    cache: typeof cache === "string" ? resolve(cache) : cache,
    models: given.models ?? (content.models ?? []).map((model, at) => modelOf(model, ["models", at], resolve)),
    sets: setsOf(content, tasks, dataRoot),
    tasks,
    running: { ...definite({ provider, strict, batch, threads }), ...definite(given.running ?? {}) } as SuiteRunning,
    at: (place) => (place === null ? "--model" : `${path}:${file.lineOf(place)}`),
  };
}

const definite = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A suite as its file holds it, checked. */
interface SuiteFile {
  readonly title?: string;
  readonly out?: string;
  readonly cache?: string | boolean;
  readonly dataRoot?: string;
  readonly models?: readonly ModelFile[];
  readonly data?: Readonly<Record<string, string | Omit<SuiteSet, "name" | "place">>>;
  readonly defaults?: Partial<SuiteRunning & Pick<TaskOptions, "bootstrap" | "seed">>;
  readonly tasks: readonly TaskFile[];
}

interface ModelFile extends Partial<Omit<SuiteModel, "features" | "place">> {
  readonly features?: Readonly<Record<string, string | SuiteFeatures>>;
}

type TaskBody = Partial<TaskOptions> & {
  readonly sets: readonly string[];
  readonly models?: readonly string[];
  readonly name?: string;
};
type TaskFile = Partial<Record<TaskKind, readonly string[] | TaskBody>>;

function taskOf(item: TaskFile, at: number, defaults: Pick<TaskOptions, "seed" | "bootstrap">): SuiteTask {
  const [[kind, body]] = Object.entries(item) as [TaskKind, readonly string[] | TaskBody][];
  const place = ["tasks", at, kind];
  const list = "sets" in body ? null : body;
  const { sets, models = null, name = null, ...options } = list === null ? (body as TaskBody) : { sets: list };
  return {
    ...{ kind, sets, models, name, place, setsPlace: list === null ? [...place, "sets"] : place },
    options: { ...defaults, ...options },
  };
}

function modelOf(given: ModelFile, place: JsonPlace, resolve: (path: string) => string): SuiteModel {
  const { name, model, card, features = {}, ...how } = given;
  const files = Object.entries(features).map(([set, entry]): [string, SuiteFeatures] => {
    const { file, flipped, names, dim } = typeof entry === "string" ? { file: entry } : entry;
    return [set, { file: resolve(file), flipped: flipped && resolve(flipped), names: names && resolve(names), dim }];
  });
  return {
    ...how,
    name: name ?? (model ? basename(model).replace(/\.onnx$/i, "") : ""),
    model: model ? resolve(model) : null,
    card: card && resolve(card),
    features: new Map(files),
    place,
  };
}

/** The sets of `data`, and behind them the built-in ones that tasks name besides, below the root of the data. */
function setsOf({ data = {} }: SuiteFile, tasks: readonly SuiteTask[], root: string): Map<string, SuiteSet> {
  const below = (path: string): string => (isAbsolute(path) ? path : join(root, path));
  const sets = new Map<string, SuiteSet>();
  for (const [name, entry] of Object.entries(data)) {
    const { path, protocol, pairs, images, landmarks } = typeof entry === "string" ? { path: entry } : entry;
    const files = { pairs: pairs && below(pairs), images: images && below(images) };
    const points = landmarks && below(landmarks);
    sets.set(name, { name, protocol, ...files, path: below(path), landmarks: points, place: ["data", name] });
  }
  const known = [...listProtocols(), ...templateSets];
  for (const task of tasks)
    task.sets.forEach((name, at) => {
      if (!sets.has(name) && known.includes(name))
        sets.set(name, { name, path: below(name), place: [...task.setsPlace, at] });
    });
  return sets;
}
