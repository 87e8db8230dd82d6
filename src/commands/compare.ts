import { Option, type Command } from "commander";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, fromCwd, oneRate, wholeNumber, type CommonOptions } from "../options.js";
import { printComparisonAs } from "../report/comparison-files.js";
import { runComparison } from "../runs/compare.js";
import type { CommandContext } from "../verb.js";
import { namedPath, setList } from "./named-paths.js";

interface Options extends CommonOptions {
  bootstrap: number;
  data?: string[];
  anyway?: boolean;
  fdr?: number;
  pairs: number;
  far?: number;
}

const examples = `
Examples:
  magface-eval compare results/lfw/magface results/lfw/arcface
  magface-eval compare results/ --data lfw=lfw/ --fdr 0.05
  magface-eval compare before/ after/ --bootstrap 10000 --format md`;

/** Level of Holm's correction. */
const familyLevel = 0.05;

/** `compare A B ..`: models held against each other by what their runs have written. */
export function define(command: Command, context: CommandContext): void {
  command
    .argument(
      "<results...>",
      "result folders, or folders that hold some, of two models or more; the first is the reference",
    )
    .addOption(
      new Option(
        "--data <set...>",
        "PROTOCOL=PATH each: where its pictures lie, to show the faces of the pairs on which models differ",
      ).argParser(setList),
    )
    .option("--anyway", "compare though protocols or data differ")
    .addOption(
      new Option(
        "--fdr <rate>",
        `hold the share of false discoveries at this rate (Benjamini-Hochberg), in place of Holm's correction at ${familyLevel}`,
      ).argParser(oneRate),
    )
    .addOption(
      new Option("--bootstrap <n>", "replicates for intervals of differences; 0 = McNemar's test alone")
        .argParser(wholeNumber(0, 1_000_000))
        .default(2000),
    )
    .addOption(
      new Option("--far <rate>", "FAR at which decisions on pairs are listed (default: the lowest all have)").argParser(
        oneRate,
      ),
    )
    .addOption(
      new Option("--pairs <n>", "pairs to list by difference of rank, and by decision")
        .argParser(wholeNumber(1, 1_000_000))
        .default(20),
    )
    .option("--out <dir>", "folder of the comparison", "results/compare");
  addOptions(command, ["seed", "format"]);
  command.addHelpText("after", examples);
  command.action((results: string[]) => run(results, command.opts<Options>(), context));
}

async function run(results: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string): string => fromCwd(context.cwd, path);
  const { anyway = false, fdr, bootstrap, seed, pairs, far = null } = options;
  const out = absolute(options.out);
  checkFolderTarget(out);
  const { comparison, folder } = await runComparison(
    {
      results: results.map(absolute),
      correction:
        fdr === undefined ? { method: "holm", level: familyLevel } : { method: "benjamini-hochberg", level: fdr },
      data: (options.data ?? []).map((text) => namedPath(text, absolute)),
      ...{ anyway, bootstrap, seed, pairs, far, out },
    },
    io,
  );
  io.out(printComparisonAs(options.format, comparison));
  if (folder !== null) io.note(`results: ${folder}`);
}
