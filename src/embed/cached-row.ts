import { printDigest } from "../host/digest.js";
import type { RecipeIdentity } from "../store/recipe-identity.js";
import type { EmbedOptions } from "./embed-options.js";
import { modelName } from "./model-digest.js";
import type { View } from "./recipe.js";

/**
 * What a cached row depends on besides the image. The layout is the model's own and not the card's: it is not among them.
 *
 * @param digest the model's
 */
export function recipeIdentity(options: EmbedOptions, digest: Uint8Array, view: View): RecipeIdentity {
  const { card, model, resize, head } = options;
  const { width, height, channels, mean, scale, whiten, input, output, normOutput, qualityOutput } = card;
  // Further terms are named only where there are any: what was cached before they were thought of is found as before.
  const terms = [
    ...(output === null && card.varianceOutput !== null ? [{ not: card.varianceOutput }] : []),
    ...(head ? [{ head: head.identity }] : []),
  ];
  return {
    model: printDigest(digest),
    modelName: modelName(model),
    pixels: { width, height, channels, mean, scale, whiten, resize, input, layout: card.layout },
    view,
    output: JSON.stringify([output, normOutput, qualityOutput, ...terms]),
  };
}
