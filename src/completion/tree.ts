// A commander program as what completion needs of it: verbs, options, and what can stand behind each.
import type { Argument, Command, Option } from "commander";

/** What can stand in one place of a command line. */
export interface Place {
  /** Its name, as help prints it. */
  readonly name: string;
  /** All words that can stand there, besides files. */
  readonly words: readonly string[];
  /** Whether several of them go, parted by commas. */
  readonly commas: boolean;
  readonly files: "any" | "folders" | "none";
  /** Whether several can follow one another, parted by blanks. */
  readonly several: boolean;
}

export interface OptionNode {
  /** `-V`, `--version` */
  readonly names: readonly string[];
  readonly says: string;
  /** null where it takes no value. */
  readonly value: Place | null;
}

/** A verb, or the program itself. */
export interface VerbNode {
  /** Names that lead to it from the program, which has none. */
  readonly path: readonly string[];
  readonly says: string;
  readonly options: readonly OptionNode[];
  readonly places: readonly Place[];
  readonly verbs: readonly VerbNode[];
}

/** Names that commander does not know of, by `--option` or `<argument>`, or by the same behind a verb and a blank. */
export type KnownWords = Readonly<Record<string, { readonly words: readonly string[]; readonly commas?: boolean }>>;

/** The tree of a program whose verbs are all defined, with help as commander adds it. */
export const treeOf = (program: Command, known: KnownWords): VerbNode => nodeOf(program, [], known);

function nodeOf(command: Command, path: readonly string[], known: KnownWords): VerbNode {
  const help = command.createHelp();
  const find = (what: string) => known[`${path.join(" ")} ${what}`] ?? known[what];
  const commands = help.visibleCommands(command);
  const verbs = commands.map((each) =>
    each.name() === "help" ? helpNode(each, commands, path) : nodeOf(each, [...path, each.name()], known),
  );
  return {
    path,
    says: command.description(),
    options: help.visibleOptions(command).map((option) => optionNode(option, find)),
    places: command.registeredArguments.map((argument) => argumentPlace(argument, find)),
    verbs,
  };
}

/** Commander's own `help [command]`. */
function helpNode(command: Command, all: readonly Command[], path: readonly string[]): VerbNode {
  const words = all.map((each) => each.name()).filter((name) => name !== "help");
  const place: Place = { name: "command", words, commas: false, files: "none", several: false };
  return { path: [...path, "help"], says: command.description(), options: [], places: [place], verbs: [] };
}

type Find = (what: string) => KnownWords[string] | undefined;

function optionNode(option: Option, find: Find): OptionNode {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const [, name] = /<([^>.]+)/.exec(option.flags) ?? [];
  const value = name === undefined ? null : placeOf(name, option, find(option.long!), filesOfOptions);
  return { names, says: option.description, value };
}

const argumentPlace = (argument: Argument, find: Find): Place =>
  placeOf(argument.name(), argument, find(`<${argument.name()}>`), filesOfArguments);

/** What names in angle brackets stand for: options mostly take no file, words beside options mostly are files. */
type Files = (name: string) => Place["files"];
const filesOfOptions: Files = (name) =>
  name === "dir" ? "folders" : ["file", "path", "set", "model"].includes(name) ? "any" : "none";
const filesOfArguments: Files = (name) => (name === "dir" ? "folders" : name === "recipe" ? "none" : "any");

function placeOf(
  name: string,
  { argChoices, variadic }: Pick<Option | Argument, "argChoices" | "variadic">,
  known: KnownWords[string] | undefined,
  files: Files,
): Place {
  const words = argChoices ?? known?.words ?? [];
  return {
    name,
    words,
    commas: known?.commas ?? false,
    files: argChoices === undefined ? files(name) : "none",
    several: variadic,
  };
}

/** A verb and all below it. */
export const allVerbs = (node: VerbNode): VerbNode[] => [node, ...node.verbs.flatMap(allVerbs)];
