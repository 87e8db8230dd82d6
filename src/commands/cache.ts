import { Option, type Command } from "commander";
import { UserError } from "../errors.js";
import { addOptions, fromCwd, wholeNumber, type CommonOptions } from "../options.js";
import { printBytes, printGrid } from "../report/grid.js";
import { cacheFolder } from "../runs/cache-folder.js";
import { openCache, type EmbeddingCache } from "../store/cache.js";
import { writeFeatureList } from "../store/feature-writer.js";
import { writeNamedNpy } from "../store/named-npy.js";
import type { Io } from "../types.js";
import type { CommandContext } from "../verb.js";

interface Options extends CommonOptions {
  recipe?: string;
  olderThan?: number;
  corrupt?: boolean;
  all?: boolean;
}

type Run = (cache: EmbeddingCache, io: Io, options: Options, words: readonly string[]) => void | Promise<void>;

/** `cache ls | info | verify | prune | export | merge`. */
export function define(command: Command, context: CommandContext): void {
  const add = (name: string, summary: string, readOnly: boolean, run: Run): Command => {
    const verb = command.command(name).description(summary).copyInheritedSettings(command);
    addOptions(verb, ["cache"]);
    verb.addHelpText("after", printExamples(examples[name]));
    return verb.action(async (...given: unknown[]) => {
      const options = verb.opts<Options>();
      const io = context.io({ quiet: options.quiet ?? false, verbose: options.verbose ?? false });
      const dir = typeof options.cache === "string" ? fromCwd(context.cwd, options.cache) : cacheFolder();
      const words = given.flat().filter((word): word is string => typeof word === "string");
      // Nothing is made where there is nothing to prune or to merge.
      const source = name === "prune" ? dir : name === "merge" ? fromCwd(context.cwd, words[0]) : null;
      if (source !== null) await openCache(source, { readOnly: true }).close();
      const cache = openCache(dir, { readOnly });
      try {
        await run(
          cache,
          io,
          options,
          words.map((word, at) => (at === 0 && name === "export" ? word : fromCwd(context.cwd, word))),
        );
      } finally {
        await cache.close();
      }
    });
  };
  add("ls", "the models and recipes whose embeddings are kept", true, list);
  add("info", "where the cache is and how large", true, info);
  add("verify", "check every checksum; exit code 1 where something is damaged", true, (cache, io) =>
    verify(cache, io, context),
  );
  add("prune", "drop embeddings: of a recipe, of an age, damaged ones, or all", false, prune)
    .option("--recipe <digest>", "only this recipe: the beginning of its digest")
    .addOption(new Option("--older-than <days>", "only what was written longer ago").argParser(wholeNumber(0)))
    .option("--corrupt", "only damaged blocks")
    .option("--all", "everything");
  add("export", "write a recipe's embeddings to a .npy with names beside it, or to a feature list", true, exportRecipe)
    .argument("<recipe>", "beginning of a recipe's digest, as `cache ls` shows it")
    .argument("<file>", "x.npy (and x.txt with the names), or any other name for MagFace's feature list");
  add("merge", "add what another cache has", false, merge).argument("<dir>", "the other cache's folder");
  command.addHelpText("after", printExamples(["ls", "export 3f2a feat.list", "prune --older-than 90"]));
}

/** What help shows of each verb, without "magface-eval cache". */
const examples: Readonly<Record<string, readonly string[]>> = {
  ls: ["ls", "ls --cache demo/cache"],
  info: ["info", "info --cache demo/cache"],
  verify: ["verify", "verify --cache /mnt/shared/cache"],
  prune: ["prune --recipe 3f2a", "prune --older-than 90", "prune --corrupt", "prune --all"],
  export: ["export 3f2a feat.list", "export 3f2a feats.npy --cache demo/cache"],
  merge: ["merge /mnt/other/cache", "merge demo/cache --cache mine/"],
};

const printExamples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  magface-eval cache ${line}`).join("\n")}`;

function list(cache: EmbeddingCache, io: Io): void {
  const rows = cache.list().map(({ digest, modelName, view, dim, rows, bytes, pixels }) => {
    return [digest.slice(0, 12), modelName, pixelsOf(pixels), view, String(dim), String(rows), printBytes(bytes)];
  });
  io.out(
    rows.length === 0
      ? "the cache is empty"
      : printGrid(["recipe", "model", "pixels", "view", "dim", "vectors", "size"], rows),
  );
}

/** "112x112 BGR"; measures of pixels name only the side that faces with landmarks are brought to. */
function pixelsOf(pixels: object): string {
  const { width, height, side, channels = "grey" } = pixels as Record<string, string | number | undefined>;
  return `${width ?? side}x${height ?? side} ${channels}`;
}

function info(cache: EmbeddingCache, io: Io): void {
  const { dir, bytes, recipes, rows, files } = cache.info();
  io.out(
    `folder   ${dir}\nsize     ${printBytes(bytes)}\nrecipes  ${recipes}\nvectors  ${rows}\nfiles    ${files} remembered`,
  );
}

function verify(cache: EmbeddingCache, io: Io, context: CommandContext): void {
  const { blocks, rows, corrupt } = cache.verify({ progress: io.progress, signal: io.signal });
  for (const { recipe, block, rows, what } of corrupt)
    io.out(`recipe ${recipe.slice(0, 12)}, block ${block} (${rows} vectors): ${what}`);
  io.out(`${rows} vectors in ${blocks} blocks checked, ${corrupt.length} blocks damaged`);
  if (corrupt.length > 0) context.exitWith(1);
}

function prune(cache: EmbeddingCache, io: Io, { recipe, olderThan, corrupt, all }: Options): void {
  const { rows, blocks } = cache.prune({ recipe, olderThanDays: olderThan, corrupt, all });
  io.out(`dropped ${rows} vectors in ${blocks} blocks; the file keeps its size and reuses the room`);
}

function exportRecipe(cache: EmbeddingCache, io: Io, _options: Options, [recipe, file]: readonly string[]): void {
  const { matrix, names, warnings } = cache.exportRecipe(recipe);
  warnings.forEach(io.warn);
  if (matrix.count === 0) throw new UserError(`recipe "${recipe}" holds no embeddings`);
  if (file.endsWith(".npy")) writeNamedNpy(file, names, matrix);
  else writeFeatureList(file, names, matrix);
  io.out(`${matrix.count} x ${matrix.dim} written to ${file}`);
}

async function merge(cache: EmbeddingCache, io: Io, _options: Options, [dir]: readonly string[]): Promise<void> {
  const { recipes, rows, skipped } = await cache.merge(dir);
  for (const { recipe, block, what } of skipped)
    io.warn(`recipe ${recipe.slice(0, 12)}, block ${block}: ${what}; left out`);
  io.out(`${rows} vectors of ${recipes} recipes added`);
}
