import type { Command, CommanderError } from "commander";
import { wordsOfChoice } from "./defaults.js";
import { UserError } from "./errors.js";

/** The command that a command line's leading words name. */
function commandOf(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((each) => each.name() === word);
    if (!next) break;
    command = next;
  }
  return command;
}

/** "cache export" */
const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** What commander found wrong with a command line, as one line that says what was expected. */
export function explainFault(error: CommanderError, program: Command, argv: readonly string[]): string {
  const command = commandOf(program, argv);
  const said = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  const help = `; see: magface-eval${command === program ? "" : ` ${nameOf(command)}`} --help`;
  const verbs = () => command.commands.map((each) => each.name()).join(", ");
  const option = command.options.find(({ flags }) => said.includes(`'${flags}'`));
  switch (error.code) {
    case "commander.help":
      return `${nameOf(command)}: what is to be done? Say one of ${verbs()}`;
    case "commander.unknownCommand":
      return said.includes("Did you mean") ? said : `${said}, expected one of ${verbs()}`;
    case "commander.unknownOption": {
      const [, word] = /'-(-?[\w-]+)/.exec(said) ?? [];
      const meant = command.options.find(({ long }) => long === `--${word}`);
      if (meant) return `${said} (Did you mean ${meant.long}?)`;
      return `${said}${said.includes("Did you mean") ? "" : help}`;
    }
    case "commander.missingArgument": {
      const missing = command.registeredArguments.find((each, at) => each.required && command.args[at] === undefined);
      return `${nameOf(command)}: <${missing?.name()}> is missing: ${missing?.description}`;
    }
    case "commander.missingMandatoryOptionValue":
      return `${nameOf(command)}: ${option?.flags} is missing: ${option?.description}`;
    case "commander.optionMissingArgument":
      return `${option?.flags}: its value is missing: ${option?.description}`;
    case "commander.excessArguments":
      return excess(command);
    case "commander.invalidArgument":
      return invalid(said);
    default:
      return said;
  }
}

function excess(command: Command): string {
  const { registeredArguments: wanted, args } = command;
  const usage = wanted.length === 0 ? "no words" : `only ${wanted.map((each) => `<${each.name()}>`).join(" ")}`;
  return `${nameOf(command)}: "${args[wanted.length]}" is a word too many, expected ${usage} besides options; a name with blanks needs quotes`;
}

/** `option '--threads <n>' argument 'two' is invalid. expected ...` */
function invalid(said: string): string {
  const [, what, found, wanted] = /^(?:option|command-argument) ?(.*) '(.*)' is invalid[^.]*\. (.*)$/.exec(said) ?? [];
  if (wanted === undefined) return said;
  const [place] = /--[\w-]+|(?<=for argument ')[^']+/.exec(`${what} ${said}`) ?? [what];
  return `${place} "${found}": ${wordsOfChoice(wanted)}`;
}

/**
 * Refuses options before the verb, which commander takes for its own, and empty values, which mostly are unset variables
 * of a shell.
 */
export function refuseOddWords(argv: readonly string[]): void {
  const [first] = argv;
  const ours = ["-h", "--help", "-V", "--version"];
  if (first?.startsWith("-") && !ours.includes(first))
    throw new UserError(`${first}: options come after the verb: magface-eval VERB ${first} ...`);
  const empty = argv.findIndex((word) => word === "" || /^--[\w-]+=$/.test(word));
  if (empty < 0) return;
  const place = argv[empty].replace(/=$/, "") || argv[empty - 1] || "magface-eval";
  throw new UserError(`${place}: followed by an empty word; is a variable of the shell unset?`);
}
