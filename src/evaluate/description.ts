// What genuine and impostor pairs look like: histograms and summary statistics of scores and magnitudes.
import { summarise, type Summary } from "../math/statistics.js";
import { evenEdges, histogram, roundEdges, type Histogram } from "../metrics/histogram.js";
import type { PairNumbers } from "./input.js";

/** Genuine and impostor pairs apart. */
export interface ByClass<T> {
  readonly genuine: T;
  readonly impostor: T;
}

/** Magnitudes are those of both sides of the pairs: an embedding counts once for every pair it is in. */
export interface Description {
  readonly histograms: { readonly score: ByClass<Histogram>; readonly magnitude: ByClass<Histogram> | null };
  readonly statistics: { readonly score: ByClass<Summary>; readonly magnitude: ByClass<Summary> | null };
}

/** Bins of the score histogram, 0.02 wide over [-1, 1]: the same for every model, so that pictures can be compared. */
const scoreEdges = evenEdges(-1, 1, 100);

const mostMagnitudeBins = 60;

/** @param withMagnitudes whether lengths of embeddings mean something; null in their place where not */
export function describe(pairs: PairNumbers, genuine: Uint8Array, withMagnitudes: boolean): Description {
  const score = byClass(pairs.score, (i) => genuine[i]);
  const histograms = { score: ofEach(score, (values) => histogram(values, scoreEdges)), magnitude: null };
  const statistics = { score: ofEach(score, summarise), magnitude: null };
  if (!withMagnitudes) return { histograms, statistics };
  const sides = bothSides(pairs);
  const edges = roundEdges(sides, mostMagnitudeBins);
  const magnitude = byClass(sides, (i) => genuine[i % genuine.length]);
  return {
    histograms: { ...histograms, magnitude: ofEach(magnitude, (values) => histogram(values, edges)) },
    statistics: { ...statistics, magnitude: ofEach(magnitude, summarise) },
  };
}

/** Magnitudes of all left sides, then of all right sides. */
export function bothSides({ leftMagnitude, rightMagnitude }: PairNumbers): Float64Array {
  const both = new Float64Array(leftMagnitude.length + rightMagnitude.length);
  both.set(leftMagnitude);
  both.set(rightMagnitude, leftMagnitude.length);
  return both;
}

const byClass = (values: Float64Array, isGenuine: (i: number) => number): ByClass<Float64Array> => ({
  genuine: values.filter((_, i) => isGenuine(i) === 1),
  impostor: values.filter((_, i) => isGenuine(i) === 0),
});

const ofEach = <A, B>({ genuine, impostor }: ByClass<A>, of: (values: A) => B): ByClass<B> => ({
  genuine: of(genuine),
  impostor: of(impostor),
});
