import type { Command } from "commander";
import { addOptions, formatOption, type CommonOptions } from "../options.js";
import { describeCounts, type PairCounts } from "../protocol/counts.js";
import { listProtocols, loadProtocol, type Protocol } from "../protocol/protocol.js";
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
    const shown = await Promise.all((name === undefined ? listProtocols() : [name]).map(loadProtocol));
    if (format === "json") io.out(JSON.stringify(name === undefined ? shown : shown[0], null, 2));
    else io.out(shown.map(name === undefined ? line : page).join("\n"));
  });
}

const counts = ({ expected }: Protocol): string =>
  expected?.pairs === undefined ? "any count" : describeCounts({ folds: null, ...expected } as PairCounts);

const line = (protocol: Protocol): string =>
  `${protocol.name.padEnd(8)} ${protocol.title.padEnd(10)} ${counts(protocol)}`;

function page(protocol: Protocol): string {
  const { name, title, asks, data, metrics, conventions, published, digest } = protocol;
  return [
    `${name}: ${title}`,
    `  asks         ${asks}`,
    `  expects      ${counts(protocol)}`,
    `  conventions  ${conventions.join(", ")}`,
    `  TAR at FAR   ${metrics.fars.join(", ")}`,
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
