import { Option, type Command } from "commander";
import { basename } from "node:path";
import { UserError } from "../errors.js";
import { addOptions, choicesOf, fromCwd, type CommonOptions } from "../options.js";
import { findSuite, listSuites } from "../protocol/suite-file.js";
import type { SuiteModel, SuiteOverrides } from "../protocol/suite.js";
import { printForecast } from "../report/suite-forecast-table.js";
import { printSuite } from "../report/suite-files.js";
import { forecastSuite } from "../runs/suite-forecast.js";
import { runSuite } from "../runs/suite.js";
import type { CommandContext } from "../verb.js";

interface Options extends Omit<CommonOptions, "model" | "out" | "provider"> {
  model?: string[];
  dataRoot?: string;
  out?: string;
  provider?: string;
  dryRun?: boolean;
}

const examples = `
Examples:
  magface-eval run suite.yaml
  magface-eval run suite.yaml --dry-run
  magface-eval run paper --data-root data/ --model magface=magface.onnx@magface arcface=arcface.onnx@insightface`;

/** `run SUITE`: models x data sets x tasks, embedded once, resumed where it stopped. */
export function define(command: Command, context: CommandContext): void {
  command
    .argument("<suite>", `suite file (.yaml, .json), or one that comes along: ${listSuites().join(", ")}`)
    .option("--dry-run", "say what would be run, embedded and skipped, how long it takes, and do none of it")
    .option("--data-root <dir>", "folder that paths of data sets are relative to (default: the suite's)")
    .option("--model <model...>", "[NAME=]FILE.onnx[@PRESET] each, in place of the suite's models")
    .option("--out <dir>", "where results go (default: the suite's, else results beside it)")
    .addOption(
      new Option("--provider <name>", "what runs the models (default: the suite's, else auto)").choices(
        choicesOf("provider")!,
      ),
    );
  addOptions(command, ["batch", "threads", "cache", "no-cache", "strict", "format"]);
  command.addHelpText("after", examples);
  command.action((suite: string) => run(suite, command.opts<Options>(), context));
}

async function run(suite: string, options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const place = findSuite(suite, context.cwd);
  const given = overrides(options, context.cwd);
  if (options.dryRun) return io.out(printForecast(options.format, await forecastSuite(place, given, io)));
  const { outcomes, summary, folder } = await runSuite(place, given, io);
  io.out(printSuite(options.format, summary));
  io.note(`results: ${folder}`);
  if (outcomes.some(({ state }) => state === "failed")) context.exitWith(1);
}

function overrides(options: Options, cwd: string): SuiteOverrides {
  const { model, dataRoot, out, cache, provider, strict, batch, threads } = options;
  return {
    models: model?.map((text) => modelOf(text, cwd)),
    dataRoot: dataRoot && fromCwd(cwd, dataRoot),
    out: out && fromCwd(cwd, out),
    // Commander has true where neither --cache nor --no-cache is given.
    cache: typeof cache === "string" ? fromCwd(cwd, cache) : cache === false ? false : undefined,
    running: { provider, strict, batch, threads },
  };
}

/** "magface=magface.onnx@magface", or a part of it. */
function modelOf(text: string, cwd: string): SuiteModel {
  const [, name, path, preset] = /^(?:([^/\\=]+)=)?(.+?)(?:@([\w-]+))?$/.exec(text) ?? [];
  if (path === undefined) throw new UserError(`--model "${text}": expected [NAME=]FILE.onnx[@PRESET]`);
  const file = fromCwd(cwd, path);
  return {
    name: name ?? basename(file).replace(/\.onnx$/i, ""),
    model: file,
    preset,
    features: new Map(),
    place: null,
  };
}
