// The baseline of a check: what a model was found to do, and how much of it may change.
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultsError, UserError } from "../errors.js";
import { splitScope } from "../evaluate/figure-choice.js";
import { defaultTolerances, type Tolerance } from "../evaluate/figure-verdict.js";
import { digestOf, digestOfFile, printDigest } from "../host/digest.js";
import { isFile, isFolder, makeFolder, writeTogether } from "../host/files.js";
import { readJsonFile, type JsonFile } from "../host/json.js";
import { checkBySchema } from "../host/json-schema.js";
import { printBaseline, type Baseline, type BaselineResult } from "../report/baseline-json.js";
import { npyOfFloats, readNpy } from "../store/npy.js";
import type { MeasuredResult } from "./measured-results.js";
import { definedFigure } from "./result-folders.js";

const schemaPath = fileURLToPath(new URL("../../protocols/schema/baseline.schema.json", import.meta.url));

/** A baseline as it was read, with the place of each rule in its file. */
export interface BaselineFile extends Baseline {
  readonly placeOfRule: readonly string[];
}

/** @throws UserError with file:line of every fault */
export async function readBaseline(path: string): Promise<BaselineFile> {
  if (isFolder(path)) throw new UserError(`${path}: a folder, expected a baseline file; --update-baseline makes one`);
  if (!isFile(path)) throw new UserError(`${path}: no such file, expected a baseline; --update-baseline makes one`);
  const file = readJsonFile(path);
  await checkBySchema(file, schemaPath, "a baseline");
  const baseline = file.content as Baseline;
  checkTolerances(file, baseline.tolerances);
  return {
    ...baseline,
    results: baseline.results.map((result) => ({ ...result, figures: result.figures.map(definedFigure) })),
    placeOfRule: baseline.rules.map((_, at) => `${path}:${file.lineOf(["rules", at])}`),
  };
}

/** A tolerance says one thing. */
function checkTolerances({ path, lineOf }: JsonFile, tolerances: readonly Tolerance[]): void {
  const kinds = ["interval", "absolute", "relative", "skip"] as const;
  const faults = tolerances.flatMap((tolerance, at) => {
    const given = kinds.filter((kind) => tolerance[kind] !== undefined);
    const place = `${path}:${lineOf(["tolerances", at])}: "tolerances[${at}]"`;
    if (given.length !== 1)
      return [`${place} has ${given.join(" and ") || "no limit"}, expected one of ${kinds.join(", ")}`];
    if (tolerance.atLeast !== undefined && tolerance.interval === undefined)
      return [`${place} has atLeast beside ${given[0]}, expected it beside interval`];
    splitScope(tolerance.figure);
    return [];
  });
  if (faults.length > 0) throw faultsError(faults);
}

/** Scores of the baseline's pairs, all results' one after the other; null where their file is gone. @throws UserError */
export function readScores(path: string, { scores }: Baseline): Float64Array | null {
  if (scores === undefined) return null;
  const file = join(dirname(path), scores.file);
  if (!isFile(file)) return null;
  const digest = printDigest(digestOfFile(file));
  if (digest !== scores.digest)
    throw new UserError(
      `${file}: not the scores that ${basename(path)} was written with (${digest.slice(0, 19)}.., expected ${scores.digest.slice(0, 19)}..); take both files from the same --update-baseline`,
    );
  return readNpy(file).values;
}

/**
 * Writes a baseline of these results, and beside it their pairs' scores: both, or none.
 *
 * @param old whose tolerances are kept; null = the usual ones
 */
export function writeBaseline(
  path: string,
  results: readonly MeasuredResult[],
  { tolerances, rules }: { tolerances?: readonly Tolerance[]; rules: readonly string[] },
): { scores: string | null; pairs: number } {
  const withPairs = results.filter(({ pairs }) => pairs !== null);
  const scores = Float64Array.from(withPairs.flatMap(({ pairs }) => pairs!.rows.map(({ score }) => score)));
  const bytes = npyOfFloats(scores);
  const file = `${basename(path).replace(/\.json$/, "")}.scores.npy`;
  let first = 0;
  const entries = results.map((measured): BaselineResult => {
    const entry = entryOf(measured, first);
    first += measured.pairs?.rows.length ?? 0;
    return entry;
  });
  const text = printBaseline({
    format: 1,
    tolerances: tolerances ?? defaultTolerances,
    rules,
    ...(scores.length > 0 && { scores: { file, digest: printDigest(digestOf(bytes)) } }),
    results: entries,
  });
  makeFolder(dirname(path));
  const files = new Map<string, string | Uint8Array>([[path, text]]);
  if (scores.length > 0) files.set(join(dirname(path), file), bytes);
  writeTogether(files, () => undefined);
  return { scores: scores.length > 0 ? file : null, pairs: scores.length };
}

function entryOf({ result, data, pairs, card }: MeasuredResult, first: number): BaselineResult {
  const { model, modelName, preset, provider, versions } = result.provenance;
  const features = result.provenance.features as string | undefined;
  return {
    task: result.task,
    protocol: { name: result.protocol.name, digest: result.protocol.digest },
    data,
    provenance: { model, modelName, preset, card: card ?? undefined, features, provider, versions },
    ...(pairs && { pairs: { first, count: pairs.rows.length, digest: pairs.digest } }),
    figures: result.figures,
  };
}
