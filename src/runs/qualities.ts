// Quality columns for the pairs of an error-versus-reject study.
import { UserError } from "../errors.js";
import { readQualityFile } from "../dataset/quality-file.js";
import type { QualityColumn } from "../evaluate/erc-input.js";
import { seededRandom } from "../math/random.js";
import { NameIndex } from "../protocol/binding.js";
import { unifiedQualityScore } from "../quality/unified.js";
import { squaredMagnitudes } from "../score/pairs.js";
import type { Io, PairList } from "../types.js";
import type { ModelRequest } from "./model-vectors.js";
import type { Question } from "./question.js";
import type { QualitySpec } from "./quality-spec.js";
import type { Vectors } from "./vectors.js";

/** What qualities are made for: a question with its vectors, and how other models are run. */
export interface QualityContext {
  readonly question: Question;
  readonly vectors: Vectors;
  /** Distance of every pair of the list; NaN where a side failed. */
  readonly distance: Float64Array;
  /** How pictures are embedded by another model; null where there are none. */
  readonly model: Omit<ModelRequest, "model" | "preset" | "card"> | null;
  readonly seed: number;
  readonly io: Io;
}

/** @throws UserError for a faulty file, and for what needs pictures where there are none */
export async function qualityColumn(spec: QualitySpec, context: QualityContext): Promise<QualityColumn[]> {
  const columns = await columnsOf(spec, context);
  return columns.map(({ name, values, ofPairs }) => ({
    name,
    values: values && turned(values, spec.reversed),
    ...(ofPairs && { ofPairs: turned(ofPairs, spec.reversed) }),
  }));
}

const turned = (values: Float64Array, reversed: boolean): Float64Array =>
  reversed ? values.map((value) => -value) : values;

function columnsOf(spec: QualitySpec, context: QualityContext): QualityColumn[] | Promise<QualityColumn[]> {
  switch (spec.name) {
    case "magnitude":
      return magnitudes(spec, context).then((values) => [{ name: spec.text, values }]);
    case "unified":
      return magnitudes(spec, context).then((values) => [{ name: spec.text, values: values.map(unifiedQualityScore) }]);
    case "file":
      return fileColumns(spec, context);
    case "piqe":
    case "niqe":
    case "brisque":
      return pixelColumn(spec, context);
    case "random":
      return [{ name: spec.text, values: drawn(context) }];
    case "oracle":
      return [{ name: spec.text, values: null, ofPairs: bestOrder(context) }];
  }
}

/** Lengths of the recogniser's own embeddings, or of another model's of the same pictures. */
async function magnitudes(spec: QualitySpec, context: QualityContext): Promise<Float64Array> {
  const { vectors, question } = context;
  if (spec.file === undefined) {
    if (!vectors.magnitudes)
      throw new UserError(`quality ${spec.text}: lengths of this model's embeddings mean nothing, says its card`);
    return squaredMagnitudes(vectors.matrix).map((squared, row) =>
      vectors.failed.has(row) ? NaN : Math.sqrt(squared),
    );
  }
  const { model } = context;
  if (model === null || question.images === null)
    throw new UserError(`quality ${spec.text}: needs the pictures, expected --model and data in place of --features`);
  const { embedAll, withLandmarks } = await import("./model-vectors.js");
  const request = { ...model, model: spec.file, preset: spec.preset };
  const { embedded } = await embedAll(request, withLandmarks(question.images, model.landmarks), null, context.io);
  const lengths = squaredMagnitudes(embedded.matrix).map((squared, image) =>
    embedded.failed.has(image) ? NaN : Math.sqrt(squared),
  );
  return ofRows(context, (name) => lengths[name]);
}

/** A number of every row from one of every name of the pair list. */
function ofRows({ question: { pairs }, vectors }: QualityContext, of: (name: number) => number): Float64Array {
  const values = new Float64Array(vectors.matrix.count).fill(NaN);
  pairs.left.forEach((name, pair) => void (values[vectors.left[pair]] = of(name)));
  pairs.right.forEach((name, pair) => void (values[vectors.right[pair]] = of(name)));
  return values;
}

async function fileColumns(spec: QualitySpec, context: QualityContext): Promise<QualityColumn[]> {
  const table = await readQualityFile(spec.file!);
  const asked = table.columns.filter(({ name }) => spec.column === undefined || name === spec.column);
  if (asked.length === 0)
    throw new UserError(
      `${spec.file}: no column "${spec.column}", expected one of ${table.columns.map(({ name }) => name).join(", ")}`,
    );
  const alone = table.columns.length === 1 || spec.column !== undefined;
  return asked.map(({ name, values }) => {
    const column = byName(values, context.question.pairs, spec.file!, context.io);
    return { name: alone ? spec.text : `${spec.text}:${name}`, values: ofRows(context, (at) => column[at]) };
  });
}

/** Numbers of the pair list's names, matched like features are; names without one are counted and told. */
function byName(values: ReadonlyMap<string, number>, pairs: PairList, source: string, io: Io): Float64Array {
  const listed = [...values.keys()];
  const index = new NameIndex(listed);
  const column = Float64Array.from(pairs.names, (name) => {
    const [row] = index.rowsOf(name, source);
    return row === undefined ? NaN : values.get(listed[row])!;
  });
  const missing = column.filter(Number.isNaN).length;
  if (missing === column.length)
    throw new UserError(
      `${source}: none of its images is in ${pairs.source} ("${listed[0]}" here, "${pairs.names[0]}" there)`,
    );
  if (missing > 0)
    io.warn(`${source}: no number for ${missing} of ${column.length} images; their pairs are in no curve of this run`);
  return column;
}

/** A measure of the pictures' pixels. */
async function pixelColumn(spec: QualitySpec, context: QualityContext): Promise<QualityColumn[]> {
  const { model, question, io } = context;
  if (question.images === null)
    throw new UserError(`quality ${spec.text}: needs the pictures, expected --model and data in place of --features`);
  const { measurePixels } = await import("./pixel-columns.js");
  const values = await measurePixels(spec, question.images, model, io);
  return [{ name: spec.text, values: ofRows(context, (name) => values[name]) }];
}

function drawn({ vectors, seed }: QualityContext): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: vectors.matrix.count }, () => random.below(2 ** 21));
}

/** Genuine pairs leave by their distance, the least alike first; impostor pairs stay to the end. */
const bestOrder = ({ question: { pairs }, distance }: QualityContext): Float64Array =>
  Float64Array.from(distance, (value, pair) =>
    pairs.genuine[pair] === 1 ? -value : Number.isNaN(value) ? NaN : Infinity,
  );
