import { InvalidArgumentError, Option, type Command } from "commander";
import { distance } from "fastest-levenshtein";
import { isAbsolute, join } from "node:path";
import { UserError } from "./errors.js";
import { isFile, readText } from "./host/files.js";

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

/** Rates in (0, 1) parted by commas, as numbers. */
export function rateList(text: string): number[] {
  return commaList(text).map((word) => {
    const value = Number(word);
    if (!(value > 0 && value < 1)) throw new InvalidArgumentError(`"${word}" is no rate between 0 and 1`);
    return value;
  });
}

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
    new Option("--convention <names>", "conventions, parted by commas (default: all that apply)").argParser(commaList),
  bootstrap: () =>
    new Option(
      "--bootstrap <n>",
      "replicates for every interval (default: Wilson for proportions, 1000 replicates for AUC and EER)",
    ).argParser(wholeNumber(0, 1_000_000)),
  seed: () => new Option("--seed <n>", "seed of all that is drawn").argParser(wholeNumber(0)).default(1),
  format: () => new Option("--format <name>", "what stdout gets").choices(formats).default("table"),
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

/** Adds options to a command; each also listens to MAGFACE_EVAL_<OPTION>. --quiet and --verbose come with every command. */
export function addOptions(command: Command, names: readonly OptionName[]): void {
  for (const name of [...names, "quiet", "verbose"] as const) {
    const option = catalogue[name]();
    command.addOption(option.env(`MAGFACE_EVAL_${name.toUpperCase().replaceAll("-", "_")}`));
  }
}

const configName = "magface-eval.config.json";

/**
 * Gives a command's options the defaults of `magface-eval.config.json` in the working folder, where there is one. Weaker than the
 * environment and the command line. Keys are the long names of options, of any command.
 *
 * @throws UserError for a file that is no JSON object, an unknown key or a value the option does not take
 */
export function applyConfig(command: Command, cwd: string): void {
  const path = join(cwd, configName);
  if (!isFile(path)) return;
  for (const [key, value] of Object.entries(readConfig(path))) {
    if (!(key in catalogue)) throw new UserError(`${configName}: unknown option "${key}"${nearest(key)}`);
    const option = command.options.find((candidate) => candidate.long === `--${key}`);
    if (option) setDefault(command, option, key, value);
  }
}

function readConfig(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${configName}: not JSON: ${(error as Error).message}`);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new UserError(`${configName}: expected an object of option names and values`);
  return content as Record<string, unknown>;
}

function setDefault(command: Command, option: Option, key: string, value: unknown): void {
  const attribute = option.attributeName();
  if (command.getOptionValueSource(attribute) !== undefined && command.getOptionValueSource(attribute) !== "default")
    return;
  if (typeof value === "boolean" && option.isBoolean())
    return void command.setOptionValueWithSource(attribute, value, "config");
  try {
    const text = Array.isArray(value) ? value.join(",") : String(value);
    if (typeof value === "object" && !Array.isArray(value)) throw new InvalidArgumentError("expected a plain value");
    const parsed = option.parseArg ? option.parseArg(text, undefined as never) : text;
    command.setOptionValueWithSource(attribute, parsed, "config");
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new UserError(`${configName}: "${key}": ${error.message}`);
    throw error;
  }
}

function nearest(key: string): string {
  const best = Object.keys(catalogue).sort((a, b) => distance(a, key) - distance(b, key))[0];
  return distance(best, key) <= 3 ? `; did you mean "${best}"?` : "";
}

/** A path of the command line as an absolute one. */
export const fromCwd = (cwd: string, path: string): string => (isAbsolute(path) ? path : join(cwd, path));
