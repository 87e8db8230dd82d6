import { UserError } from "../errors.js";
import type { PixelRecipe, Triple } from "./recipe.js";

/** Names an output, or "*": the only other output with one number an image, where there is one. */
export type OutputName = string;

/** What the embedding of a mirrored view is for: nothing, added to the plain one, or appended to it. */
export type FlipRule = "none" | "sum" | "concat";

/** How a model gives variances: sigma^2, or log sigma^2. */
export type VarianceForm = "variance" | "log";

/** A model family's habits: how an image becomes its input, and what its outputs mean. */
export interface ModelCard extends Omit<PixelRecipe, "layout" | "resize"> {
  /** Preset, the card's own name, or its file's. */
  readonly name: string;
  /** auto: as the model's input shape says. */
  readonly layout: "auto" | "NCHW" | "NHWC";
  /** Input and embedding output by name; null where the model has only one that fits. */
  readonly input: string | null;
  readonly output: string | null;
  /** Output that holds the norm of a unit vector: the raw embedding is vector x norm. */
  readonly normOutput: OutputName | null;
  /** Output that holds a quality number apart from the embedding. */
  readonly qualityOutput: OutputName | null;
  /** Output that holds the variance of each number of the embedding, and whether it is the variance or its logarithm. */
  readonly varianceOutput: string | null;
  readonly varianceForm: VarianceForm;
  readonly flip: FlipRule;
  /** Whether the raw embedding's length tells the image's quality. */
  readonly magnitude: boolean;
  /** The preset's fields come from memory: results say so. */
  readonly unchecked: boolean;
}

/** A card as JSON holds it (protocols/schema/card.schema.json): silent fields are the preset's, or the defaults. */
export interface CardFile {
  readonly preset?: string;
  readonly name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly channels?: "RGB" | "BGR";
  readonly layout?: "auto" | "NCHW" | "NHWC";
  readonly mean?: number | Triple;
  readonly scale?: number | Triple;
  readonly whiten?: boolean;
  readonly input?: string;
  readonly output?: string;
  readonly normOutput?: string;
  readonly qualityOutput?: string;
  readonly varianceOutput?: string;
  readonly varianceForm?: VarianceForm;
  readonly flip?: FlipRule;
  readonly magnitude?: boolean;
  readonly unchecked?: boolean;
}

const triple = (value: number | Triple): Triple => (typeof value === "number" ? [value, value, value] : value);

/**
 * A card file made whole; the preset it names must be merged into it already (see presets.ts).
 *
 * @param place named in errors: the file
 * @param name the card's name where the file gives none
 * @throws UserError naming the fields that neither the card nor a preset gives
 */
export function completeCard(file: CardFile, place: string, name: string): ModelCard {
  const { width, height, channels, mean, scale } = file;
  const missing = Object.entries({ width, height, channels, mean, scale }).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    const names = missing.map(([field]) => `"${field}"`).join(", ");
    throw new UserError(`${place}: missing ${names}, expected in the card or by a "preset" that holds them`);
  }
  return {
    name: file.name ?? name,
    width: width!,
    height: height!,
    channels: channels!,
    mean: triple(mean!),
    scale: triple(scale!),
    layout: file.layout ?? "auto",
    whiten: file.whiten ?? false,
    input: file.input ?? null,
    output: file.output ?? null,
    normOutput: file.normOutput ?? null,
    qualityOutput: file.qualityOutput ?? null,
    varianceOutput: file.varianceOutput ?? null,
    varianceForm: file.varianceForm ?? "variance",
    flip: file.flip ?? "none",
    magnitude: file.magnitude ?? false,
    unchecked: file.unchecked ?? false,
  };
}

/** How images become the input of a card's model. */
export function recipeOf(card: ModelCard, resize: boolean, layout: PixelRecipe["layout"]): PixelRecipe {
  const { width, height, channels, mean, scale, whiten } = card;
  return { width, height, channels, layout, mean, scale, whiten, resize };
}
