// One data set of a magnitude study: its embeddings made numbers, whoever made them.
import { UserError } from "../errors.js";
import type { MagnitudeSet } from "../evaluate/magnitude-study.js";
import { placesByLabel } from "../math/groups.js";
import { countOf } from "../protocol/counts.js";
import { cosinesToOthers } from "../score/class-cosines.js";
import { squaredMagnitudes } from "../score/pairs.js";
import type { EmbeddingMatrix, ImageFailure, ImageRef } from "../types.js";
import { Numbering } from "../math/numbering.js";

/** A set with the embeddings of all its images, in its order. */
export interface EmbeddedSet {
  readonly name: string;
  readonly names: readonly string[];
  readonly subjects: readonly string[] | null;
  /** null where there are only features. */
  readonly images: readonly ImageRef[] | null;
  /** Where images and subjects come from, in words. */
  readonly form: string;
  /** One row an image; whatever where it failed. */
  readonly matrix: EmbeddingMatrix;
  /** Why a place has no embedding. */
  readonly failed: ReadonlyMap<number, string>;
  /** What makes an image the same as another one: its bytes' digest, or its name where there are only features. */
  readonly keyOf: (place: number) => string;
}

/** What a set's images gave, each image once. */
export interface MeasuredSet extends MagnitudeSet {
  readonly names: readonly string[];
  readonly subjects: readonly string[] | null;
  readonly images: readonly ImageRef[] | null;
  readonly failures: readonly ImageFailure[];
  /** Images left out because they are the same as one before. */
  readonly repeats: number;
  readonly form: string;
  /** What was measured, one line an image: names play no part in it. */
  readonly identity: string;
}

/**
 * Magnitudes of a set's images, and their cosines to the subject's other images. An image that comes again (InsightFace's
 * .bin holds one for every pair it is in) counts once: it would agree with itself.
 *
 * @throws UserError where no image has an embedding
 */
export function measureSet(set: EmbeddedSet, withCosine: boolean): MeasuredSet {
  const squared = squaredMagnitudes(set.matrix);
  const failures = new Map(set.failed);
  squared.forEach((value, place) => {
    if (!failures.has(place) && !(value > 0 && value < Infinity))
      failures.set(place, value === 0 ? "all numbers are 0" : "not all numbers are finite");
  });
  const good = set.names.map((_, place) => place).filter((place) => !failures.has(place));
  refuseNothing(set, good, failures);
  const kept = firstOfEach(good, set.keyOf);
  const subjects = set.subjects && kept.map((place) => set.subjects![place]);
  const subject = subjects && numbered(subjects);
  const cosines = withCosine && subject ? cosinesOf(set.matrix, squared, kept, subject) : kept.map(() => NaN);
  return {
    name: set.name,
    magnitude: Float64Array.from(kept, (place) => Math.sqrt(squared[place])),
    cosine: Float64Array.from(cosines),
    subject,
    names: kept.map((place) => set.names[place]),
    subjects,
    images: set.images && kept.map((place) => set.images![place]),
    failures: Array.from(failures, ([place, reason]) => ({ name: `${set.name}/${set.names[place]}`, reason })),
    repeats: good.length - kept.length,
    form: set.form,
    identity: kept.map((place, at) => `${set.keyOf(place)} ${subject?.[at] ?? "-"}`).join("\n"),
  };
}

function refuseNothing({ name, names }: EmbeddedSet, good: readonly number[], failures: ReadonlyMap<number, string>) {
  if (good.length > 0) return;
  const [[place, reason] = []] = failures;
  const first = place === undefined ? "" : ` (${names[place]}: ${reason})`;
  throw new UserError(`${name}: none of ${countOf(names.length, "image")} has an embedding${first}`);
}

/** Places whose key no earlier one has. */
function firstOfEach(places: readonly number[], keyOf: (place: number) => string): number[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = keyOf(place);
    return !seen.has(key) && seen.add(key);
  });
}

/** Numbers from 0 in order of first mention. */
function numbered(subjects: readonly string[]): Uint32Array {
  const numbers = new Numbering<string>();
  return Uint32Array.from(subjects, (subject) => numbers.of(subject));
}

function cosinesOf(
  matrix: EmbeddingMatrix,
  squared: Float64Array,
  kept: readonly number[],
  subject: Uint32Array,
): number[] {
  const count = subject.reduce((most, number) => Math.max(most, number + 1), 0);
  const groups = placesByLabel(subject, count).map((group) => group.map((at) => kept[at]));
  const cosines = cosinesToOthers(matrix, squared, groups);
  return kept.map((place) => cosines[place]);
}
