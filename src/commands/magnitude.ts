import { Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, fromCwd, resultName, wholeNumber, type CommonOptions } from "../options.js";
import { printWith } from "../report/formats.js";
import { magnitudeTable } from "../report/magnitude-table.js";
import type { MagnitudeRequest } from "../runs/magnitude-request.js";
import { runMagnitudeStudy } from "../runs/magnitude-study.js";
import type { CommandContext } from "../verb.js";
import { modelOptions, modelRequest, noSource } from "./model-source.js";
import { namedPath, setList } from "./named-paths.js";

interface Options extends Omit<CommonOptions, "bootstrap"> {
  bootstrap: number;
  data?: string[];
  features?: string[];
  dim?: number;
  name?: string;
  bins: number;
  cosine: boolean;
}

const examples = `
Examples:
  magface-eval magnitude --model magface.onnx --data lfw=lfw/ cfp=cfp/ agedb=agedb/
  magface-eval magnitude --model magface.onnx --data faces/ --bins 6
  magface-eval magnitude --features lfw=lfw-feat.list cfp=cfp-feat.list --name magface`;

/** `magnitude --data NAME=PATH..`: how long embeddings are, by data set, by looks, and against how well they agree. */
export function define(command: Command, context: CommandContext): void {
  command
    .addOption(
      new Option(
        "--data <set...>",
        "NAME=PATH or PATH each: a built-in protocol's data (NAME lfw, cfp, ...), or a folder of images, one folder a person",
      ).argParser(setList),
    )
    .addOption(
      new Option(
        "--features <set...>",
        "NAME=FILE or FILE each, embeddings in place of a model and data: MagFace's feature list, .npy (names in a .txt beside it), or raw float32 with --dim",
      )
        .argParser(setList)
        .conflicts([...modelOptions, "data"]),
    )
    .addOption(new Option("--dim <n>", "dimension of raw float32 files").argParser(wholeNumber(1)).conflicts("model"))
    .addOption(
      new Option("--name <name>", "what results call the model (default: its file's name)").argParser(resultName),
    )
    .addOption(
      new Option("--bins <n>", "mean faces, of images in bins of equal count")
        .argParser(wholeNumber(1, 100))
        .default(8),
    )
    .option("--no-cosine", "leave out the cosine to a subject's other images")
    .addOption(
      new Option("--bootstrap <n>", "replicates for the correlation's interval")
        .argParser(wholeNumber(0, 1_000_000))
        .default(1000),
    );
  addOptions(command, [
    ...(["model", "preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["landmarks", "strict", "seed", "format", "out"] as const),
  ]);
  command.addHelpText("after", examples);
  command.action(() => run(command.opts<Options>(), context));
}

async function run(options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const out = fromCwd(context.cwd, options.out);
  checkFolderTarget(out);
  const { result, folder } = await runMagnitudeStudy(
    {
      ...setsOf(options, context.cwd),
      out,
      name: options.name,
      bins: options.bins,
      cosine: options.cosine,
      bootstrap: options.bootstrap,
      seed: options.seed,
      strict: options.strict,
    },
    io,
  );
  io.out(printWith(options.format, result, () => magnitudeTable(result)));
  if (folder !== null) io.note(`results: ${folder}`);
}

function setsOf(options: Options, cwd: string): Pick<MagnitudeRequest, "sets" | "source"> {
  const absolute = (path: string): string => fromCwd(cwd, path);
  const { model, data, features, dim, threads } = options;
  if (features !== undefined)
    return { sets: features.map((text) => namedPath(text, absolute)), source: { dim, threads } };
  if (model === undefined) throw noSource();
  if (data === undefined) throw new UserError("where are the faces? Give --data NAME=DIR, one or several");
  return { sets: data.map((text) => namedPath(text, absolute)), source: modelRequest(model, options, cwd) };
}
