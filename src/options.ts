import { InvalidArgumentError, Option, type Command } from "commander";
import { isAbsolute, join } from "node:path";

const providers = ["auto", "cuda", "tensorrt", "webgpu", "dml", "coreml", "cpu"];
const formats = ["table", "json", "csv", "md"];

/** A whole number of at least `least`, and at most `most`. */
export const wholeNumber =
  (least: number, most = 2 ** 32 - 1) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= least)) throw new InvalidArgumentError(`expected a whole number of at least ${least}`);
    if (value > most) throw new InvalidArgumentError(`expected a whole number of at most ${most}`);
    return value;
  };

/** Words parted by commas, none empty. */
export function commaList(text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  if (words.some((word) => word === "")) throw new InvalidArgumentError("expected names parted by commas");
  return words;
}

/** The same, none twice: what they name is measured once. */
export function nameList(text: string): string[] {
  const names = commaList(text);
  refuseTwice(names, names);
  return names;
}

/** Rates in (0, 1) parted by commas, none twice, as numbers. */
export function rateList(text: string): number[] {
  const words = commaList(text);
  const rates = words.map(Number);
  const wrong = rates.findIndex((rate) => !(rate > 0 && rate < 1));
  if (wrong >= 0) throw new InvalidArgumentError(`"${words[wrong]}" is no rate between 0 and 1 (1 % is 0.01 or 1e-2)`);
  refuseTwice(words, rates);
  return rates;
}

/** One rate in (0, 1). */
export function oneRate(text: string): number {
  const [rate, ...more] = rateList(text);
  if (more.length > 0) throw new InvalidArgumentError("expected one rate");
  return rate;
}

function refuseTwice(words: readonly string[], values: readonly unknown[]): void {
  const again = values.findIndex((value, at) => values.indexOf(value) < at);
  if (again >= 0) throw new InvalidArgumentError(`"${words[again]}" is there twice`);
}

/** A name that can be a folder's. */
export function resultName(text: string): string {
  if (/^\.*$/.test(text))
    throw new InvalidArgumentError("expected a name with letters or digits: a folder is called so");
  return text;
}

/** `--format`, of which every verb takes its own choice of forms; the first is "table". */
export const formatOption = (choices: readonly string[]): Option =>
  new Option("--format <name>", "what stdout gets").choices(choices).default("table");

/** One long option of the command line, made in one place so that every verb spells and explains it alike. */
const catalogue = {
  model: () => new Option("--model <file>", "ONNX model"),
  preset: () =>
    new Option(
      "--preset <name>",
      "how the model wants its pixels: magface, insightface, adaface, ... (default: the card beside the model, else magface)",
    ),
  card: () => new Option("--card <file>", "the same as a JSON file").conflicts("preset"),
  provider: () => new Option("--provider <name>", "what runs the model").choices(providers).default("auto"),
  batch: () =>
    new Option("--batch <n>", "images a run of the model (default: measured)").argParser(wholeNumber(1, 65536)),
  threads: () => new Option("--threads <n>", "threads to use (default: all cores)").argParser(wholeNumber(1, 1024)),
  cache: () => new Option("--cache <dir>", "embedding cache (default: the user's cache folder)"),
  "no-cache": () => new Option("--no-cache", "keep no embeddings"),
  out: () => new Option("--out <dir>", "where results go").default("results"),
  convention: () =>
    new Option("--convention <names>", "conventions, parted by commas (default: all that apply)").argParser(nameList),
  bootstrap: () =>
    new Option(
      "--bootstrap <n>",
      "replicates for every interval (default: Wilson for proportions, 1000 replicates for AUC and EER)",
    ).argParser(wholeNumber(0, 1_000_000)),
  seed: () => new Option("--seed <n>", "seed of all that is drawn").argParser(wholeNumber(0)).default(1),
  format: () => formatOption(formats),
  flip: () =>
    new Option(
      "--flip <rule>",
      "views of an image: none, or sum of it and its mirror image (default: the preset's)",
    ).choices(["none", "sum"]),
  resize: () => new Option("--resize", "scale images that are neither aligned nor of the model's size"),
  landmarks: () => new Option("--landmarks <file>", "five points an image; faces are aligned by them"),
  strict: () => new Option("--strict", "stop at the first image that fails"),
  quiet: () => new Option("--quiet", "only results and warnings"),
  verbose: () => new Option("--verbose", "say what is done and how fast"),
} as const;

export type OptionName = keyof typeof catalogue;

/** Values of the catalogue's options as an action gets them; absent where not given and without default. */
export interface CommonOptions {
  model?: string;
  preset?: string;
  card?: string;
  provider: string;
  batch?: number;
  threads?: number;
  /** Folder, true (default place) or false (--no-cache). */
  cache?: string | boolean;
  out: string;
  convention?: string[];
  bootstrap?: number;
  seed: number;
  format: "table" | "json" | "csv" | "md";
  flip?: "none" | "sum";
  resize?: boolean;
  landmarks?: string;
  strict?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** The values that an option takes where verbs share it, of which a verb may take fewer; null = no such list. */
export const choicesOf = (name: string): readonly string[] | null =>
  name in catalogue ? (catalogue[name as OptionName]().argChoices ?? null) : null;

/** Names of the options that verbs share. */
export const commonOptions = Object.keys(catalogue) as readonly OptionName[];

/** Adds options to a command. --quiet and --verbose come with every command. */
export function addOptions(command: Command, names: readonly OptionName[]): void {
  for (const name of [...names, "quiet", "verbose"] as const) command.addOption(catalogue[name]());
}

/** A path of the command line as an absolute one. */
export const fromCwd = (cwd: string, path: string): string => (isAbsolute(path) ? path : join(cwd, path));
