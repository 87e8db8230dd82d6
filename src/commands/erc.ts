import { Argument, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { rejectConventions } from "../evaluate/erc-input.js";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, commaList, fromCwd, rateList, wholeNumber } from "../options.js";
import { printErc } from "../report/erc-files.js";
import { runErc, type ErcRequest } from "../runs/erc.js";
import { parseQuality, qualityKinds, withPaths } from "../runs/quality-spec.js";
import type { CommandContext } from "../verb.js";
import { sourceOf, type SourceOptions } from "./model-source.js";

interface Options extends SourceOptions {
  data?: string;
  images?: string;
  pairs?: string;
  name?: string;
  quality: string[];
  fmr: number[];
  area: number[];
  combine: ErcRequest["combination"];
  reject: ErcRequest["reject"];
}

/** `erc`: FNMR at a fixed FMR when pairs of low quality are set aside. */
export function define(command: Command, context: CommandContext): void {
  command
    .addArgument(new Argument("<list>", "lfw, cfp, agedb, calfw, cplfw, xqlfw, a pair list, or a protocol file"))
    .option("--data <path>", "folder with pairs and images in any form known, or an InsightFace .bin")
    .option("--images <dir>", "folder with the images of a pair list")
    .option("--pairs <file>", "pair list, where it is not in the data folder or beside the features")
    .addOption(
      new Option("--features <file>", "embeddings in place of a model: feature list, .npy, or raw float32").conflicts(
        "model",
      ),
    )
    .option("--names <file>", "image names of a .npy or raw file, one a line")
    .addOption(new Option("--dim <n>", "dimension of a raw float32 file").argParser(wholeNumber(1)))
    .option("--name <name>", "what results call the recogniser (default: its file's name)")
    .addOption(
      new Option("--quality <names>", "what pairs are set aside by, parted by commas; -NAME = lower is better")
        .argParser(commaList)
        .default(["magnitude"], "magnitude"),
    )
    .addOption(
      new Option("--fmr <rates>", "false match rates")
        .argParser(rateList)
        .default([1e-2, 1e-3, 1e-4], "1e-2,1e-3,1e-4"),
    )
    .addOption(
      new Option("--area <rates>", "shares up to which pAUC is taken")
        .argParser(rateList)
        .default([0.2, 0.95], "0.2,0.95"),
    )
    .addOption(
      new Option("--combine <rule>", "a pair's quality from its two images'")
        .choices(["min", "max", "mean", "product"])
        .default("min"),
    )
    .addOption(new Option("--reject <what>", "what is set aside").choices(["pairs", "images"]).default("pairs"));
  addOptions(command, [
    ...(["model", "preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["landmarks", "strict", "convention", "bootstrap", "seed", "format", "out"] as const),
  ]);
  const kinds = Object.entries(qualityKinds).map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`);
  command.addHelpText("after", `\nQualities:\n${kinds.join("\n")}\n${examples}`);
  command.action((list: string) => run(list, command.opts<Options>(), context));
}

const examples = `
Examples:
  magface-eval erc lfw --features feat.list --pairs pair.list
  magface-eval erc lfw --data lfw/ --model magface.onnx --quality magnitude,random,file=scores.txt --fmr 1e-3
  magface-eval erc pairs.csv --images faces/ --model arcface.onnx --quality magnitude=magface.onnx@magface`;

async function run(list: string, options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string | undefined) => path && fromCwd(context.cwd, path);
  const out = fromCwd(context.cwd, options.out);
  checkFolderTarget(out);
  const wrong = options.convention?.find((name) => !(rejectConventions as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new UserError(`unknown convention "${wrong}", expected one of ${rejectConventions.join(", ")}`);
  const { report, folder } = await runErc(
    {
      protocol: /^[a-z0-9-]+$/.test(list) ? list : fromCwd(context.cwd, list),
      data: absolute(options.data),
      images: absolute(options.images),
      pairs: absolute(options.pairs),
      features: absolute(options.features),
      source: sourceOf(options, context.cwd),
      out,
      name: options.name,
      qualities: options.quality.map(parseQuality).map((spec) => withPaths(spec, (path) => fromCwd(context.cwd, path))),
      fmrs: options.fmr,
      conventions: (options.convention as ErcRequest["conventions"] | undefined) ?? ["exact"],
      combination: options.combine,
      reject: options.reject,
      areas: options.area,
      bootstrap: options.bootstrap ?? 1000,
      seed: options.seed,
    },
    io,
  );
  io.out(printErc(options.format, report));
  if (folder !== null) io.note(`results: ${folder}`);
}
