// What the lengths of embeddings tell: their spread by data set, and how they go with the cosine to a person's other images.
import { summarise, type Summary } from "../math/statistics.js";
import { histogram, roundEdges } from "../metrics/histogram.js";
import { runningMedian, type RunningMedian } from "../metrics/running-median.js";
import type { Figure } from "../types.js";
import { rankAssociation } from "./rank-association.js";

/** Images of one data set. */
export interface MagnitudeSet {
  readonly name: string;
  readonly magnitude: Float64Array;
  /** To the mean of the subject's other images; NaN where there is none. */
  readonly cosine: Float64Array;
  /** Number of each image's subject; null where subjects are not known. */
  readonly subject: Uint32Array | null;
}

/** How it is studied. */
export interface MagnitudePlan {
  /** Replicates of the correlation's interval; 0: no interval. */
  readonly replicates: number;
  readonly seed: number;
  /** Why no set has cosines, where that was settled before; null = it was not. */
  readonly noCosine: string | null;
  /** Further options that every figure carries. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One data set, or all together, as plots show it. */
export interface Association {
  readonly name: string;
  readonly correlation: Figure;
  readonly medians: RunningMedian;
}

/** What lengths of embeddings are like, set by set and over all. */
export interface MagnitudeStudy {
  readonly figures: readonly Figure[];
  /** By name of the set; of cosines only where there are some. */
  readonly statistics: Readonly<Record<"magnitude" | "cosine", Readonly<Record<string, Summary>>>>;
  /** Common edges, and one list of counts a set. */
  readonly histogram: { readonly edges: Float64Array; readonly counts: readonly Uint32Array[] };
  /** Of those that have cosines. */
  readonly associations: readonly Association[];
}

/** What figures call the sets together. */
export const allSets = "all";

/** Points of the line through the cloud. */
export const medianBins = 20;

/**
 * Spread of magnitudes and their rank correlation with cosines, of each set and, where there are several, of all.
 *
 * @param sets of at least one image each
 */
export function studyMagnitudes(sets: readonly MagnitudeSet[], plan: MagnitudePlan): MagnitudeStudy {
  const parts = sets.length > 1 ? [...sets, together(sets)] : sets;
  const summaries = parts.map(({ name, magnitude }) => [name, summarise(magnitude)] as const);
  const studied = parts.map((set) => ({ set, correlation: correlationOf(set, plan) }));
  const scattered = studied.filter(({ correlation }) => correlation.images !== 0);
  return {
    figures: [
      ...summaries.flatMap(([name, summary]) => spreadFigures(name, summary, plan)),
      ...studied.map(({ correlation }) => correlation),
    ],
    statistics: {
      magnitude: Object.fromEntries(summaries),
      cosine: Object.fromEntries(scattered.map(({ set }) => [set.name, summarise(withCosine(set).cosine)])),
    },
    histogram: histogramsOf(sets),
    associations: scattered.map(({ set, correlation }) => ({
      name: set.name,
      correlation,
      medians: mediansOf(set),
    })),
  };
}

/** Subjects of different sets are different people. */
function together(sets: readonly MagnitudeSet[]): MagnitudeSet {
  const joined = (of: (set: MagnitudeSet) => Float64Array) => Float64Array.from(sets.flatMap((set) => [...of(set)]));
  let first = 0;
  const subject = sets.flatMap((set) => {
    const numbers = set.subject ?? new Uint32Array(set.magnitude.length);
    const shifted = Array.from(numbers, (number) => first + number);
    first += 1 + numbers.reduce((most, number) => Math.max(most, number), 0);
    return shifted;
  });
  return {
    name: allSets,
    magnitude: joined(({ magnitude }) => magnitude),
    cosine: joined(({ cosine }) => cosine),
    subject: sets.every((set) => set.subject === null) ? null : Uint32Array.from(subject),
  };
}

function spreadFigures(dataset: string, summary: Summary, { fields }: MagnitudePlan): Figure[] {
  const figure = (name: string, value: number): Figure => ({ name, convention: "exact", dataset, ...fields, value });
  const { count, q05, q25, median, q75, q95 } = summary;
  return [
    figure("images", count),
    figure("magnitude-mean", summary.mean),
    figure("magnitude-median", median),
    ...Object.entries({ q05, q25, q75, q95 }).map(([name, value]) => figure(`magnitude-${name}`, value)),
  ];
}

/** Magnitudes and cosines of the images that have both. */
function withCosine({ magnitude, cosine, subject }: MagnitudeSet) {
  const has = (_: unknown, i: number): boolean => !Number.isNaN(cosine[i]);
  return {
    magnitude: magnitude.filter(has),
    cosine: cosine.filter(has),
    subject: (subject ?? new Uint32Array(magnitude.length)).filter(has),
  };
}

function correlationOf(set: MagnitudeSet, { replicates, seed, noCosine, fields }: MagnitudePlan): Figure {
  const { magnitude, cosine, subject } = withCosine(set);
  const head = { name: "magnitude-cosine-spearman", convention: "exact", dataset: set.name, ...fields };
  const found = rankAssociation(magnitude, cosine, subject, replicates, seed);
  const counts = { images: magnitude.length, subjects: found.subjects };
  const reason = noCosine ?? (magnitude.length > 0 ? "magnitudes or cosines are all equal" : lackOf(set));
  if (Number.isNaN(found.value)) return { ...head, value: NaN, reason, ...counts };
  const interval = found.interval && { interval: found.interval, intervalMethod: "bootstrap over subjects" };
  return { ...head, value: found.value, ...interval, ...counts };
}

const lackOf = ({ subject }: MagnitudeSet): string =>
  subject === null ? "subjects are not known" : "no subject has two images";

function mediansOf(set: MagnitudeSet): RunningMedian {
  const { magnitude, cosine } = withCosine(set);
  return runningMedian(magnitude, cosine, medianBins);
}

const fewestBins = 24;
const mostBins = 60;

/** More bins the more images the smallest set has, so that its outline is no comb. */
function histogramsOf(sets: readonly MagnitudeSet[]): MagnitudeStudy["histogram"] {
  const smallest = sets.reduce((least, { magnitude }) => Math.min(least, magnitude.length), Infinity);
  const most = Math.min(mostBins, Math.max(fewestBins, Math.ceil(3 * Math.cbrt(smallest))));
  const edges = roundEdges(Float64Array.from(sets.flatMap(({ magnitude }) => [...magnitude])), most);
  return { edges, counts: sets.map(({ magnitude }) => histogram(magnitude, edges).counts) };
}
