import { Argument, InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { addOptions, commaList, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { drawSheets } from "../synth/contact-sheet.js";
import { datasetKinds, drawDataset, realSizes, usualSizes, type DatasetKind } from "../synth/dataset.js";
import { degradationKinds } from "../synth/degrade.js";
import { drawFaces, type FaceSettings } from "../synth/faces.js";
import { leastDim, makeIjbEmbeddings, mostDim } from "../synth/ijb-embeddings.js";
import type { IjbKind } from "../synth/ijb/counts.js";
import type { Drawn } from "../synth/write-plan.js";
import type { CommandContext } from "../verb.js";

interface Options extends Omit<CommonOptions, "out" | "format"> {
  out: string;
  like?: DatasetKind;
  sizes?: Record<string, number>;
  realSize?: boolean;
  scale: number;
  dim: number;
  difficulty: number;
  people: number;
  perPerson: number;
  size?: number;
  framing: FaceSettings["framing"];
  degradation: FaceSettings["degradation"];
  grades?: number[];
  images: "jpg" | "png";
}

const embeddingKinds = ["ijbb", "ijbc"] as const satisfies readonly IjbKind[];
type Kind = "faces" | "sheets" | IjbKind;

const isEmbeddingKind = (kind: Kind | undefined): kind is IjbKind => kind === "ijbb" || kind === "ijbc";

const kindHelp =
  "faces: a plain folder of them; sheets: contact sheets to look at; ijbb, ijbc: template data as embeddings, no pictures";

const moreHelp = `
synth ijbb|ijbc makes embeddings, in seconds, as if a model had embedded that set's images: to try and time templates
without a model. synth --like ijbc draws pictures, for a model to embed. synth ijbc --scale 1 fills 2.2 GB.

Examples:
  magface-eval synth faces --people 50 --out faces/
  magface-eval synth --like lfw --out drawn-lfw/
  magface-eval synth --like ijbc --sizes people=300,frames=8 --seed 7 --out drawn-ijbc/
  magface-eval synth ijbc --out ijbc-like/
  magface-eval synth ijbb --scale 1 --seed 7 --out ijbb-like/`;

/** `synth faces`, `synth sheets`, `synth --like KIND`, `synth ijbb|ijbc`: faces or embeddings whose truth is known. */
export function define(command: Command, context: CommandContext): void {
  command
    .addArgument(new Argument("[kind]", kindHelp).choices(["faces", "sheets", ...embeddingKinds]))
    .addOption(new Option("--like <set>", "pictures, in the file form of a real data set").choices(datasetKinds))
    .requiredOption("--out <dir>", "folder to write into, empty or one of the same settings: then it is finished");
  for (const option of [...drawingOptions(), ...embeddingOptions()]) command.addOption(option);
  addOptions(command, ["seed", "threads"]);
  command.addHelpText("after", moreHelp);
  command.action(async (kind: Kind | undefined) => {
    const options = command.opts<Options>();
    const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
    const out = fromCwd(context.cwd, options.out);
    const crew = { threads: options.threads, progress: io.progress, signal: io.signal, seed: options.seed, out };
    if ((kind === undefined) === (options.like === undefined))
      throw new UserError("what is to be made? Say faces, sheets, ijbb, ijbc, or --like SET");
    refuseStrays(command, kind);
    if (kind === "sheets") return drawSheets(out, options.seed);
    if (isEmbeddingKind(kind)) {
      const made = await makeIjbEmbeddings({ kind, scale: options.scale, dim: options.dim, ...crew });
      return io.out(`${describe(made)}${made.found ? ", made before with the same settings" : ""}`);
    }
    const drawn =
      options.like === undefined
        ? await drawFaces({ ...faceOptions(options), ...crew })
        : await drawDataset(options.like, { ...datasetOptions(options.like, options), ...crew });
    io.out(describe(drawn));
  });
}

/** Options of what is drawn. */
const drawingOptions = (): Option[] => [
  new Option("--sizes <list>", "sizes of a --like set, as people=100,pictures=4").argParser(sizeList),
  new Option("--real-size", "as large as the real set (--like)"),
  new Option("--difficulty <x>", "strength of the pictures' natural degradation").argParser(positive).default(1),
  new Option("--people <n>", "people (faces)").argParser(wholeNumber(1, 1_000_000)).default(20),
  new Option("--per-person <n>", "pictures of each (faces)").argParser(wholeNumber(1, 10_000)).default(5),
  new Option("--framing <name>", "aligned crops, loose crops or photos that need alignment (faces)")
    .choices(["aligned", "loose", "photo"])
    .default("aligned"),
  new Option("--size <pixels>", "side of a picture (faces; default: 112, or 250 unless aligned)").argParser(
    wholeNumber(32),
  ),
  new Option("--degradation <kind>", "what makes pictures worse (faces)")
    .choices(["none", "natural", ...degradationKinds])
    .default("none"),
  new Option("--grades <list>", "grades 0..1 in turn (default: drawn)").argParser(gradeList),
  new Option("--images <format>", "file format (faces)").choices(["jpg", "png"]).default("jpg"),
];

/** Options of what is made as embeddings. */
const embeddingOptions = (): Option[] => [
  new Option("--scale <x>", "size against the real set's, 1 = as large (ijbb, ijbc)").argParser(scaleOf).default(0.05),
  new Option("--dim <n>", "values of an embedding (ijbb, ijbc)").argParser(wholeNumber(leastDim, mostDim)).default(512),
];

/** Options on the command line that the kind has no use for: --real-size beside ijbc would give a small set unseen. */
function refuseStrays(command: Command, kind: Kind | undefined): void {
  const [strays, wanted] = isEmbeddingKind(kind)
    ? [drawingOptions(), `not for ${kind}, expected --scale, --dim, --seed or --threads`]
    : [embeddingOptions(), `only for ${embeddingKinds.join(" and ")}`];
  const stray = strays.find((option) => command.getOptionValueSource(option.attributeName()) === "cli");
  if (stray) throw new UserError(`${stray.long}: ${wanted}`);
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

function scaleOf(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1))
    throw new InvalidArgumentError("expected a number above 0 and at most 1 (1 = the real size)");
  return value;
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
