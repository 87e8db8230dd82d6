// Which preset a model is likely to want, as far as its shapes and its file's name tell.
import type { ModelCard } from "../../embed/card.js";
import { planModel } from "../../embed/model-plan.js";
import { presetCard, presetNames } from "../../embed/presets.js";
import { variantsOf } from "../../embed/self-check.js";
import { UserError } from "../../errors.js";
import type { ModelAnswer } from "./model-worker.js";

/** Words in file names by which models of a family go round, and the family's preset; the first that fits counts. */
const families: readonly (readonly [words: RegExp, preset: string])[] = [
  [/cr[-_]?fiqa/, "cr-fiqa"],
  [/ofiq/, "ofiq-norm"],
  [/haiyu/, "magface-haiyuwu"],
  [/adaface.*cvl|cvl.*adaface/, "adaface-cvl"],
  [/magface|adaface|elasticface|curricularface|sphereface|mobilefacenet/, "$&"],
  [/facenet|vggface2/, "facenet"],
  [/sface/, "sface"],
  [/dlib/, "dlib"],
  [/arcface|glint|w600k|webface|buffalo|antelope|ms1m|insightface/, "insightface"],
];

/** The preset of the family that a file's name speaks of, or null. */
export function presetByName(file: string): string | null {
  const name = file.toLowerCase();
  for (const [words, preset] of families) {
    const [found] = words.exec(name) ?? [];
    if (found !== undefined) return preset.replace("$&", found);
  }
  return null;
}

/** Why a card does not fit a model's inputs and outputs, or null. */
export function misfit(model: string, { inputs, outputs }: ModelAnswer, card: ModelCard): string | null {
  try {
    planModel(model, inputs, outputs, card);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

/** Presets that a model can be fed by, in order. */
export const fittingPresets = (model: string, values: ModelAnswer): string[] =>
  presetNames().filter((name) => misfit(model, values, presetCard(name)) === null);

/** "BGR, x / 255" */
export const pixelsOf = (card: ModelCard): string =>
  card.whiten ? `${card.channels}, whitened` : variantsOf(card)[0].label;

/** Presets that feed such pixels, of a card's size. */
export const presetsOf = (pixels: string, { width, height }: ModelCard): string[] =>
  presetNames().filter((name) => {
    const card = presetCard(name);
    return card.width === width && card.height === height && pixelsOf(card) === pixels;
  });
