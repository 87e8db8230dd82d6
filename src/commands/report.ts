import { Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { addOptions, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { printBytes } from "../report/grid.js";
import { runReport } from "../runs/report.js";
import type { CommandContext } from "../verb.js";
import { namedPath, setList } from "./named-paths.js";

interface Options extends Pick<CommonOptions, "quiet" | "verbose"> {
  output: string;
  data?: string[];
  images: boolean;
  imageNames?: boolean;
  worst: number;
  paper?: string;
}

const examples = `
Examples:
  magface-eval report results/
  magface-eval report results/lfw results/cfp -o lfw-cfp.html --data lfw=lfw/ cfp=cfp/
  magface-eval report results/ --no-images --paper paper/`;

/** `report RESULTS..`: one page that opens from a disk. */
export function define(command: Command, context: CommandContext): void {
  command
    .argument("<results...>", "result folders, folders that hold such, or result.json files")
    .option("-o, --output <file>", "the page", "report.html")
    .addOption(
      new Option(
        "--data <set...>",
        "NAME=PATH or PATH each: where the images of a protocol, or of a data set of magnitude or quality, are; the worst pairs and faces are shown",
      ).argParser(setList),
    )
    .option("--no-images", "show no face and no image's name")
    .option("--image-names", "show images' names all the same")
    .addOption(new Option("--worst <n>", "pairs and faces a group").argParser(wholeNumber(0, 1000)).default(8))
    .option("--paper <dir>", "also write LaTeX tables and plots (SVG, PNG) with all models in one");
  addOptions(command, []);
  command.addHelpText("after", examples);
  command.action((results: string[]) => run(results, command.opts<Options>(), context));
}

async function run(results: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string): string => fromCwd(context.cwd, path);
  const { data = [], images, output, paper } = options;
  if (!images && data.length > 0)
    throw new UserError("--data is where faces to show are, and --no-images shows none: give one of them");
  const done = await runReport(
    {
      results: results.map(absolute),
      out: absolute(output),
      data: data.map((text) => namedPath(text, absolute)),
      images,
      names: options.imageNames ?? false,
      worst: options.worst,
      paper: paper === undefined ? null : absolute(paper),
    },
    io,
  );
  const { results: count, plots, pictures, bytes, plotterBytes } = done;
  io.note(
    `${output}: ${count} results, ${plots} plots, ${pictures} pictures; ${printBytes(bytes)}, of which the plotter ${printBytes(plotterBytes)}`,
  );
  if (paper !== undefined) io.note(`paper: ${paper}`);
}
