import { Argument, InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { addOptions, commaList, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { drawSheets } from "../synth/contact-sheet.js";
import { datasetKinds, drawDataset, realSizes, usualSizes, type DatasetKind } from "../synth/dataset.js";
import { degradationKinds } from "../synth/degrade.js";
import { drawFaces, type FaceSettings } from "../synth/faces.js";
import type { Drawn } from "../synth/write-plan.js";
import type { CommandContext } from "../verb.js";

interface Options extends Omit<CommonOptions, "out" | "format"> {
  out: string;
  like?: DatasetKind;
  sizes?: Record<string, number>;
  realSize?: boolean;
  difficulty: number;
  people: number;
  perPerson: number;
  size?: number;
  framing: FaceSettings["framing"];
  degradation: FaceSettings["degradation"];
  grades?: number[];
  images: "jpg" | "png";
}

/** `synth faces`, `synth sheets`, `synth --like KIND`: drawn faces whose truth is known. */
export function define(command: Command, context: CommandContext): void {
  command
    .addArgument(
      new Argument("[kind]", "faces: a plain folder of them; sheets: contact sheets to look at").choices([
        "faces",
        "sheets",
      ]),
    )
    .addOption(new Option("--like <set>", "a data set in the file form of the real one").choices(datasetKinds))
    .requiredOption("--out <dir>", "folder to draw into, empty or one of the same settings: then it is finished")
    .addOption(new Option("--sizes <list>", "sizes of a --like set, as people=100,pictures=4").argParser(sizeList))
    .option("--real-size", "as large as the real set")
    .addOption(
      new Option("--difficulty <x>", "strength of the pictures' natural degradation").argParser(positive).default(1),
    )
    .addOption(new Option("--people <n>", "people (faces)").argParser(wholeNumber(1, 1_000_000)).default(20))
    .addOption(new Option("--per-person <n>", "pictures of each (faces)").argParser(wholeNumber(1, 10_000)).default(5))
    .addOption(
      new Option("--framing <name>", "aligned crops, loose crops or photos that need alignment (faces)")
        .choices(["aligned", "loose", "photo"])
        .default("aligned"),
    )
    .addOption(
      new Option("--size <pixels>", "side of a picture (faces; default: 112, or 250 unless aligned)").argParser(
        wholeNumber(32),
      ),
    )
    .addOption(
      new Option("--degradation <kind>", "what makes pictures worse (faces)")
        .choices(["none", "natural", ...degradationKinds])
        .default("none"),
    )
    .addOption(new Option("--grades <list>", "grades 0..1 in turn (default: drawn)").argParser(gradeList))
    .addOption(new Option("--images <format>", "file format (faces)").choices(["jpg", "png"]).default("jpg"));
  addOptions(command, ["seed", "threads"]);
  command.addHelpText(
    "after",
    "\nExamples:\n  magface-eval synth faces --people 50 --out faces/\n  magface-eval synth --like lfw --out drawn-lfw/\n  magface-eval synth --like ijbc --sizes people=300,frames=8 --seed 7 --out drawn-ijbc/",
  );
  command.action(async (kind: string | undefined) => {
    const options = command.opts<Options>();
    const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
    const out = fromCwd(context.cwd, options.out);
    const crew = { threads: options.threads, progress: io.progress, signal: io.signal, seed: options.seed, out };
    if ((kind === undefined) === (options.like === undefined))
      throw new UserError("what is to be drawn? Say faces, sheets, or --like SET");
    if (kind === "sheets") return drawSheets(out, options.seed);
    const drawn =
      options.like === undefined
        ? await drawFaces({ ...faceOptions(options), ...crew })
        : await drawDataset(options.like, { ...datasetOptions(options.like, options), ...crew });
    io.out(describe(drawn));
  });
}

const faceOptions = ({ people, perPerson, framing, size, degradation, grades, difficulty, images }: Options) => ({
  ...{ people, perPerson, framing, degradation, grades: grades ?? null, difficulty, format: images },
  ...(size !== undefined && { size }),
});

function datasetOptions(kind: DatasetKind, { sizes = {}, realSize, difficulty }: Options) {
  const known = realSize ? realSizes[kind] : usualSizes[kind];
  const unknown = Object.keys(sizes).find((name) => !(name in known));
  if (unknown !== undefined)
    throw new UserError(`--sizes: ${kind} has no "${unknown}", it has ${Object.keys(known).join(", ")}`);
  return { sizes: { ...known, ...sizes }, difficulty };
}

const describe = ({ folder, counts }: Drawn): string =>
  `${Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ")} in ${folder}`;

function sizeList(text: string): Record<string, number> {
  return Object.fromEntries(
    commaList(text).map((part) => {
      const [name, value, ...rest] = part.split("=");
      if (!/^\d+$/.test(value ?? "") || rest.length > 0)
        throw new InvalidArgumentError(`"${part}", expected name=whole number`);
      return [name, Number(value)];
    }),
  );
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError("expected a number above 0");
  return value;
}

function gradeList(text: string): number[] {
  return commaList(text).map((word) => {
    const value = Number(word);
    if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError(`"${word}" is no grade from 0 to 1`);
    return value;
  });
}
