import type { Command } from "commander";
import { join, relative } from "node:path";
import { UserError } from "../errors.js";
import { listImages } from "../dataset/image-folder.js";
import { addOptions, fromCwd, type CommonOptions } from "../options.js";
import { countOf } from "../protocol/counts.js";
import { writeEmbeddings } from "../runs/embedding.js";
import { namesFile } from "../store/named-npy.js";
import type { CommandContext } from "../verb.js";
import { modelRequest } from "./model-source.js";

interface Options extends Omit<CommonOptions, "out"> {
  out?: string;
}

/** `embed PATH.. --model FILE --out FILE`: images, or all images below folders, into a feature list or .npy. */
export function define(command: Command, context: CommandContext): void {
  command.argument("<path...>", "images, folders of images, or list files (.list, .txt) with one image a line");
  command.requiredOption("--out <file>", "x.npy (names in x.txt), or any other name for MagFace's feature list");
  addOptions(command, [
    "model",
    "preset",
    "card",
    "provider",
    "batch",
    "threads",
    "cache",
    "no-cache",
    "flip",
    "resize",
    "landmarks",
    "strict",
  ]);
  command.addHelpText(
    "after",
    "\nExamples:\n  magface-eval embed faces/ --model magface.onnx --out feat.list\n  magface-eval embed img.list --model glint.onnx --preset insightface --out glint.npy",
  );
  command.action(async (paths: string[]) => {
    await run(paths, command.opts<Options>(), context);
  });
}

async function run(paths: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const { model } = options;
  if (model === undefined) throw new UserError("what makes the embeddings? Give --model FILE.onnx");
  const images = paths.flatMap((path) => listImages(path, fromCwd(context.cwd, path)));
  const out = fromCwd(context.cwd, options.out!);
  const lists = paths.map((path) => fromCwd(context.cwd, path));
  const lost = [out, namesFile(out)].find((path) => lists.includes(path));
  if (lost !== undefined) throw new UserError(`--out ${options.out}: would write over ${lost}, expected another name`);
  const request = modelRequest(model, options, context.cwd);
  const { written, dim, failed } = await writeEmbeddings(request, images, out, io);
  for (const { name, reason } of failed) io.warn(`${name}: ${reason}`);
  io.note(
    `${written} x ${dim} written to ${relative(context.cwd, out) || join(".", out)}${failed.length > 0 ? `, ${countOf(failed.length, "image")} failed` : ""}`,
  );
  if (failed.length > 0) context.exitWith(1);
}
