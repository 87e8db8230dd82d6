import { UserError } from "../errors.js";
import type { ModelCard, OutputName } from "./card.js";
import { didYouMean } from "../host/nearest-name.js";

/** An input or output as the model declares it; a dimension given by a word is dynamic. */
export interface ValueInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** How a model is fed and read: the card's wishes held against what the model declares. */
export interface ModelPlan {
  readonly input: string;
  readonly inputType: "float32" | "float16" | "uint8";
  readonly layout: "NCHW" | "NHWC";
  /** Rows a run must have; null = any number. */
  readonly batch: number | null;
  readonly embedding: string;
  readonly norm: string | null;
  readonly quality: string | null;
}

const inputTypes = ["float32", "float16", "uint8"];
const outputTypes = ["float32", "float16", "float64"];

/** `1x3x112x112`; a dynamic dimension by its name. */
const printShape = (shape: ValueInfo["shape"]): string => shape.map((d) => (d === "" ? "?" : d)).join("x");
/** `embedding (nx512), norm (nx1)` */
export const printValues = (values: readonly ValueInfo[]): string =>
  values.map(({ name, shape }) => `${name} (${printShape(shape)})`).join(", ");

/**
 * Settles how the model is fed and which outputs are read.
 *
 * @param model its path, for messages
 * @throws UserError, one line: other input shape than the card's, missing or ambiguous outputs, types that are no numbers
 */
export function planModel(
  model: string,
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
  card: ModelCard,
): ModelPlan {
  const input = chooseInput(model, inputs, card);
  const layout = chooseLayout(model, input, card);
  if (
    input.type === "uint8" &&
    (card.whiten || [...card.mean, ...card.scale].some((value, i) => value !== (i < 3 ? 0 : 1)))
  ) {
    throw new UserError(
      `${model}: input "${input.name}" takes whole pixels (uint8), but card "${card.name}" scales them; its card needs "mean": 0, "scale": 1`,
    );
  }
  const norm = besideEmbedding(model, outputs, card.output, card.normOutput);
  const quality = besideEmbedding(model, outputs, card.output, card.qualityOutput);
  const embedding = chooseEmbedding(model, outputs, card, [norm, quality, card.varianceOutput]);
  const batch = input.shape[0];
  return {
    input: input.name,
    inputType: input.type as ModelPlan["inputType"],
    layout,
    batch: typeof batch === "number" ? batch : null,
    embedding,
    norm,
    quality,
  };
}

function chooseInput(model: string, inputs: readonly ValueInfo[], card: ModelCard): ValueInfo {
  const input = card.input === null ? inputs[0] : named(model, "input", inputs, card.input);
  if (inputs.length !== 1)
    throw new UserError(`${model}: ${inputs.length} inputs, expected one, an image: ${printValues(inputs)}`);
  if (!inputTypes.includes(input.type))
    throw new UserError(`${model}: input "${input.name}" is ${input.type}, expected ${inputTypes.join(", ")}`);
  return input;
}

function chooseLayout(model: string, { name, shape }: ValueInfo, card: ModelCard): "NCHW" | "NHWC" {
  const fits = (layout: "NCHW" | "NHWC") => {
    const { width, height } = card;
    const wanted = layout === "NCHW" ? [3, height, width] : [height, width, 3];
    return shape.length === 4 && wanted.every((size, i) => typeof shape[i + 1] === "string" || shape[i + 1] === size);
  };
  const layouts = card.layout === "auto" ? (["NCHW", "NHWC"] as const) : [card.layout];
  const layout = layouts.find(fits);
  if (layout) return layout;
  const { width, height } = card;
  const made =
    card.layout === "NHWC"
      ? `${height}x${width}x3 (NHWC)`
      : card.layout === "NCHW"
        ? `3x${height}x${width} (NCHW)`
        : `3x${height}x${width} or ${height}x${width}x3`;
  throw new UserError(
    `${model}: input "${name}" is ${printShape(shape)}, card "${card.name}" makes ${made}; give the --preset or --card of this model`,
  );
}

function named(model: string, kind: "input" | "output", values: readonly ValueInfo[], name: string): ValueInfo {
  const found = values.find((value) => value.name === name);
  if (found) return found;
  const names = values.map((value) => value.name);
  throw new UserError(`${model}: no ${kind} "${name}"${didYouMean(name, names)}; it has ${printValues(values)}`);
}

const oneNumber = ({ shape }: ValueInfo): boolean =>
  shape.length > 0 && shape.length <= 4 && shape.slice(1).every((d) => d === 1);

/** Output with one number an image, by name, or "*" for the only one there is besides the embedding. */
function besideEmbedding(
  model: string,
  outputs: readonly ValueInfo[],
  embedding: string | null,
  wanted: OutputName | null,
): string | null {
  if (wanted === null) return null;
  if (wanted !== "*") return numeric(model, named(model, "output", outputs, wanted)).name;
  if (outputs.length < 2) return null;
  const others = outputs.filter((output) => output.name !== embedding && oneNumber(output));
  if (others.length > 1)
    throw new UserError(
      `${model}: ${others.length} outputs with one number an image, name one in a card: ${printValues(others)}`,
    );
  return others.length === 1 ? numeric(model, others[0]).name : null;
}

function chooseEmbedding(
  model: string,
  outputs: readonly ValueInfo[],
  card: ModelCard,
  taken: readonly (string | null)[],
): string {
  if (card.output !== null) return numeric(model, named(model, "output", outputs, card.output)).name;
  const free = outputs.filter(({ name }) => !taken.includes(name));
  if (free.length === 1) return numeric(model, free[0]).name;
  const vectors = free.filter(
    (output) => outputTypes.includes(output.type) && output.shape.length === 2 && !oneNumber(output),
  );
  if (vectors.length === 1) return vectors[0].name;
  throw new UserError(
    `${model}: ${free.length} outputs, which one is the embedding? Name it in a card ("output"): ${printValues(free)}`,
  );
}

function numeric(model: string, output: ValueInfo): ValueInfo {
  if (outputTypes.includes(output.type)) return output;
  throw new UserError(`${model}: output "${output.name}" is ${output.type}, expected ${outputTypes.join(", ")}`);
}
