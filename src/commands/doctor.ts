import type { Command } from "commander";
import { UserError } from "../errors.js";
import { statOf } from "../host/files.js";
import { pathsAsTyped } from "../io.js";
import { addOptions, formatOption, fromCwd, type CommonOptions } from "../options.js";
import { checkupJson, printCheckup } from "../report/checkup.js";
import { cacheFolder } from "../runs/cache-folder.js";
import { runDoctor, type DoctorRequest } from "../runs/doctor.js";
import type { CommandContext } from "../verb.js";

interface Options extends CommonOptions {
  data?: string[];
}

const examples = `
Examples:
  magface-eval doctor
  magface-eval doctor --data data/
  magface-eval doctor --data lfw/ ijbc/ --model magface.onnx --preset magface
  magface-eval doctor --cache /mnt/fast/cache --format json`;

/** `doctor`: what works here. Exit code 1 where something that is needed does not. */
export function define(command: Command, context: CommandContext): void {
  command.option("--data <path...>", "folders in which data sets are looked for, or InsightFace .bin files");
  addOptions(command, ["model", "preset", "card", "cache", "out"]);
  command.addOption(formatOption(["table", "json"]));
  command.addHelpText("after", examples);
  command.action(() => run(command.opts<Options>(), context));
}

async function run(options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const found = await runDoctor(requestOf(options, context.cwd), io);
  const typed = (text: string): string => pathsAsTyped(text, context.cwd);
  const checks = found.map(({ group, says, remedy, ...rest }) => ({
    ...{ group: typed(group), ...rest, says: typed(says) },
    ...(remedy !== undefined && { remedy: typed(remedy) }),
  }));
  io.out(options.format === "json" ? checkupJson(checks) : printCheckup(checks));
  if (checks.some(({ verdict }) => verdict === "fail")) context.exitWith(1);
}

function requestOf({ data = [], model, preset, card, cache, out }: Options, cwd: string): DoctorRequest {
  const absolute = (path: string): string => fromCwd(cwd, path);
  if (model === undefined && (preset ?? card) !== undefined)
    throw new UserError(`--${preset === undefined ? "card" : "preset"}: of which model? Give --model FILE.onnx`);
  const missing = [...data, ...(model === undefined ? [] : [model])].find((path) => statOf(absolute(path)) === null);
  if (missing !== undefined) throw new UserError(`${missing}: no such file or folder`);
  return {
    cache: typeof cache === "string" ? absolute(cache) : cacheFolder(),
    out: absolute(out),
    data: data.map(absolute),
    model: model === undefined ? null : { model: absolute(model), preset, card: card && absolute(card) },
  };
}
