import { InvalidArgumentError, Option, type Command } from "commander";
import { relative } from "node:path";
import { UserError } from "../errors.js";
import { distinctImages, listImages } from "../dataset/image-folder.js";
import { addOptions, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { countOf } from "../protocol/counts.js";
import { fitNiqeFile } from "../runs/niqe-fit.js";
import type { CommandContext } from "../verb.js";
import { tellFailures } from "./failures.js";

interface Options extends CommonOptions {
  patchSize?: number;
}

/** `quality fit-niqe PATH.. --out FILE`: what the user's own good pictures are like. */
export function defineFitNiqe(command: Command, context: CommandContext): void {
  command
    .description("a NIQE model of your own good pictures, for niqe=FILE")
    .argument("<path...>", "good images, folders of them, or list files (.list, .txt) with one image a line")
    .requiredOption("--out <file>", "file of the model (JSON)")
    .addOption(
      new Option(
        "--patch-size <n>",
        "side of a patch, a multiple of 8 (default: 96, or the largest that fits the first image)",
      ).argParser(patchSize),
    );
  addOptions(command, ["threads", "landmarks", "strict"]);
  command.addHelpText(
    "after",
    "\nExamples:\n  magface-eval quality fit-niqe good/ --out niqe.json\n  magface-eval quality fit-niqe good/ --patch-size 24 --out niqe-24.json\n  magface-eval quality faces/ --quality niqe=niqe-24.json",
  );
  command.action((paths: string[]) => run(paths, command, context));
}

function patchSize(text: string): number {
  const size = wholeNumber(8)(text);
  if (size % 8 !== 0) throw new InvalidArgumentError("expected a multiple of 8");
  return size;
}

/** Options that `quality` would take: they would be lost. */
function refuseStrays({ parent }: Command): void {
  const stray = parent?.options.find((option) => parent.getOptionValueSource(option.attributeName()) === "cli");
  if (stray) throw new UserError(`${stray.long}: stands before fit-niqe, expected after fit-niqe`);
}

async function run(paths: readonly string[], command: Command, context: CommandContext): Promise<void> {
  refuseStrays(command);
  const options = command.opts<Options>();
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string) => fromCwd(context.cwd, path);
  const { landmarks, threads, strict, patchSize } = options;
  const images = distinctImages(paths.flatMap((path) => listImages(path, absolute(path))));
  const out = absolute(options.out);
  const lost = [...paths.map(absolute), ...images.map(({ path }) => path)].find((path) => path === out);
  if (lost !== undefined) throw new UserError(`--out ${options.out}: would write over ${lost}, expected another name`);
  const request = { images, patchSize, threads, strict, landmarks: landmarks && absolute(landmarks), out };
  const { model, failures } = await fitNiqeFile(request, io);
  tellFailures(failures, io);
  const { patchSize: side } = model;
  const failed = failures.length > 0 ? `, ${countOf(failures.length, "image")} failed` : "";
  io.out(
    `${countOf(model.images, "image")}, ${model.patches} patches of ${side} x ${side} in ${relative(context.cwd, out)}${failed}`,
  );
  if (failures.length > 0) context.exitWith(1);
}
