import { InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { checkFolderTarget } from "../host/files.js";
import { addOptions, fromCwd, nameList, rateList, wholeNumber, type CommonOptions } from "../options.js";
import { printCount } from "../protocol/counts.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import { printTemplates } from "../report/template-formats.js";
import { loadTemplateProtocol } from "../protocol/template-protocol.js";
import { prepareIjb } from "../runs/ijb-preparation.js";
import type { ModelRequest } from "../runs/model-vectors.js";
import type { TemplateFeatureRequest } from "../runs/template-features.js";
import { scorings, type Scoring, type TemplateRequest } from "../runs/template-request.js";
import { runTemplates } from "../runs/templates.js";
import { poolings, type Pooling } from "../score/templates.js";
import type { PoolingMode } from "../score/template-pooler.js";
import type { CommandContext } from "../verb.js";
import { checkCount, modelOptions, modelRequest, noSource } from "./model-source.js";

interface Options extends Omit<CommonOptions, "model"> {
  data?: string;
  model?: string[];
  features?: string[];
  featuresFlip?: string[];
  names?: string;
  dim?: number;
  name?: string[];
  tarFar?: boolean;
  identification?: boolean;
  pooling: Pooling[];
  norm: ("kept" | "removed")[];
  scoring: Scoring[];
  detectorScore?: boolean;
  far?: number[];
  scores?: boolean;
}

/** `ijbb`, `ijbc`: 1:1 and 1:N on templates. */
export function define(command: Command, context: CommandContext): void {
  command
    .option("--data <dir>", "folder with meta/ of InsightFace's release (and the crops, for --model)")
    .addOption(
      new Option(
        "--features <file...>",
        "embeddings in place of a model: MagFace's feature list, .npy, or raw float32 with --dim; several are compared",
      ).conflicts(modelOptions),
    )
    .option("--model <file...>", "ONNX models that embed the pictures; several are compared")
    .addOption(
      new Option(
        "--features-flip <file...>",
        "embeddings of the mirror images, added to those of --features",
      ).conflicts("model"),
    )
    .addOption(new Option("--names <file>", "image names of a .npy or raw file, one a line").conflicts("model"))
    .addOption(new Option("--dim <n>", "dimension of a raw float32 file").argParser(wholeNumber(1)).conflicts("model"))
    .option("--name <name...>", "what results call each model (default: its file's name)")
    .option("--tar-far", "1:1: TAR at FAR (the default where neither is named)")
    .option("--identification", "1:N: ranks, and TPIR at FPIR")
    .addOption(
      new Option("--pooling <names>", `how media become a template: ${poolings.join(", ")}`)
        .argParser(oneOf(poolings))
        .default(["magface-plus"], "magface-plus"),
    )
    .addOption(
      new Option("--norm <names>", "magnitude of each image: kept, removed")
        .argParser(oneOf(["kept", "removed"] as const))
        .default(["kept"], "kept"),
    )
    .addOption(
      new Option("--scoring <names>", `how templates are compared: ${scorings.join(", ")}`)
        .argParser(oneOf(scorings))
        .default(["cosine"], "cosine"),
    )
    .option("--detector-score", "weigh images with the detector's score")
    .addOption(new Option("--far <rates>", "false accept rates, parted by commas").argParser(rateList))
    .option("--scores", "write every pair's score and label as .npy, which compare tests models by");
  addOptions(command, [
    ...(["preset", "card", "provider", "batch", "threads", "cache", "no-cache", "flip", "resize"] as const),
    ...(["convention", "bootstrap", "seed", "format", "out"] as const),
  ]);
  command.addHelpText("after", examples(command.name()));
  const prepare = command.command("prepare").description("NIST's own csv protocol files to the meta files read here");
  prepare
    .argument("<dir>", "folder with NIST's csv files")
    .requiredOption("--to <dir>", "folder that gets meta/: lists, pairs, galleries, and which crops to cut");
  addOptions(prepare, []);
  prepare.addHelpText("after", `\nExamples:\n  magface-eval ${command.name()} prepare nist/ --to ${command.name()}/`);
  prepare.action((dir: string) => runPreparation(command.name() as TemplateSet, dir, prepare.opts(), context));
  command.action(() => run(command.name() as TemplateSet, command.opts<Options>(), context));
}

async function runPreparation(
  set: TemplateSet,
  dir: string,
  { to, quiet = false, verbose = false }: { to: string; quiet?: boolean; verbose?: boolean },
  context: CommandContext,
): Promise<void> {
  const io = context.io({ quiet, verbose });
  const [protocol, out] = [dir, to].map((path) => fromCwd(context.cwd, path));
  const made = await prepareIjb({ set, protocol, out, signal: io.signal, io });
  const { faces, crops, templates, subjects, pairs, genuine } = made;
  io.out(
    `${printCount(faces)} faces on ${printCount(crops)} crops, ${printCount(templates)} templates of ${printCount(subjects)} subjects, ` +
      `${printCount(pairs)} pairs (${printCount(genuine)} genuine) in ${made.meta}`,
  );
}

/** A list of names from a choice. */
function oneOf<T extends string>(choices: readonly T[]): (text: string) => T[] {
  return (text) => {
    const words = nameList(text);
    const wrong = words.find((word) => !(choices as readonly string[]).includes(word));
    if (wrong !== undefined)
      throw new InvalidArgumentError(`"${wrong}" is none, expected one or more of ${choices.join(", ")}`);
    return words as T[];
  };
}

async function run(set: TemplateSet, options: Options, context: CommandContext): Promise<void> {
  const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
  const absolute = (path: string): string => fromCwd(context.cwd, path);
  const out = absolute(options.out);
  checkFolderTarget(out);
  if (options.data === undefined)
    throw new UserError(`${set}: where are the lists? Give --data DIR with its meta folder`);
  const runs = await runTemplates(
    {
      set,
      data: absolute(options.data),
      sources: sourcesOf(options, context.cwd),
      identification: options.identification ?? false,
      modes: options.pooling.flatMap((pooling) => options.norm.map((norm): PoolingMode => ({ pooling, norm }))),
      scorings: options.scoring,
      detectorScore: options.detectorScore ?? false,
      convention: options.convention,
      fars: options.far,
      bootstrap: options.bootstrap,
      seed: options.seed,
      threads: options.threads,
      provider: options.provider === "cuda" ? "cuda" : "cpu",
      out,
      scores: options.scores ?? false,
    },
    io,
  );
  const protocol = loadTemplateProtocol(set);
  io.out(
    printTemplates(
      options.format,
      protocol.title,
      runs.map(({ result }) => result),
      runs[0].published,
    ),
  );
  for (const { folder } of runs) if (folder !== null) io.note(`results: ${folder}`);
}

function sourcesOf(options: Options, cwd: string): TemplateRequest["sources"] {
  const { name } = options;
  const sources = options.features === undefined ? modelsOf(options, cwd) : featuresOf(options, cwd);
  checkCount("--name", name, sources.length, "each file of embeddings");
  return sources.map((source, at) => ({ ...source, name: name?.[at] }));
}

function featuresOf({ features, featuresFlip, names, dim }: Options, cwd: string) {
  const absolute = (path: string): string => fromCwd(cwd, path);
  checkCount("--features-flip", featuresFlip, features!.length, "each file of embeddings");
  return features!.map((path, at): TemplateFeatureRequest => ({
    features: absolute(path),
    flipped: featuresFlip && absolute(featuresFlip[at]),
    names: names && absolute(names),
    dim,
  }));
}

function modelsOf({ model, ...options }: Options, cwd: string): ModelRequest[] {
  if (model === undefined) throw noSource();
  return model.map((path) => modelRequest(path, options, cwd));
}

const examples = (verb: string): string =>
  `\nExamples:\n${[
    `${verb} --tar-far --data ${verb}/ --features feat.list`,
    `${verb} --tar-far --identification --data ${verb}/ --model magface.onnx`,
    `${verb} --data ${verb}/ --features feats.npy --features-flip feats_flip.npy --detector-score --identification`,
    `${verb} --data ${verb}/ --features magface.npy arcface.npy --pooling magface,magface-plus --norm kept,removed`,
  ]
    .map((line) => `  magface-eval ${line}`)
    .join("\n")}`;
