import { Option, type Command } from "commander";
import { sep } from "node:path";
import { UserError } from "../errors.js";
import { distinctImages, listImages } from "../dataset/image-folder.js";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, commaList, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { printQualities } from "../report/quality-files.js";
import { runQuality, type QualityRequest } from "../runs/quality.js";
import { checkQualities, shownImages, type Selection } from "../runs/quality-choice.js";
import { parseQuality, qualityKinds, withPaths, type QualitySpec } from "../runs/quality-spec.js";
import type { CommandContext } from "../verb.js";
import { tellFailures } from "./failures.js";
import { defineFitNiqe } from "./fit-niqe.js";
import { modelRequest, pictureOptions } from "./model-source.js";

interface Options extends Omit<CommonOptions, "out">, Selection {
  quality?: string[];
  out?: string;
}

const examples = `
Examples:
  magface-eval quality face.jpg
  magface-eval quality faces/ --quality piqe,brisque=model.yml+range.yml --format csv
  magface-eval quality faces/ --model magface.onnx --worst 20
  magface-eval quality img.list --model magface.onnx --quality magnitude,unified,piqe,niqe=niqe.json --out qualities/
  magface-eval quality faces/ --quality piqe,file=qualities/quality.csv:magnitude --sort piqe`;

/** `quality PATH..`: one number an image and quality. */
export function define(command: Command, context: CommandContext): void {
  command
    .argument("<path...>", "images, folders of images, or list files (.list, .txt) with one image a line")
    .addOption(
      new Option(
        "--quality <names>",
        "parted by commas; -NAME = lower is better, turned round (default: magnitude with --model, else piqe)",
      ).argParser(commaList),
    )
    .option("--sort <name>", "sort by this quality, the best first")
    .addOption(new Option("--worst <n>", "only the worst, by --sort or the first quality").argParser(wholeNumber(1)))
    .addOption(
      new Option("--best <n>", "only the best, by --sort or the first quality")
        .argParser(wholeNumber(1))
        .conflicts("worst"),
    )
    .option("--out <dir>", "folder for quality.csv, result.json, histograms and sheets of thumbnails (default: none)");
  addOptions(command, [
    ...(["model", "preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["landmarks", "strict", "seed", "format"] as const),
  ]);
  const kinds = Object.entries(qualityKinds).filter(([name]) => name !== "oracle");
  const lines = kinds.map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`);
  command.addHelpText(
    "after",
    `\nQualities (numbers come out so that higher is better):\n${lines.join("\n")}\n${examples}`,
  );
  command.enablePositionalOptions(); // Options behind fit-niqe are its own.
  defineFitNiqe(command.command("fit-niqe").copyInheritedSettings(command), context);
  command.action((paths: string[]) => run(paths, command.opts<Options>(), context));
}

async function run(paths: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const request = requestOf(paths, options, context.cwd);
  for (const { name, text, reversed } of request.qualities)
    if (reversed && qualityKinds[name].pictures)
      io.warn(`quality ${text}: ${name} is turned round already so that higher is better; the minus turns it back`);
  const report = await runQuality(request, io);
  io.out(printQualities(options.format, report, shownImages(report, options)));
  tellFailures(report.failures, io, options.out === undefined ? "; --out DIR lists them" : ", in failures.csv");
  if (options.out !== undefined) io.note(`results: ${options.out}`);
  if (report.failures.length > 0) context.exitWith(1);
}

function requestOf(paths: readonly string[], options: Options, cwd: string): QualityRequest {
  const absolute = (path: string): string => fromCwd(cwd, path);
  const qualities = qualitiesOf(options, absolute);
  const { model } = options;
  const images = distinctImages(paths.flatMap((path) => listImages(path, absolute(path))));
  const out = options.out === undefined ? null : absolute(options.out);
  if (out !== null) checkOut(out, options.out!, paths, absolute);
  const pictures = pictureOptions(options, cwd);
  const own = model === undefined ? null : modelRequest(model, options, cwd);
  return { images, qualities, pictures, model: own, seed: options.seed, out };
}

function qualitiesOf(options: Options, absolute: (path: string) => string): QualitySpec[] {
  const asked = options.quality ?? [options.model === undefined ? "piqe" : "magnitude"];
  const specs = asked.map(parseQuality).map((spec) => withPaths(spec, absolute));
  checkQualities(specs, options);
  return specs;
}

/** Sheets among the images would be images the next time. @throws UserError */
function checkOut(out: string, typed: string, paths: readonly string[], absolute: (path: string) => string): void {
  checkFolderTarget(out);
  const around = paths.find((path) => `${out}${sep}`.startsWith(`${absolute(path).replace(/[\\/]+$/, "")}${sep}`));
  if (around !== undefined)
    throw new UserError(
      `--out ${typed}: lies in ${around}, where its pictures would be measured next time; expected a folder elsewhere`,
    );
}
