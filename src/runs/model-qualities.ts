// Quality numbers that models make of images.
import type { ModelCard, VarianceForm } from "../embed/card.js";
import type { Embedded } from "../embed/embedder.js";
import { planModel } from "../embed/model-plan.js";
import { weightFiles } from "../embed/onnx-file.js";
import type { RowHead } from "../embed/row-head.js";
import { UserError } from "../errors.js";
import { dropSteps } from "../quality/dropout.js";
import { serFiqHead, type SerFiqPlan } from "../quality/ser-fiq-head.js";
import { varianceHead } from "../quality/variance.js";
import { squaredMagnitudes } from "../score/pairs.js";
import type { ImageFailure, ImageRef, Io } from "../types.js";
import { embedAll, modelProvenance, withLandmarks, type ModelRequest } from "./model-vectors.js";

export interface SerFiqOptions {
  /** Embeddings of an image under dropout; absent = 100, as the authors have it. */
  readonly passes?: number;
  /** Probability that a number before the layer is dropped; absent = 0.5. */
  readonly drop?: number;
  /** Absent = 1. */
  readonly seed?: number;
  /** Name of the layer that is repeated, or of its output; absent = the last fully connected one. */
  readonly layer?: string;
}

export interface VarianceOptions {
  /** Output that holds the variances; absent = as the card says. */
  readonly output?: string;
  readonly form?: VarianceForm;
}

/** What makes the numbers: see the three functions below. */
export type QualitySource =
  | ({ readonly method: "ser-fiq" } & SerFiqOptions)
  | ({ readonly method: "variance" } & VarianceOptions)
  | { readonly method: "onnx" };

/** Quality numbers of a list of images. HIGHER is better, whatever made them. */
export interface ModelQualities {
  /** One an image, in list order; NaN where it failed. Those of SER-FIQ and variances are float32, as the cache keeps them. */
  readonly values: Float64Array;
  /** Images without a number, by their place in the list. */
  readonly failed: ReadonlyMap<number, ImageFailure>;
  /** What made the numbers: all that a second run needs to get the same. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * SER-FIQ: how little the model's embedding of an image moves when numbers before its last layer are dropped. The network
 * runs once an image and the layer `passes` times, with what stands behind it; what is dropped depends on the image and the
 * seed alone. No other flip, batch, order or number of threads gives another number.
 *
 * @throws UserError, one line, for a model that does not end in a fully connected layer, and as `embedImages`
 */
export const serFiqQualities = async (
  request: ModelRequest,
  images: readonly ImageRef[],
  options: SerFiqOptions,
  io: Io,
): Promise<Float64Array> => (await modelQualities({ method: "ser-fiq", ...options }, request, images, io)).values;

/**
 * The number that a model gives itself: the card's quality output where the model has it, else its output where that is one
 * number an image (a regressor), else the embedding's magnitude where the card says that it tells quality.
 *
 * @throws UserError, one line, for a model that gives none of these, and as `embedImages`
 */
export const onnxQualities = async (
  request: ModelRequest,
  images: readonly ImageRef[],
  io: Io,
): Promise<Float64Array> => (await modelQualities({ method: "onnx" }, request, images, io)).values;

/**
 * Minus the harmonic mean of the variances that a model gives beside its embedding (PFE, DUL).
 *
 * @throws UserError, one line, where neither card nor options name their output, and as `embedImages`
 */
export const varianceQualities = async (
  request: ModelRequest,
  images: readonly ImageRef[],
  options: VarianceOptions,
  io: Io,
): Promise<Float64Array> => (await modelQualities({ method: "variance", ...options }, request, images, io)).values;

/**
 * Quality numbers of images with all that a result says of them. The image is seen as it is, never mirrored: a card's flip
 * rule is for embeddings. Images that fail are told as one warning.
 */
export async function modelQualities(
  source: QualitySource,
  request: ModelRequest,
  images: readonly ImageRef[],
  io: Io,
): Promise<ModelQualities> {
  const settled = settle(source);
  const located = withLandmarks(images, request.landmarks);
  let head: RowHead | undefined;
  const headOf = async (card: ModelCard) => (head = await headFor(settled, request.model, card, io));
  const { card, embedded } = await embedAll({ ...request, flip: "none" }, located, null, io, { headOf });
  const { numbers, made } = head ? behindNetwork(head, embedded) : ownNumbers(request.model, card, embedded);
  const failed = new Map(embedded.failed);
  const values = Float64Array.from(numbers, (value, i) => (failed.has(i) ? NaN : value));
  values.forEach((value, i) => {
    if (Number.isNaN(value) && !failed.has(i))
      failed.set(i, { name: images[i].name, reason: "its quality is no number" });
  });
  const [first] = failed.values();
  if (first)
    io.warn(`no quality of ${failed.size} of ${images.length} images, ${first.name} the first: ${first.reason}`);
  const { provenance, versions } = modelProvenance(card, embedded);
  return { values, failed, provenance: { ...provenance, quality: made }, versions };
}

type Settled =
  | ({ readonly method: "ser-fiq" } & SerFiqPlan)
  | ({ readonly method: "variance" } & VarianceOptions)
  | { readonly method: "onnx" };

/** @throws UserError for numbers that make no sense */
function settle(source: QualitySource): Settled {
  if (source.method !== "ser-fiq") return source;
  const { method, passes = 100, drop = 0.5, seed = 1, layer = null } = source;
  if (!(Number.isInteger(passes) && passes >= 2))
    throw new UserError(`SER-FIQ: ${passes} passes, expected a whole number from 2`);
  if (!(drop >= 1 / dropSteps && drop <= 1 - 1 / dropSteps))
    throw new UserError(
      `SER-FIQ: dropout of ${drop}, expected a probability from 1/${dropSteps} to 1 - 1/${dropSteps}`,
    );
  if (!Number.isSafeInteger(seed)) throw new UserError(`SER-FIQ: seed ${seed}, expected a whole number`);
  return { method, passes, drop, seed, layer };
}

/** What stands behind the network; nothing where its own output is the quality. */
async function headFor(source: Settled, model: string, card: ModelCard, io: Io): Promise<RowHead | undefined> {
  switch (source.method) {
    case "ser-fiq":
      return serFiqHead(model, card, source, io.detail);
    case "variance": {
      const output = source.output ?? card.varianceOutput;
      if (output !== null) return varianceHead(model, output, source.form ?? card.varianceForm);
      throw new UserError(`card "${card.name}" names no output of variances, expected "varianceOutput" in it`);
    }
    case "onnx":
      await refuseSilent(model, card);
      return undefined;
  }
}

/** A model whose file shows that it gives no quality is refused before it has embedded a hundred thousand images. */
async function refuseSilent(model: string, card: ModelCard): Promise<void> {
  if (card.magnitude || (card.qualityOutput !== null && card.qualityOutput !== "*")) return;
  weightFiles(model); // It says best what a file is that is no model.
  const { readGraph } = await import("../embed/onnx-graph.js");
  const { inputs, outputs } = readGraph(model);
  const { embedding, quality } = planModel(model, inputs, outputs, card);
  const sizes = outputs.find(({ name }) => name === embedding)!.shape.slice(1);
  const numbers = sizes.reduce<number>((product, size) => product * Number(size), 1);
  if (quality === null && numbers > 1) throw silent(model, card, numbers);
}

/** Numbers, and how they were made. */
interface Numbers {
  readonly numbers: Float32Array | Float64Array;
  readonly made: object;
}

const behindNetwork = ({ identity }: RowHead, { matrix }: Embedded): Numbers => ({
  numbers: matrix.values,
  made: JSON.parse(identity) as object,
});

/** What a model that is no recogniser, or not only one, says of each image. */
function ownNumbers(model: string, card: ModelCard, { quality, matrix }: Embedded): Numbers {
  const made = (of: string) => ({ method: "onnx", of });
  if (quality?.some((value) => !Number.isNaN(value))) return { numbers: quality, made: made("quality output") };
  if (matrix.dim === 1) return { numbers: matrix.values, made: made("output") };
  if (card.magnitude) return { numbers: squaredMagnitudes(matrix).map(Math.sqrt), made: made("magnitude") };
  throw silent(model, card, matrix.dim);
}

const silent = (model: string, card: ModelCard, numbers: number): UserError =>
  new UserError(
    `${model}: gives ${numbers} numbers an image, none of them a quality by card "${card.name}"; expected "qualityOutput" or "magnitude" in a card`,
  );
