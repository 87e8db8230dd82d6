// What qualities of images look like, and how far two of them order the images alike.
import { spearman } from "../math/rank-correlation.js";
import { summarise, type Summary } from "../math/statistics.js";
import type { Figure } from "../types.js";

/** One number an image, higher is better; NaN where an image has none. */
export interface QualityValues {
  readonly name: string;
  readonly values: Float64Array;
}

const convention = "exact";

const summaryNames = ["mean", "std", "min", "q05", "q25", "median", "q75", "q95", "max"] as const;

/**
 * Of each quality how many images have a number and their mean, deviation and quantiles; of each two, Spearman's correlation
 * over the images that have both.
 */
export function qualityFigures(columns: readonly QualityValues[]): Figure[] {
  const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other] as const));
  return [...columns.flatMap(summaryFigures), ...pairs.map(([one, other]) => rankFigure(one, other))];
}

function summaryFigures({ name: quality, values }: QualityValues): Figure[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const summary: Summary = summarise(known);
  const reason = known.length === 0 ? { reason: "no image has a number" } : {};
  return [
    { name: "images", convention, quality, value: known.length },
    ...summaryNames.map((name) => ({ name, convention, quality, value: summary[name], ...reason })),
  ];
}

function rankFigure(one: QualityValues, other: QualityValues): Figure {
  const both = [...one.values.keys()].filter((i) => !Number.isNaN(one.values[i]) && !Number.isNaN(other.values[i]));
  const [a, b] = [one, other].map(({ values }) => Float64Array.from(both, (i) => values[i]));
  const value = spearman(a, b);
  const figure = { name: "spearman", convention, quality: one.name, against: other.name, value, images: both.length };
  return Number.isNaN(value)
    ? { ...figure, reason: whyUndefined(both.length, [one.name, other.name], [a, b]) }
    : figure;
}

function whyUndefined(count: number, names: readonly string[], values: readonly Float64Array[]): string {
  if (count < 2) return `needs two images with both numbers, has ${count}`;
  return `${names[values.findIndex((list) => list.every((value) => value === list[0]))]} is the same for all images`;
}
