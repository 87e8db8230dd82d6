import { dot, rowsOf } from "../math/dot.js";
import type { ImageRef, PairList } from "../types.js";
import type { BatchChoice } from "./batch-size.js";
import type { ModelCard } from "./card.js";
import type { PixelPool } from "./pixel-pool.js";
import { runRows } from "./pipeline.js";
import { prepareHere } from "./prepare-here.js";
import type { PixelRecipe } from "./recipe.js";
import {
  applyVariant,
  clearlyBetter,
  compareVariants,
  samplePairs,
  variantsOf,
  type SamplePairs,
  type Variant,
  type VariantResult,
  type VariantScores,
} from "./self-check.js";
import type { Session } from "./session.js";

/** What the self-check found. */
export interface SelfCheck {
  /** Separation under the card, then under each rival, on the first sample. */
  readonly results: readonly VariantResult[];
  /** One line where another preprocessing does clearly better, else null. */
  readonly warning: string | null;
}

export interface SelfCheckRequest {
  readonly images: readonly ImageRef[];
  /** Pairs whose names are the images, place by place. */
  readonly pairs: PairList;
  readonly session: Session;
  readonly batch: BatchChoice;
  readonly card: ModelCard;
  readonly recipe: PixelRecipe;
  /** Rows the run embeds anyway: sizes the sample. */
  readonly rows: number;
  /** Pairs of a kind in the first sample, where not by `rows`. */
  readonly screen?: number;
}

/** Below this many images a run is too short to carry the check (about 190 runs of an image). */
export const fewestRows = 200;
const confirmPairs = 64;

/** Pairs of a kind in the first sample: about 3 % of the run's work, at least 8 and at most 16. */
const screenPairs = (rows: number): number => Math.min(16, Math.max(8, Math.floor((rows * 0.03) / 24)));

/**
 * Looks for a preprocessing that separates the pairs clearly better than the card's.
 *
 * All six are tried on 8 to 16 genuine and as many impostor pairs. One that does clearly better there (see
 * {@link clearlyBetter}) must do so again on up to 64 and 64 before anything is said. Null where the card whitens (no
 * rival is comparable), the run is short, or there are fewer than 8 pairs of a kind.
 */
export async function selfCheck(request: SelfCheckRequest): Promise<SelfCheck | null> {
  const { card, pairs, recipe, rows } = request;
  const sample = samplePairs(pairs, request.screen ?? screenPairs(rows));
  if (card.whiten || rows < fewestRows || sample.genuine.length < 8 || sample.impostor.length < 8) return null;
  // Pixels as they are: each rival is arithmetic on them, so an image is decoded once.
  const pool = prepareHere({ ...recipe, channels: "RGB", mean: [0, 0, 0], scale: [1, 1, 1] });
  const variants = variantsOf(card);
  const results = await score(request, pool, variants, sample);
  if (results === null) return null;
  const [best] = clearlyBetter(results);
  if (best === undefined) return { results, warning: null };
  const again = await score(request, pool, [variants[0], variants[best]], samplePairs(pairs, confirmPairs));
  const confirmed = again !== null && clearlyBetter(again).length > 0;
  return { results, warning: confirmed ? warn(card, again) : null };
}

function warn(card: ModelCard, [own, other]: readonly VariantResult[]): string {
  const before = Number.isNaN(own.separation) ? "none" : own.separation.toFixed(2);
  const figures = `d' ${other.separation.toFixed(2)} against ${before} on a sample of the pairs`;
  return `the model seems to want other pixels than card "${card.name}" gives (${own.label}): with ${other.label} it separates genuine from impostor pairs better (${figures}); check --preset`;
}

async function score(
  request: SelfCheckRequest,
  pool: PixelPool,
  variants: readonly Variant[],
  sample: SamplePairs,
): Promise<VariantResult[] | null> {
  const places = [...new Set([...sample.genuine, ...sample.impostor].flat())].sort((a, b) => a - b);
  const row = new Map(places.map((place, i) => [place, i]));
  const { values, failures } = await pool.prepare(
    places.map((place) => request.images[place]),
    ["plain"],
  );
  const good = ([a, b]: readonly [number, number]) => [a, b].every((place) => failures[row.get(place)!] === null);
  const [genuine, impostor] = [sample.genuine, sample.impostor].map((pairs) =>
    pairs.filter(good).map(([a, b]) => [row.get(a)!, row.get(b)!] as const),
  );
  if (genuine.length < 2 || impostor.length < 2) return null;
  const scores: VariantScores[] = [];
  for (const variant of variants) {
    const embedded = await embed(request, values, places.length, variant);
    scores.push({ genuine: cosines(embedded, genuine), impostor: cosines(embedded, impostor) });
  }
  return compareVariants(variants, scores);
}

async function embed(
  { session, batch, card, recipe }: SelfCheckRequest,
  pixels: Float32Array,
  count: number,
  variant: Variant,
) {
  const inputs = applyVariant(pixels, card.width * card.height, recipe.layout, variant);
  return runRows(session, batch, inputs, count, false);
}

function cosines(
  { values, width }: { values: Float32Array; width: number },
  pairs: readonly (readonly [number, number])[],
): Float64Array {
  const rows = rowsOf(values, width);
  return Float64Array.from(pairs, ([a, b]) => dot(rows, a, b) / Math.sqrt(dot(rows, a, a) * dot(rows, b, b)));
}
