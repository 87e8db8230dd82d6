import { Argument, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { rejectConventions } from "../evaluate/erc-input.js";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, commaList, fromCwd, rateList, wholeNumber } from "../options.js";
import { printErc } from "../report/erc-files.js";
import { runErcCells } from "../runs/erc-cells.js";
import { parseQuality, qualityKinds, withPaths } from "../runs/quality-spec.js";
import { qualityPoolings } from "../score/template-quality.js";
import type { CommandContext } from "../verb.js";
import { cellsOf, type CellOptions, type SharedErc } from "./erc-cells.js";
import { modelOptions } from "./model-source.js";

interface Options extends CellOptions {
  quality: string[];
  fmr: number[];
  area: number[];
  combine: SharedErc["combination"];
  reject: SharedErc["reject"];
}

/** `erc`: FNMR at a fixed FMR when pairs of low quality are set aside. */
export function define(command: Command, context: CommandContext): void {
  command.addArgument(
    new Argument(
      "<list...>",
      "lfw, cfp, agedb, calfw, cplfw, xqlfw, ijbb, ijbc, pair lists, or protocol files; several are studied in turn",
    ),
  );
  addSources(command);
  command
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
    .addOption(
      new Option("--reject <what>", "what is set aside; images are templates in ijbb and ijbc")
        .choices(["pairs", "images"])
        .default("pairs"),
    );
  addTemplates(command);
  addOptions(command, [
    ...(["preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["landmarks", "strict", "convention", "bootstrap", "seed", "format", "out"] as const),
  ]);
  const kinds = Object.entries(qualityKinds).map(([name, { says }]) => `  ${name.padEnd(10)} ${says}`);
  command.addHelpText("after", `\nQualities:\n${kinds.join("\n")}\n${examples}`);
  command.action((lists: string[]) => run(lists, command.opts<Options>(), context));
}

/** NAME=PATH where there are several lists. */
function addSources(command: Command): void {
  command
    .option(
      "--data <path...>",
      "folder with pairs and images in any form known, or an InsightFace .bin; NAME=PATH for several lists",
    )
    .option("--images <dir...>", "folder with the images of a pair list")
    .option("--pairs <file...>", "pair list, where it is not in the data folder or beside the features")
    .option("--model <file...>", "ONNX models; several are compared")
    .addOption(
      new Option(
        "--features <file...>",
        "embeddings in place of models: feature lists, .npy, or raw float32; several are compared, or NAME=FILE for several lists",
      ).conflicts(modelOptions),
    )
    .addOption(
      new Option(
        "--features-flip <file...>",
        "ijbb, ijbc: embeddings of the mirror images, added to those of --features",
      ).conflicts("model"),
    )
    .addOption(new Option("--names <file>", "image names of a .npy or raw file, one a line").conflicts("model"))
    .addOption(new Option("--dim <n>", "dimension of a raw float32 file").argParser(wholeNumber(1)).conflicts("model"))
    .option("--name <name...>", "what results call each recogniser (default: its file's name)");
}

function addTemplates(command: Command): void {
  const choice = (flags: string, says: string, choices: readonly string[]): Option =>
    new Option(flags, `ijbb, ijbc: ${says}`).choices(choices).default(choices[0]);
  command
    .addOption(choice("--pooling <name>", "how media become a template", ["magface-plus", "magface", "insightface"]))
    .addOption(choice("--norm <name>", "magnitude of each image", ["kept", "removed"]))
    .option("--detector-score", "ijbb, ijbc: weigh images with the detector's score")
    .addOption(choice("--template-quality <name>", "a template's quality from its images'", qualityPoolings));
}

const examples = `
Examples:
  magface-eval erc lfw --features feat.list --pairs pair.list
  magface-eval erc lfw --data lfw/ --model magface.onnx --quality magnitude,random,file=scores.txt --fmr 1e-3
  magface-eval erc pairs.csv --images faces/ --model arcface.onnx --quality magnitude=magface.onnx@magface
  magface-eval erc lfw cfp --data lfw=lfw/ cfp=cfp/ --model magface.onnx arcface.onnx --quality magnitude=magface.onnx,piqe
  magface-eval erc ijbc --data ijbc/ --features feat.list --quality magnitude,random --template-quality max`;

async function run(lists: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const out = fromCwd(context.cwd, options.out);
  checkFolderTarget(out);
  const wrong = options.convention?.find((name) => !(rejectConventions as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new UserError(`unknown convention "${wrong}", expected one of ${rejectConventions.join(", ")}`);
  const shared: SharedErc = {
    qualities: options.quality.map(parseQuality).map((spec) => withPaths(spec, (path) => fromCwd(context.cwd, path))),
    fmrs: options.fmr,
    conventions: (options.convention as SharedErc["conventions"] | undefined) ?? ["exact"],
    combination: options.combine,
    reject: options.reject,
    areas: options.area,
    bootstrap: options.bootstrap ?? 1000,
    seed: options.seed,
    out,
  };
  const runs = await runErcCells(cellsOf(lists, options, shared, context.cwd), io);
  io.out(
    printErc(
      options.format,
      runs.map(({ report }) => report),
    ),
  );
  for (const { folder } of runs) if (folder !== null) io.note(`results: ${folder}`);
}
