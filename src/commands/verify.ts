import { Argument, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { checkFolderTarget, statOf } from "../host/files.js";
import { addOptions, fromCwd, rateList, resultName, wholeNumber } from "../options.js";
import { listProtocols } from "../protocol/protocol.js";
import { printAs } from "../report/formats.js";
import { runVerification } from "../runs/verification.js";
import type { CommandContext } from "../verb.js";
import { modelOptions, sourceOf, type SourceOptions } from "./model-source.js";

interface Options extends SourceOptions {
  data?: string;
  images?: string;
  pairs?: string;
  name?: string;
  far?: number[];
}

/** `lfw`, `cfp`, ... and `verify`, which takes any pair list or protocol file. */
export function define(command: Command, context: CommandContext): void {
  const verb = command.name();
  if (verb === "verify") {
    command.addArgument(new Argument("<list>", "pair list of any known form, or protocol file (.json)"));
    command.option("--images <dir>", "folder with the listed images");
  } else {
    command.option("--data <path>", "folder with pairs and images in any form known, or an InsightFace .bin");
    command.option("--pairs <file>", "pair list, where it is not in the data folder or beside the features");
  }
  command
    .addOption(
      new Option(
        "--features <file>",
        "embeddings in place of a model: MagFace's feature list, .npy, or raw float32 with --dim",
      ).conflicts(modelOptions),
    )
    .addOption(new Option("--names <file>", "image names of a .npy or raw file, one a line").conflicts("model"))
    .addOption(new Option("--dim <n>", "dimension of a raw float32 file").argParser(wholeNumber(1)).conflicts("model"))
    .addOption(new Option("--far <rates>", "false accept rates for TAR@FAR, parted by commas").argParser(rateList))
    .addOption(
      new Option("--name <name>", "what results call the model (default: its file's name)").argParser(resultName),
    );
  addOptions(command, [
    ...(["model", "preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["landmarks", "strict", "convention", "bootstrap", "seed", "format", "out"] as const),
  ]);
  command.addHelpText("after", examples(verb));
  command.action(async (...given: unknown[]) => {
    const list = verb === "verify" ? fromCwd(context.cwd, given[0] as string) : verb;
    if (verb === "verify") refuseBuiltIn(given[0] as string, list);
    await run(list, command.opts<Options>(), context);
  });
}

/** `verify lfw` for `lfw`: a built-in protocol is a verb, not a file. */
function refuseBuiltIn(word: string, path: string): void {
  if (statOf(path) === null && listProtocols().includes(word))
    throw new UserError(
      `${word}: no such file, expected a pair list; the protocol of this name is a verb: magface-eval ${word}`,
    );
}

async function run(protocol: string, options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string | undefined) => path && fromCwd(context.cwd, path);
  checkFolderTarget(fromCwd(context.cwd, options.out));
  const { report, folder } = await runVerification(
    {
      protocol,
      data: absolute(options.data),
      images: absolute(options.images),
      pairs: absolute(options.pairs),
      features: absolute(options.features),
      source: sourceOf(options, context.cwd),
      out: fromCwd(context.cwd, options.out),
      name: options.name,
      convention: options.convention,
      fars: options.far,
      bootstrap: options.bootstrap,
      seed: options.seed,
    },
    io,
  );
  io.out(printAs(options.format, report.result, report.published));
  if (folder !== null) io.note(`results: ${folder}`);
}

function examples(verb: string): string {
  const lines =
    verb === "verify"
      ? [
          "verify pairs.csv --images faces/ --model magface.onnx",
          "verify pairs.txt --features feat.list",
          "verify protocol.json --model magface.onnx",
        ]
      : [
          `${verb} --model magface.onnx --data ${verb}/`,
          `${verb} --model glint.onnx --preset insightface --data ${verb}.bin`,
          `${verb} --features feat.list --pairs pair.list`,
        ];
  return `\nExamples:\n${lines.map((line) => `  magface-eval ${line}`).join("\n")}`;
}
