// Quality columns of images: what error-versus-reject studies and lists of qualities share.
import { basename } from "node:path";
import { UserError } from "../errors.js";
import { digestOfFile, printDigest } from "../host/digest.js";
import { seededRandom } from "../math/random.js";
import { unifiedQualityScore } from "../quality/unified.js";
import type { ImageRef, Io } from "../types.js";
import { refuseFailures } from "./image-failures.js";
import type { ModelLengths } from "./model-lengths.js";
import type { ModelRequest } from "./model-vectors.js";
import { fileColumns } from "./quality-file-columns.js";
import type { QualitySource } from "./model-qualities.js";
import { qualityKinds, type QualityName, type QualitySpec } from "./quality-spec.js";

/** One number an image, HIGHER is better. */
export interface ImageColumn {
  readonly name: string;
  /** NaN where an image has none. */
  readonly values: Float64Array;
  /** Why an image has none, in one clause; null where it has. */
  readonly reasons: readonly (string | null)[];
  /** What made the numbers, for a result's provenance. */
  readonly origin: Readonly<Record<string, unknown>>;
  readonly versions?: Readonly<Record<string, string>>;
  /** The model of --model made them. */
  readonly ofOwnModel?: boolean;
  /** 32 bytes an image, as the cache knows it; absent where no picture was read. */
  readonly keys?: Uint8Array;
}

/** What qualities are made from: names, pictures, a model. */
export interface ImageContext {
  readonly names: readonly string[];
  /** What messages call the list of names. */
  readonly source: string;
  /** One a name; null where there are no pictures. */
  readonly images: readonly ImageRef[] | null;
  /** How pictures are read and embedded; null where there are none. */
  readonly pictures: Omit<ModelRequest, "model" | "preset" | "card"> | null;
  /** The model whose magnitude is meant where a quality names none. */
  readonly own: ModelRequest | null;
  readonly seed: number;
  readonly io: Io;
}

/**
 * The columns of each quality, in order; a file may bring several. A picture is decoded once for all measures of pixels, and
 * embedded once by a model.
 *
 * @throws UserError for a faulty file, for what needs pictures where there are none, and where no image has a number
 *   (`strict`: where one has none)
 */
export async function imageColumns(specs: readonly QualitySpec[], context: ImageContext): Promise<ImageColumn[][]> {
  // Files are read before any picture, so that a faulty one costs no wait.
  const known = new Map<QualitySpec, ImageColumn[]>();
  for (const spec of specs) if (spec.name === "file") known.set(spec, await broughtColumns(spec, context));
  for (const [spec, column] of await pixelColumns(specs.filter(isOfPixels), context)) known.set(spec, [column]);
  const lengthsOf = lengthsOnce(context);
  const lists: ImageColumn[][] = [];
  for (const spec of specs) {
    const columns = known.get(spec) ?? [await otherColumn(spec, context, lengthsOf)];
    lists.push(columns.map((column) => ({ ...column, values: turned(column.values, spec.reversed) })));
  }
  return lists;
}

/** Numbers where lower was better, turned round. */
export const turned = (values: Float64Array, reversed: boolean): Float64Array =>
  reversed ? values.map((value) => -value) : values;

/** Numbers that know nothing of what they stand for. */
export function drawnQualities(count: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: count }, () => random.below(2 ** 21));
}

const isOfPixels = ({ name }: QualitySpec): boolean => qualityKinds[name].pictures;

const noReasons = (count: number): null[] => new Array<null>(count).fill(null);

/** What makes the numbers of a quality that a model gives besides its embedding's length. */
const modelSources: Partial<Record<QualityName, QualitySource["method"]>> = {
  onnx: "onnx",
  "ser-fiq": "ser-fiq",
  pfe: "variance",
  dul: "variance",
};

async function modelColumn(
  spec: QualitySpec,
  method: QualitySource["method"],
  context: ImageContext,
): Promise<ImageColumn> {
  const { images, pictures, io } = withPictures(spec, context);
  const request = modelOf(spec, context, pictures);
  const { modelQualities } = await import("./model-qualities.js");
  const source = method === "ser-fiq" ? { method, seed: context.seed } : { method };
  const { values, failed, provenance, versions } = await modelQualities(source, request, images, io);
  const reasons = images.map((_, image) => failed.get(image)?.reason ?? null);
  refuseFailures(images, reasons, pictures.strict ?? false);
  return { name: spec.text, values, reasons, origin: provenance, versions, ofOwnModel: spec.file === undefined };
}

/** The model that a quality names, or the one of --model. */
function modelOf(
  { file, preset, text }: QualitySpec,
  { own }: ImageContext,
  pictures: NonNullable<ImageContext["pictures"]>,
): ModelRequest {
  if (file !== undefined) return { ...pictures, model: file, preset, card: undefined };
  if (own !== null) return own;
  throw new UserError(`quality ${text}: by which model? Give --model FILE.onnx, or ${text}=FILE.onnx`);
}

async function otherColumn(
  spec: QualitySpec,
  context: ImageContext,
  lengthsOf: (spec: QualitySpec) => Promise<ModelLengths>,
): Promise<ImageColumn> {
  const { names, seed } = context;
  const method = modelSources[spec.name];
  if (method !== undefined) return modelColumn(spec, method, context);
  if (spec.name === "random") {
    const values = drawnQualities(names.length, seed);
    return { name: spec.text, values, reasons: noReasons(names.length), origin: { seed } };
  }
  if (spec.name !== "magnitude" && spec.name !== "unified")
    throw new UserError(`quality ${spec.text} is one of pairs, expected one of images`);
  const { values, reasons, keys, provenance: origin, versions } = await lengthsOf(spec);
  const scored = spec.name === "unified" ? values.map(unifiedQualityScore) : values;
  return { name: spec.text, values: scored, reasons, origin, versions, ofOwnModel: spec.file === undefined, keys };
}

async function broughtColumns(spec: QualitySpec, { names, source }: ImageContext): Promise<ImageColumn[]> {
  const origin = { file: printDigest(digestOfFile(spec.file!)) };
  return (await fileColumns(spec, names, source)).map(({ name, values }) => {
    const reasons = Array.from(values, (value) =>
      Number.isNaN(value) ? `no number in ${basename(spec.file!)}` : null,
    );
    return { name, values, reasons, origin };
  });
}

async function pixelColumns(
  specs: readonly QualitySpec[],
  context: ImageContext,
): Promise<Map<QualitySpec, ImageColumn>> {
  if (specs.length === 0) return new Map();
  const { images, pictures, io } = withPictures(specs[0], context);
  const { measuresOf, measurePixels } = await import("./pixel-columns.js");
  const measures = await measuresOf(specs);
  const { values, reasons, digests, keys } = await measurePixels(measures, images, pictures, io);
  for (const column of reasons) refuseFailures(images, column, pictures.strict ?? false);
  return new Map(
    specs.map((spec, m) => [
      spec,
      { name: spec.text, values: values[m], reasons: reasons[m], origin: { measure: digests[m] }, keys },
    ]),
  );
}

/** Lengths by each model asked for, each embedding the pictures once however many qualities want it. */
function lengthsOnce(context: ImageContext): (spec: QualitySpec) => Promise<ModelLengths> {
  const known = new Map<string, Promise<ModelLengths>>();
  return (spec) => {
    const key = JSON.stringify([spec.file, spec.preset]);
    const lengths = known.get(key) ?? lengthsBy(spec, context);
    known.set(key, lengths);
    return lengths;
  };
}

async function lengthsBy(spec: QualitySpec, context: ImageContext): Promise<ModelLengths> {
  const { images, pictures, io } = withPictures(spec, context);
  const request = modelOf(spec, context, pictures);
  const { modelLengths } = await import("./model-lengths.js");
  const lengths = await modelLengths(request, images, io);
  if (spec.file === undefined && !lengths.meaningful)
    throw new UserError(`quality ${spec.text}: lengths of this model's embeddings mean nothing, says its card`);
  return lengths;
}

function withPictures({ text }: QualitySpec, { images, pictures, io }: ImageContext) {
  if (images === null || pictures === null)
    throw new UserError(`quality ${text}: needs the pictures, expected --model and data in place of --features`);
  return { images, pictures, io };
}
