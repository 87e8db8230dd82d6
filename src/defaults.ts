// What the environment and a config file say of options that the command line does not name.
import { InvalidArgumentError, type Command, type Option } from "commander";
import { join } from "node:path";
import { UserError } from "./errors.js";
import { isFile } from "./host/files.js";
import { readJsonFile } from "./host/json.js";
import { didYouMean } from "./host/nearest-name.js";
import { choicesOf, commonOptions } from "./options.js";

/** Where defaults come from. */
export interface DefaultsPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Long names of the options of all verbs; asked for only where a name is of none that is at hand. */
  allOptions(): Promise<readonly string[]>;
}

/** An option's value as a source gives it. */
interface Setting {
  /** Long name of the option. */
  readonly name: string;
  readonly value: unknown;
  /** Where it stands, for messages. */
  readonly place: string;
}

type Source = "env" | "config";

const configName = "magface-eval.config.json";
const prefix = "MAGFACE_EVAL_";

/**
 * Gives a command's options their defaults: MAGFACE_EVAL_<OPTION> in the environment, then `magface-eval.config.json` in
 * the working folder with long names of options as keys. The command line is stronger than the environment and that
 * stronger than the file; what conflicts with something stronger is left out.
 *
 * @throws UserError for a name that is no verb's option, a value that the option does not take, a file that is no JSON
 *   object, and two settings of one source that exclude each other
 */
export async function applyDefaults(command: Command, place: DefaultsPlace): Promise<void> {
  await applySettings(command, "env", environmentSettings(place.env), place);
  await applySettings(command, "config", configSettings(place.cwd), place);
}

function environmentSettings(env: DefaultsPlace["env"]): Setting[] {
  const nameOf = (variable: string) => variable.slice(prefix.length).toLowerCase().replaceAll("_", "-");
  return Object.entries(env)
    .filter(([variable, value]) => variable.startsWith(prefix) && value)
    .map(([variable, value]) => ({ name: nameOf(variable), value, place: variable }));
}

function configSettings(cwd: string): Setting[] {
  const path = join(cwd, configName);
  if (!isFile(path)) return [];
  const file = readJsonFile(path);
  const { content } = file;
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new UserError(`${path}: found ${JSON.stringify(content).slice(0, 60)}, expected { "option": value, ... }`);
  return Object.entries(content).map(([name, value]) => ({
    name,
    value,
    place: `${path}:${file.lineOf([name])}: "${name}"`,
  }));
}

async function applySettings(
  command: Command,
  source: Source,
  settings: readonly Setting[],
  place: DefaultsPlace,
): Promise<void> {
  for (const setting of settings) {
    const option = command.options.find(({ long }) => long === `--${setting.name}`);
    if (option) applySetting(command, source, option, setting);
    else await refuseUnknown(setting, source, place);
  }
}

async function refuseUnknown({ name, place }: Setting, source: Source, { allOptions }: DefaultsPlace): Promise<void> {
  if ((commonOptions as readonly string[]).includes(name)) return;
  const known = await allOptions();
  if (known.includes(name)) return;
  const spelt = (option: string) => (source === "env" ? prefix + option.toUpperCase().replaceAll("-", "_") : option);
  throw new UserError(
    `${place}: no such option${didYouMean(spelt(name), known.map(spelt)) || "; magface-eval VERB --help lists them"}`,
  );
}

function applySetting(command: Command, source: Source, option: Option, setting: Setting): void {
  const sourceOf = (attribute: string) => {
    const found = command.getOptionValue(attribute) === undefined ? undefined : command.getOptionValueSource(attribute);
    return found === "default" ? undefined : found;
  };
  const attribute = option.attributeName();
  if (sourceOf(attribute) !== undefined) return;
  // "format": "md" is for the verbs that print figures: the others keep their own default.
  if (!option.argChoices?.includes(String(setting.value)) && choicesOf(setting.name)?.includes(String(setting.value)))
    return;
  const other = conflictsOf(command, option).find((each) => sourceOf(each.attributeName()) !== undefined);
  const value = parse(command, source, option, setting);
  if (other === undefined) return void command.setOptionValueWithSource(attribute, value, source);
  if (sourceOf(other.attributeName()) === source)
    throw new UserError(`${setting.place}: does not go with ${other.long!.slice(2)}, give one of them`);
}

/** Options that can't be given beside one, whichever of the two says so. */
function conflictsOf({ options }: Command, option: Option): Option[] {
  const names = ({ conflictsWith }: Option & { conflictsWith?: string[] }) => conflictsWith ?? [];
  return options.filter(
    (other) => names(other).includes(option.attributeName()) || names(option).includes(other.attributeName()),
  );
}

/** The value as the command's action gets it. */
function parse(command: Command, source: Source, option: Option, { name, value, place }: Setting): unknown {
  const found = JSON.stringify(value)?.slice(0, 60);
  if (option.isBoolean() || option.negate) {
    const on = source === "env" ? switches[String(value).toLowerCase()] : value;
    if (typeof on !== "boolean") throw new UserError(`${place}: found ${found}, expected true or false`);
    return option.negate ? !on : on;
  }
  // "cache": false is what --no-cache says.
  if (value === false && command.options.some(({ long }) => long === `--no-${name}`)) return false;
  const words = Array.isArray(value) && (option.parseArg || option.variadic) ? value : [value];
  const plain = option.parseArg ? ["string", "number"] : ["string"];
  if (words.length === 0 || words.some((word) => !plain.includes(typeof word) || word === ""))
    throw new UserError(`${place}: found ${found}, expected ${kindOf(option)}`);
  // The environment gives one word, which may hold blanks and commas: a path.
  if (option.variadic && !option.parseArg) return words;
  try {
    const text = words.join(",");
    return option.parseArg ? option.parseArg(text, undefined as never) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UserError(`${place}: found ${found}, ${wordsOfChoice(error.message)}`);
  }
}

const kindOf = ({ parseArg, variadic }: Option): string =>
  parseArg ? "a text or a number" : variadic ? "a text or a list of texts" : "a text";

/** Words for switches in the environment; JSON has its own true and false. */
const switches: Readonly<Record<string, boolean>> = {
  ...{ 1: true, true: true, yes: true, on: true },
  ...{ 0: false, false: false, no: false, off: false },
};

/** Commander's "Allowed choices are a, b." in our words. */
export const wordsOfChoice = (message: string): string =>
  message.replace(/^Allowed choices are (.*)\.$/, "expected one of $1");
