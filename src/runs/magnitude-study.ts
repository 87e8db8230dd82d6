// The paper's studies of magnitude, from the files a user brings to the folder of results.
import { UserError } from "../errors.js";
import { allSets, studyMagnitudes, type MagnitudeStudy } from "../evaluate/magnitude-study.js";
import { countOf } from "../protocol/counts.js";
import type { Drawing } from "../report/drawing.js";
import type { Result } from "../report/result.js";
import type { Io } from "../types.js";
import type { MagnitudeRequest } from "./magnitude-request.js";
import { resultOf, writeStudy } from "./magnitude-report.js";
import type { MeasuredSet } from "./magnitude-set.js";
import { setsFromFeatures, setsFromModel, type NamedPath } from "./magnitude-sets.js";
import { refuseUnitVectors } from "./unit-vectors.js";
import { withDrawing } from "./with-drawing.js";

/** A finished study. */
export interface MagnitudeRun {
  readonly result: Result;
  readonly study: MagnitudeStudy;
  /** Folder the files are in; null = nothing was written. */
  readonly folder: string | null;
}

/**
 * Reads, embeds, measures, draws and writes.
 *
 * @throws UserError for a wrong request or input, where lengths mean nothing, and where no subject has two images;
 *   Interrupted
 */
export async function runMagnitudeStudy(request: MagnitudeRequest, io: Io): Promise<MagnitudeRun> {
  refuseNames(request.sets);
  return withDrawing(request.out, (drawing) => run(request, io, drawing));
}

async function run(request: MagnitudeRequest, io: Io, drawing: Drawing | null): Promise<MagnitudeRun> {
  const { sets: paths, source, cosine } = request;
  const measured =
    "model" in source
      ? await setsFromModel(paths, source, cosine, io)
      : await setsFromFeatures(paths, source, cosine, io);
  const { sets, dim, flip } = measured;
  tellFailures(sets, request.strict ?? false, io);
  refuseUnitVectors(sets.flatMap(({ magnitude }) => [...magnitude]));
  if (cosine && dim > 1) tellSubjects(sets, io);
  const noCosine = cosine ? (dim > 1 ? null : "an embedding of one value has no direction") : "not asked for";
  const study = studyMagnitudes(sets, {
    replicates: request.bootstrap,
    seed: request.seed,
    noCosine,
    fields: { flip },
  });
  const result = resultOf(request, measured, study);
  const folder = drawing && (await writeStudy(request, measured, study, result, drawing, io));
  return { result, study, folder };
}

/** @throws UserError for a name that is there twice or that results use themselves */
function refuseNames(sets: readonly NamedPath[]): void {
  const names = sets.map(({ name }) => name);
  const again = names.find((name, at) => names.indexOf(name) < at);
  if (again !== undefined)
    throw new UserError(`two sets are called "${again}", expected names of their own: NAME=PATH`);
  if (names.includes(allSets))
    throw new UserError(`a set is called "${allSets}", which is what results call all together, expected another name`);
}

function tellFailures(sets: readonly MeasuredSet[], strict: boolean, io: Io): void {
  const failures = sets.flatMap((set) => set.failures);
  if (failures.length > 0) {
    const [{ name, reason }] = failures;
    if (strict) throw new UserError(`${name}: ${reason}`);
    io.warn(
      `${countOf(failures.length, "image")} failed (${name}: ${reason}) and are in no figure; failures.csv lists them`,
    );
  }
  for (const { name, repeats } of sets)
    if (repeats > 0) io.note(`${name}: ${countOf(repeats, "image")} left out, the same as one before`);
}

/** @throws UserError where people are known and none has two images */
function tellSubjects(sets: readonly MeasuredSet[], io: Io): void {
  const lacking = sets.filter(({ cosine }) => cosine.every(Number.isNaN));
  const known = lacking.filter(({ subject }) => subject !== null);
  if (lacking.length === sets.length && known.length > 0)
    throw new UserError(
      `${known[0].name}: one image a subject only, expected two at least for the cosine to a subject's other images; --no-cosine leaves it out`,
    );
  for (const { name, subject } of lacking)
    io.note(`${name}: ${subject === null ? "people are not known" : "one image a subject only"}: no cosines of it`);
}
