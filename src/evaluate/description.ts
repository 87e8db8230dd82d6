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
export interface Description<T> {
  readonly score: ByClass<T>;
  /** null where lengths of embeddings mean nothing. */
  readonly magnitude: ByClass<T> | null;
}

/** Counts by bin. */
export type Histograms = Description<Histogram>;
/** Mean, quantiles and the like. */
export type Statistics = Description<Summary>;

/** Bins of the score histogram, 0.02 wide over [-1, 1]: the same for every model, so that pictures can be compared. */
const scoreEdges = evenEdges(-1, 1, 100);

const mostMagnitudeBins = 60;

/** @param withMagnitudes whether lengths of embeddings mean something; null in their place where not */
export function histogramsOf(pairs: PairNumbers, genuine: Uint8Array, withMagnitudes: boolean): Histograms {
  const score = ofEach(scoresByClass(pairs, genuine), (values) => histogram(values, scoreEdges));
  if (!withMagnitudes) return { score, magnitude: null };
  const edges = roundEdges(bothSides(pairs), mostMagnitudeBins);
  return { score, magnitude: ofEach(sidesByClass(pairs, genuine), (values) => histogram(values, edges)) };
}

/** @param withMagnitudes as in `histogramsOf` */
export function statisticsOf(pairs: PairNumbers, genuine: Uint8Array, withMagnitudes: boolean): Statistics {
  const score = ofEach(scoresByClass(pairs, genuine), summarise);
  return { score, magnitude: withMagnitudes ? ofEach(sidesByClass(pairs, genuine), summarise) : null };
}

const scoresByClass = ({ score }: PairNumbers, genuine: Uint8Array): ByClass<Float64Array> =>
  byClass(score, (i) => genuine[i]);

const sidesByClass = (pairs: PairNumbers, genuine: Uint8Array): ByClass<Float64Array> =>
  byClass(bothSides(pairs), (i) => genuine[i % genuine.length]);

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
