// The real command line, which parses a line and does nothing.
import { Command } from "commander";
import { expect } from "vitest";
import type { CommandContext, Verb } from "../../src/verb.js";
import { run, workFolder } from "./command.js";

/** Words at the start of the lines below "Commands:". */
const verbsIn = (text: string): string[] =>
  [...(text.split("\nCommands:\n")[1] ?? "").split("\n\n")[0].matchAll(/^ {2}([a-z-]+) /gm)]
    .map(([, verb]) => verb)
    .filter((verb) => verb !== "help");

const cwd = workFolder();
const helpOf = async (line: string): Promise<string> => (await run(`${line} --help`, { cwd })).out;

/** Every verb, in the order of the help. */
export const verbs = verbsIn(await helpOf(""));

/** Verbs of verbs, as they are typed: "cache ls". */
export const innerVerbs: string[] = [];
for (const verb of verbs) innerVerbs.push(...verbsIn(await helpOf(verb)).map((own) => `${verb} ${own}`));

export const verificationVerbs = ["lfw", "cfp", "agedb", "calfw", "cplfw", "xqlfw", "verify"];

/** A command that does nothing where one of ours would do something; so do its subcommands. */
class Idle extends Command {
  override action(): this {
    return super.action(() => {});
  }

  override createCommand(name?: string): Idle {
    return new Idle(name);
  }
}

/** A verb as cli.ts makes it, that parses a line and does nothing. */
async function parserOf(verb: string): Promise<Command> {
  const file = verificationVerbs.includes(verb) ? "verify" : verb.startsWith("ijb") ? "ijb" : verb;
  const { define } = (await import(new URL(`../../dist/commands/${file}.js`, import.meta.url).href)) as Verb;
  const command = new Idle(verb).exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  define(command, {} as CommandContext);
  return command;
}

/** @throws CommanderError for a line that the verb does not take */
export async function parseLine([verb, ...words]: readonly string[]): Promise<void> {
  expect(verbs).toContain(verb);
  await (await parserOf(verb)).parseAsync(words, { from: "user" });
}
