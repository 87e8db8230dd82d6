// Results that earlier runs left: found, read and checked.
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";
import { isFile, isFolder, listFolder, statOf } from "../host/files.js";
import { readJsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";
import type { Result } from "../report/result.js";
import type { Figure } from "../types.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/result.schema.json", import.meta.url));

/** A folder that a run wrote, with what its result.json holds; figures that are null there are NaN. */
export interface ResultFolder {
  readonly folder: string;
  readonly result: Result;
}

/**
 * Results under some paths, in their order; those of a folder by path, each once.
 *
 * @param paths result.json files (of any name ending in .json), result folders, or folders that hold such at any depth
 * @throws UserError for a path that isn't there or holds no result, and for a file that is no result
 */
export async function findResults(paths: readonly string[]): Promise<ResultFolder[]> {
  const results: ResultFolder[] = [];
  for (const file of findResultFiles(paths)) results.push({ folder: dirname(file), result: await readResult(file) });
  return results;
}

/** The same results' files, not yet read. @throws UserError for a path that isn't there or holds no result */
export function findResultFiles(paths: readonly string[]): string[] {
  const files = new Set<string>();
  for (const path of paths) {
    const found = resultFiles(path);
    if (found.length === 0) throw new UserError(`${path}: no result.json in it, expected a folder that a run wrote`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

function resultFiles(path: string): string[] {
  if (statOf(path) === null) throw new UserError(`${path}: no such file or folder, expected results`);
  if (isFile(path)) return [path];
  const own = join(path, "result.json");
  const inner = listFolder(path)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort()
    .flatMap((name) => resultFiles(join(path, name)));
  return isFile(own) ? [own, ...inner] : inner;
}

/** @throws UserError with file:line where it is no result */
export async function readResult(path: string): Promise<Result> {
  if (isFolder(path)) throw new UserError(`${path}: a folder, expected a result.json`);
  const file = readJsonFile(path);
  await checkBySchema(file, schemaPath, `a result (${basename(path)})`);
  const result = file.content as Result;
  return { ...result, figures: result.figures.map(definedFigure) };
}

/** JSON has no NaN: null stands for it, and for the infinities. */
export function definedFigure(figure: Figure): Figure {
  const { value, interval } = figure as { value: number | null; interval?: readonly (number | null)[] };
  const ends = interval?.map((end) => end ?? NaN) as [number, number] | undefined;
  return { ...figure, value: value ?? NaN, ...(ends && { interval: ends }) };
}
