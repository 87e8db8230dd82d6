import type { Command } from "commander";
import { join, relative } from "node:path";
import { addOptions, fromCwd, type CommonOptions } from "../options.js";
import { printGrid } from "../report/grid.js";
import { runDemo } from "../runs/demo.js";
import type { CommandContext } from "../verb.js";

/** `demo`: everything on drawn faces with the model that comes along. */
export function define(command: Command, context: CommandContext): void {
  command.option("--out <dir>", "folder for pictures, cache and results", "demo");
  addOptions(command, ["seed", "threads"]);
  command.addHelpText("after", "\nExamples:\n  magface-eval demo\n  magface-eval demo --seed 7 --out demo-7");
  command.action(async () => {
    const { out, seed, threads, quiet = false, verbose = false } = command.opts<CommonOptions>();
    const io = context.io({ quiet, verbose });
    const folder = fromCwd(context.cwd, out);
    const began = io.now();
    const findings = await runDemo({ out: folder, seed, threads }, io);
    io.out(
      printGrid(
        ["found", "value", "95 % interval", "how"],
        findings.map(({ what, value, interval, how }) => [what, value, interval, how]),
      ),
    );
    const shown = (path: string) => relative(context.cwd, join(folder, path)) || path;
    io.note(`\n${((io.now() - began) / 1000).toFixed(0)} s. Look at:`);
    io.note(`  ${shown("results/*/*/*.png")}  ROC, DET, histograms of each set and model`);
    io.note(`  ${shown("results/*/*/table.md")}  tables (also .tex, .csv, result.json)`);
    io.note(`  ${shown("results/*/*/erc/*.png")}  error versus reject: which quality knows the pairs that fail`);
    io.note(`  ${shown("results/sorted-by-magnitude.png")}  degraded faces sorted by magnitude`);
    io.note(`  ${shown("report.html")}  all of it on one page\n  ${shown("data")}  the drawn pictures`);
  });
}
