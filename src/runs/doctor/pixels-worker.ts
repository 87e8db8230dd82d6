import { recipeOf, type ModelCard } from "../../embed/card.js";
import type { VariantResult } from "../../embed/self-check.js";
import { fewestRows, selfCheck } from "../../embed/self-check-run.js";
import { openSession } from "../../embed/session.js";
import type { ImageRef, PairList } from "../../types.js";

export interface PixelsTask {
  readonly model: string;
  readonly card: ModelCard;
  readonly threads: number;
  readonly images: readonly ImageRef[];
  readonly pairs: PairList;
}

export interface PixelsAnswer {
  /** How well the card's pixels separate the pairs, then each rival's. */
  readonly results: readonly VariantResult[];
  readonly warning: string | null;
}

const usualBatch = 8;
/** Pairs of a kind, twice a run's most: the check may take its time here (a large network on two cores a minute). */
const screen = 32;

/** Holds the card's pixels against others on some pairs; null where too few of their images can be read as the card wants them. */
export default async function tryPixels({ pairs, images, ...task }: PixelsTask): Promise<PixelsAnswer | null> {
  const { card } = task;
  const session = await openSession({ ...task, provider: "cpu" });
  const { plan } = session;
  const batch = { size: plan.batch ?? usualBatch, padded: plan.batch !== null, why: "" };
  const recipe = recipeOf(card, false, plan.layout);
  return selfCheck({ images, pairs, session, batch, card, recipe, rows: fewestRows, screen });
}
