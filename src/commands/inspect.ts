import type { Command } from "commander";
import type { Inspection } from "../dataset/inspection.js";
import { pathsAsTyped } from "../io.js";
import { addOptions, formatOption, fromCwd, type CommonOptions } from "../options.js";
import { inspectFile } from "../runs/inspection.js";
import type { CommandContext } from "../verb.js";

/** `inspect PATH..`: what each is, what it holds, what is wrong. Exit code 1 where something is wrong. */
export function define(command: Command, context: CommandContext): void {
  command.argument(
    "<path...>",
    "files or folders: pair lists, images, .bin, features, models, protocols, cards, data folders",
  );
  command.addOption(formatOption(["table", "json"]));
  addOptions(command, []);
  command.addHelpText(
    "after",
    "\nExamples:\n  magface-eval inspect lfw.bin\n  magface-eval inspect faces/ pairs.txt feat.list",
  );
  command.action(async (paths: string[]) => {
    const { quiet = false, verbose = false, format } = command.opts<CommonOptions>();
    const io = context.io({ quiet, verbose });
    const found: (Inspection & { path: string })[] = [];
    for (const path of paths) {
      const { problems, ...rest } = await inspectFile(fromCwd(context.cwd, path));
      found.push({ path, ...rest, problems: problems.map((problem) => pathsAsTyped(problem, context.cwd)) });
    }
    io.out(format === "json" ? JSON.stringify(found, null, 2) : found.map(print).join("\n\n"));
    if (found.some(({ problems }) => problems.length > 0)) context.exitWith(1);
  });
}

function print({ path, kind, facts, problems }: Inspection & { path: string }): string {
  const wide = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    `${path}: ${kind}`,
    ...facts.map(([name, value]) => `  ${name.padEnd(wide)}  ${value}`),
    ...problems.map((problem) => `  problem: ${problem}`),
  ].join("\n");
}
