import { InvalidArgumentError, Option, type Command } from "commander";
import { join } from "node:path";
import { UserError } from "../errors.js";
import { checkFileTarget, checkFolderTarget, isFile, makeFolder, readText, writeTogether } from "../host/files.js";
import { addOptions, fromCwd, type CommonOptions } from "../options.js";
import { countOf } from "../protocol/counts.js";
import { checkAnnotations } from "../report/annotations.js";
import { printCheck } from "../report/check-files.js";
import type { CheckReport } from "../report/check-report.js";
import { printJunit } from "../report/junit.js";
import { runCheck, updateBaseline, type CheckRequest } from "../runs/check.js";
import type { Io } from "../types.js";
import type { CommandContext } from "../verb.js";

interface Options extends Pick<CommonOptions, "bootstrap" | "seed" | "format" | "quiet" | "verbose"> {
  baseline: string;
  updateBaseline?: boolean;
  rule?: string[];
  anyway?: boolean;
  junit?: string;
  markdown?: string;
  annotations?: boolean;
  out?: string;
}

const examples = `
Examples:
  magface-eval check results/ --baseline baseline.json --update-baseline
  magface-eval check results/ --baseline baseline.json
  magface-eval check results/lfw results/cfp --baseline baseline.json --rule lfw:accuracy>=0.99 --junit check.xml`;

const rulesHelp = `
Rules are conditions over figures, by the names in result.json: accuracy >= 0.99, tar@far=1e-4 > baseline - 0.002,
lfw/exact: accuracy >= 0.99, ijbc/G1: rank-1 > 0.95. Words before the colon choose among figures: protocol, task, convention,
or an option's value. Where several are left, the one of convention exact is meant. Numbers, + - * / ^, comparisons, and, or,
not, abs, min, max; "baseline" is the figure's value in the baseline.`;

/** `check RESULTS..`: is a model worse than the baseline says? */
export function define(command: Command, context: CommandContext): void {
  const writing = ["junit", "markdown", "out", "annotations", "anyway"];
  command
    .argument("<results...>", "result folders, or folders that hold such at any depth")
    .requiredOption("--baseline <file>", "what the results are compared with: a file that --update-baseline made")
    .addOption(
      new Option("--update-baseline", "write the baseline from the results; its tolerances and rules stay").conflicts(
        writing,
      ),
    )
    .addOption(
      new Option("--rule <condition>", "a rule beside the baseline's, or one a line; may be given again").argParser(
        rules,
      ),
    )
    .option("--anyway", "judge results of other data or another protocol than the baseline's too")
    .option("--junit <file>", "write JUnit XML")
    .option("--markdown <file>", "write Markdown; added to what is there where it is $GITHUB_STEP_SUMMARY")
    .option(
      "--annotations",
      "say what failed as GitHub's annotations on stderr (default: where GITHUB_ACTIONS is true)",
    )
    .option("--out <dir>", "folder for check.json, check.csv, check.md and check.xml (default: none)");
  addOptions(command, ["bootstrap", "seed", "format"]);
  command.addHelpText("after", `${rulesHelp}\n${examples}`);
  command.action((results: string[]) => run(results, command.opts<Options>(), context));
}

/** One rule a line, joined to those given before. */
function rules(text: string, before: string[] | undefined): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const given = lines.filter((line) => line !== "");
  if (given.length === 0) throw new InvalidArgumentError("expected a condition, accuracy >= 0.99 say");
  return [...(before ?? []), ...given];
}

async function run(results: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string): string => fromCwd(context.cwd, path);
  const request: CheckRequest = {
    results: results.map(absolute),
    baseline: absolute(options.baseline),
    rules: options.rule ?? [],
    anyway: options.anyway ?? false,
    replicates: options.bootstrap ?? 1000,
    seed: options.seed,
  };
  if (options.updateBaseline) return update(request, options.baseline, io);
  const targets = targetsOf(options, absolute);
  const report = await runCheck(request, io);
  writeOutputs(targets, report, io);
  io.out(printCheck(options.format, report));
  if (options.annotations ?? io.env.GITHUB_ACTIONS === "true")
    checkAnnotations(report).forEach((line) => io.note(line));
  context.exitWith(exitCodes[report.verdict]);
}

const exitCodes = { passed: 0, regression: 1, "could not judge": 2 } as const;

async function update(request: CheckRequest, typed: string, io: Io): Promise<void> {
  checkFileTarget(request.baseline);
  const { results, figures, rules, scores, pairs, dropped } = await updateBaseline(request);
  if (dropped.length > 0) io.warn(`${typed}: no longer holds ${dropped.join(", ")}, of which no result was given`);
  const beside = scores === null ? "" : `; scores of ${countOf(pairs, "pair")} in ${scores}, which belongs beside it`;
  const parts = [countOf(results, "result"), countOf(figures, "figure"), countOf(rules, "rule")];
  io.out(`${typed}: ${parts.join(", ")}${beside}`);
}

/** Files that are to be written, by path. */
type Targets = ReadonlyMap<string, (report: CheckReport, io: Io) => string>;

/** @throws UserError before anything is judged, for what can't be written and for one file asked for twice */
function targetsOf({ junit, markdown, out }: Options, absolute: (path: string) => string): Targets {
  const targets = new Map<string, (report: CheckReport, io: Io) => string>();
  const add = (path: string, print: (report: CheckReport, io: Io) => string): void => {
    if (targets.has(path)) throw new UserError(`${path}: asked for twice, expected another file for each form`);
    checkFileTarget(path);
    targets.set(path, print);
  };
  if (out !== undefined) {
    checkFolderTarget(absolute(out));
    for (const format of ["json", "csv", "md"] as const)
      add(join(absolute(out), `check.${format}`), (report) => `${printCheck(format, report)}\n`);
    add(join(absolute(out), "check.xml"), printJunit);
  }
  if (junit !== undefined) add(absolute(junit), printJunit);
  if (markdown !== undefined) add(absolute(markdown), (report, io) => summary(absolute(markdown), report, io));
  return targets;
}

/** GitHub's summary file may hold what earlier commands of the step had to say. */
function summary(path: string, report: CheckReport, { env, cwd }: Io): string {
  const text = `${printCheck("md", report)}\n`;
  const isSummary = env.GITHUB_STEP_SUMMARY !== undefined && fromCwd(cwd, env.GITHUB_STEP_SUMMARY) === path;
  const before = isSummary && isFile(path) ? readText(path) : "";
  return before === "" ? text : `${before.trimEnd()}\n\n${text}`;
}

function writeOutputs(targets: Targets, report: CheckReport, io: Io): void {
  const files = new Map(Array.from(targets, ([path, print]) => [path, print(report, io)]));
  for (const path of files.keys()) makeFolder(join(path, ".."));
  writeTogether(files, () => undefined);
}
