import type { Command } from "commander";
import { addOptions, formatOption, type CommonOptions } from "../options.js";
import { countOf, describeCounts, printCount, type PairCounts } from "../protocol/counts.js";
import { listProtocols, loadProtocol, type Protocol } from "../protocol/protocol.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import { loadTemplateProtocol, templateSets, type TemplateProtocol } from "../protocol/template-protocol.js";
import type { CommandContext } from "../verb.js";

/** `protocols [NAME]`: the built-in ones, or all that one says. */
export function define(command: Command, context: CommandContext): void {
  command.argument("[name]", "protocol to show, or path of a protocol file");
  command.addOption(formatOption(["table", "json"]));
  addOptions(command, []);
  command.addHelpText("after", "\nExamples:\n  magface-eval protocols\n  magface-eval protocols cfp --format json");
  command.action(async (name: string | undefined) => {
    const { quiet = false, verbose = false, format } = command.opts<CommonOptions>();
    const io = context.io({ quiet, verbose });
    const shown = name === undefined ? await allProtocols() : [await oneProtocol(name)];
    if (format === "json") io.out(JSON.stringify(name === undefined ? shown : shown[0], null, 2));
    else io.out(shown.map(name === undefined ? line : page).join("\n"));
  });
}

type Either = Protocol | TemplateProtocol;

const isTemplateSet = (name: string): name is TemplateSet => (templateSets as readonly string[]).includes(name);

const allProtocols = async (): Promise<Either[]> => [
  ...(await Promise.all(listProtocols().map(loadProtocol))),
  ...templateSets.map(loadTemplateProtocol),
];

const oneProtocol = (name: string): Either | Promise<Either> =>
  isTemplateSet(name) ? loadTemplateProtocol(name) : loadProtocol(name);

function counts(protocol: Either): string {
  if (protocol.task === "templates") {
    const { images, templates, pairs, genuine } = protocol.expected;
    return `${countOf(images, "image")}, ${countOf(templates, "template")}, ${countOf(pairs, "pair")} (${printCount(genuine)} genuine)`;
  }
  const { expected } = protocol;
  return expected?.pairs === undefined ? "any count" : describeCounts({ folds: null, ...expected } as PairCounts);
}

const line = (protocol: Either): string =>
  `${protocol.name.padEnd(8)} ${protocol.title.padEnd(10)} ${counts(protocol)}`;

function page(protocol: Either): string {
  const { name, title, asks, metrics, conventions, published, digest } = protocol;
  const searched =
    "ranks" in metrics
      ? [`  1:N          ranks ${metrics.ranks.join(", ")}; TPIR at FPIR ${metrics.fpirs.join(", ")}`]
      : [];
  const data = "data" in protocol ? protocol.data : [];
  return [
    `${name}: ${title}`,
    `  asks         ${asks}`,
    `  expects      ${counts(protocol)}`,
    `  conventions  ${conventions.join(", ")}`,
    `  TAR at FAR   ${metrics.fars.join(", ")}`,
    ...searched,
    ...data.map(
      ({ form, files, with: beside }) =>
        `  data         ${form}: ${files.join(" or ")}${beside ? ` with ${beside}` : ""}`,
    ),
    ...published.map(
      ({ figure, value, model, source, status }) =>
        `  published    ${figure} ${value}, ${model}: ${source} (${status})`,
    ),
    `  digest       ${digest}`,
  ].join("\n");
}
