// Quality columns for the pairs of an error-versus-reject study.
import { UserError } from "../errors.js";
import type { QualityColumn } from "../evaluate/erc-input.js";
import { unifiedQualityScore } from "../quality/unified.js";
import { magnitudes } from "../score/pairs.js";
import type { Io } from "../types.js";
import { drawnQualities, imageColumns, turned, type ImageColumn, type ImageContext } from "./image-qualities.js";
import type { Question } from "./question.js";
import type { QualitySpec } from "./quality-spec.js";
import { refuseUnitVectors } from "./unit-vectors.js";
import type { Vectors } from "./vectors.js";

/** What qualities are made for: a question with its vectors, and how other models are run. */
export interface QualityContext extends Pick<ImageContext, "pictures" | "own" | "seed" | "io"> {
  readonly question: Question;
  readonly vectors: Vectors;
  /** Distance of every pair of the list; NaN where a side failed. */
  readonly distance: Float64Array;
}

/** Columns of each quality in order. @throws UserError for a faulty file, and for what needs pictures where there are none */
export async function qualityColumns(specs: readonly QualitySpec[], context: QualityContext): Promise<QualityColumn[]> {
  const { question, io } = context;
  const { pairs, images } = question;
  const ofImages = specs.filter((spec) => !isOfVectors(spec));
  const { names, source } = pairs;
  const made = await imageColumns(ofImages, { ...context, names, source, images });
  return specs.flatMap((spec) => {
    if (isOfVectors(spec)) return [vectorColumn(spec, context)];
    const columns = made[ofImages.indexOf(spec)];
    if (spec.name === "file") columns.forEach((column) => tellMissing(column, spec.file!, io));
    return columns.map(({ name, values }) => ({ name, values: ofRows(context, values) }));
  });
}

/** Whether the recogniser's own vectors answer, and no image has to be looked at. */
export const isOfVectors = ({ name, file }: QualitySpec): boolean =>
  name === "random" || name === "oracle" || ((name === "magnitude" || name === "unified") && file === undefined);

function vectorColumn(spec: QualitySpec, context: QualityContext): QualityColumn {
  const { vectors, seed } = context;
  if (spec.name === "oracle")
    return { name: spec.text, values: null, ofPairs: turned(bestOrder(context), spec.reversed) };
  const values = spec.name === "random" ? drawnQualities(vectors.matrix.count, seed) : ownLengths(spec, vectors);
  return { name: spec.text, values: turned(values, spec.reversed) };
}

/** Lengths of the recogniser's own embeddings, or the unified score of them. */
function ownLengths({ name, text }: QualitySpec, { magnitudes: meaningful, matrix, failed }: Vectors): Float64Array {
  if (!meaningful)
    throw new UserError(`quality ${text}: lengths of this model's embeddings mean nothing, says its card`);
  const lengths = magnitudes(matrix, failed);
  refuseUnitVectors(lengths);
  return name === "unified" ? lengths.map(unifiedQualityScore) : lengths;
}

/** A number of every row from one of every name of the pair list. */
function ofRows({ question: { pairs }, vectors }: QualityContext, ofNames: Float64Array): Float64Array {
  const values = new Float64Array(vectors.matrix.count).fill(NaN);
  pairs.left.forEach((name, pair) => void (values[vectors.left[pair]] = ofNames[name]));
  pairs.right.forEach((name, pair) => void (values[vectors.right[pair]] = ofNames[name]));
  return values;
}

/** Names of the pair list that a quality file has no number for are counted and told. */
function tellMissing({ values }: ImageColumn, file: string, io: Io): void {
  const missing = values.filter(Number.isNaN).length;
  if (missing > 0)
    io.warn(`${file}: no number for ${missing} of ${values.length} images; their pairs are in no curve of this run`);
}

/** Genuine pairs leave by their distance, the least alike first; impostor pairs stay to the end. */
const bestOrder = ({ question: { pairs }, distance }: QualityContext): Float64Array =>
  Float64Array.from(distance, (value, pair) =>
    pairs.genuine[pair] === 1 ? -value : Number.isNaN(value) ? NaN : Infinity,
  );
