// The commonest mistake is feeding a model other pixels than it was trained on: BGR for RGB, 0..1 for -1..1. It gives
// no error, only worse figures. So some pairs are embedded as the card says and as other cards would, and a clearly
// better separation is told. Pure: whoever calls it brings the images as pixels and the model as a function.
import type { PairList } from "../types.js";
import type { ModelCard } from "./card.js";
import type { Triple } from "./recipe.js";

/** A preprocessing that is held against the card's. */
export interface Variant {
  readonly channels: "RGB" | "BGR";
  readonly mean: Triple;
  readonly scale: Triple;
  /** As a user would write it: "RGB, (x - 127.5) / 127.5". */
  readonly label: string;
}

const all = (value: number): Triple => [value, value, value];
const scalings: readonly [mean: number, scale: number, label: string][] = [
  [0, 255, "x / 255"],
  [127.5, 127.5, "(x - 127.5) / 127.5"],
  [0, 1, "x"],
  [127.5, 128, "(x - 127.5) / 128"],
];
/** The last is a name only: no network tells 128 from 127.5. */
const rivals = scalings.slice(0, 3);

function labelOf({ channels, mean, scale }: Omit<Variant, "label">): string {
  const known = scalings.find(([m, s]) => mean.every((v) => v === m) && scale.every((v) => v === s));
  return `${channels}, ${known ? known[2] : `(x - [${mean.join(", ")}]) / [${scale.join(", ")}]`}`;
}

/** The card's own preprocessing first, then the others: both channel orders with each usual scaling. */
export function variantsOf({ channels, mean, scale }: ModelCard): Variant[] {
  const own = { channels, mean, scale };
  const variants: Variant[] = [{ ...own, label: labelOf(own) }];
  const orders = channels === "RGB" ? (["RGB", "BGR"] as const) : (["BGR", "RGB"] as const);
  for (const order of orders) {
    for (const [m, s, label] of rivals) {
      const near = order === channels && Math.abs(mean[0] - m) < 1 && Math.abs(scale[0] / s - 1) < 0.01;
      if (!near) variants.push({ channels: order, mean: all(m), scale: all(s), label: `${order}, ${label}` });
    }
  }
  return variants;
}

/**
 * A view's pixels as fed (channels in RGB order, 0..255, as the layout has them) under a variant.
 *
 * @param pixels rows of 3 x area numbers
 */
export function applyVariant(
  pixels: Float32Array,
  area: number,
  layout: "NCHW" | "NHWC",
  variant: Variant,
): Float32Array {
  const out = new Float32Array(pixels.length);
  for (let row = 0; row < pixels.length; row += 3 * area) {
    for (let fed = 0; fed < 3; fed++) {
      const from = variant.channels === "RGB" ? fed : 2 - fed;
      const [a, b, step] = layout === "NCHW" ? [row + from * area, row + fed * area, 1] : [row + from, row + fed, 3];
      const mean = Math.fround(variant.mean[fed]);
      const scale = Math.fround(variant.scale[fed]);
      for (let i = 0, p = a, q = b; i < area; i++, p += step, q += step) out[q] = Math.fround(pixels[p] - mean) / scale;
    }
  }
  return out;
}

/** Some pairs by their two sides' places in a list of images. */
export interface SamplePairs {
  readonly genuine: readonly (readonly [number, number])[];
  readonly impostor: readonly (readonly [number, number])[];
}

/** Up to `each` genuine and `each` impostor pairs, evenly spread over the list in its order: no chance in it. */
export function samplePairs(pairs: PairList, each: number): SamplePairs {
  const of = (kind: number) => {
    const found: [number, number][] = [];
    for (let i = 0; i < pairs.genuine.length; i++) {
      if (pairs.genuine[i] === kind) found.push([pairs.left[i], pairs.right[i]]);
    }
    const step = Math.max(1, found.length / each);
    return Array.from({ length: Math.min(each, found.length) }, (_, i) => found[Math.floor(i * step)]);
  };
  return { genuine: of(1), impostor: of(0) };
}

/** Cosines of the sample's pairs under one variant. */
export interface VariantScores {
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
}

function moments(values: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, variance: squares / (values.length - 1) };
}

/**
 * d': distance of the two means in units of the root mean variance, (mean genuine - mean impostor) / sqrt((v1 + v2) / 2).
 * Unlike the AUC it still tells two models apart that both separate a small sample perfectly. NaN for scores all alike.
 */
export function separation({ genuine, impostor }: VariantScores): number {
  const a = moments(genuine);
  const b = moments(impostor);
  return (a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / 2);
}

const without = (values: Float64Array, i: number): Float64Array => {
  const rest = new Float64Array(values.length - 1);
  rest.set(values.subarray(0, i));
  rest.set(values.subarray(i + 1), i);
  return rest;
};

/**
 * Standard error of d'(other) - d'(own) by the jackknife over pairs: each pair left out in turn, the two kinds as two
 * samples (B. Efron, "The Jackknife, the Bootstrap and Other Resampling Plans", 1982, section 3). No chance in it.
 */
export function errorOfGain(own: VariantScores, other: VariantScores): number {
  const part = (kind: "genuine" | "impostor") => {
    const n = own[kind].length;
    const gains = Float64Array.from({ length: n }, (_, i) => {
      const less = (scores: VariantScores) => separation({ ...scores, [kind]: without(scores[kind], i) });
      return less(other) - less(own);
    });
    return (moments(gains).variance * (n - 1) ** 2) / n;
  };
  return Math.sqrt(part("genuine") + part("impostor"));
}

/** How well one preprocessing separates the sample. */
export interface VariantResult {
  readonly label: string;
  readonly separation: number;
  /** Gain over the card's in its standard errors; 0 for the card's own. */
  readonly sigmas: number;
}

/** What counts as clearly better: d' a tenth larger, and by three standard errors. */
const leastRatio = 1.1;
const leastSigmas = 3;

/** Results of all variants, the card's first. */
export function compareVariants(variants: readonly Variant[], scores: readonly VariantScores[]): VariantResult[] {
  const own = separation(scores[0]);
  return variants.map(({ label }, i) => {
    const value = separation(scores[i]);
    const sigmas = i === 0 ? 0 : (value - own) / errorOfGain(scores[0], scores[i]);
    return { label, separation: value, sigmas };
  });
}

/** Places of the variants that do clearly better than the card's, best first. A card whose scores are all alike loses to any. */
export function clearlyBetter(results: readonly VariantResult[]): number[] {
  const own = results[0].separation;
  const beats = ({ separation: value, sigmas }: VariantResult) => {
    if (Number.isNaN(own)) return value > 1;
    return value > 0.5 && value > own * leastRatio && sigmas > leastSigmas;
  };
  const better = results.map((_, i) => i).filter((i) => i > 0 && beats(results[i]));
  return better.sort((a, b) => results[b].separation - results[a].separation);
}
