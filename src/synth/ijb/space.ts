// Where faces lie in the space of embeddings: subjects' centres, the directions that bad images share, and noise.
import { openStream, type Stream } from "../random.js";
import { fullCounts, type IjbKind } from "./counts.js";

/** What every embedding of a set depends on. */
export interface Space {
  readonly kind: IjbKind;
  readonly seed: number;
  /** Values of an embedding. */
  readonly dim: number;
}

/** Subjects of a full-size set that look alike come in families of about this many ... */
const familySize = 8;
/** ... and at most this part of a centre's squared length is the family's. */
const mostAlike = 0.4;

/** Directions towards which bad images are pulled, whoever they show. */
const badDirections = 8;

// Four bytes make a draw; each is uniform on 0..255, with variance (256 ^ 2 - 1) / 12.
const bytesMean = 4 * 127.5;
const perDeviation = 1 / Math.sqrt((4 * (256 * 256 - 1)) / 12);

/**
 * Fills with draws of mean 0 and variance 1 that are normal enough: sums of four bytes. Whole numbers and one product
 * give the same bits on every machine, which a logarithm would not.
 */
export function fillNoise(draw: Stream, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) {
    const bits = draw.bits();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    into[i] = (sum - bytesMean) * perDeviation;
  }
}

/** A direction drawn evenly from all: `dim` values, of length 1. */
function drawDirection(draw: Stream, dim: number): Float64Array {
  const vector = new Float64Array(dim);
  fillNoise(draw, vector);
  return scaled(vector, 1 / lengthOf(vector));
}

export function lengthOf(vector: Float64Array): number {
  let squared = 0;
  for (let i = 0; i < vector.length; i++) squared += vector[i] * vector[i];
  return Math.sqrt(squared);
}

const scaled = (vector: Float64Array, factor: number): Float64Array => vector.map((value) => value * factor);

/**
 * A subject's centre, of length 1. Most lean little towards their family, a few much: impostors that score high. There are
 * as many families at every scale, so that the share of such impostors is the same.
 */
export function centreOf({ kind, seed, dim }: Space, subject: number): Float64Array {
  const draw = openStream("ijb centre", kind, seed, subject);
  const family = draw.below(Math.round(fullCounts[kind].subjects / familySize));
  const u = draw.uniform();
  const alike = mostAlike * u * u;
  const own = drawDirection(draw, dim);
  const parent = drawDirection(openStream("ijb family", kind, seed, family), dim);
  const sum = own.map((value, i) => Math.sqrt(1 - alike) * value + Math.sqrt(alike) * parent[i]);
  return scaled(sum, 1 / lengthOf(sum));
}

export function badDirectionsOf({ kind, seed, dim }: Space): Float64Array[] {
  const draw = openStream("ijb bad directions", kind, seed);
  return Array.from({ length: badDirections }, () => drawDirection(draw, dim));
}
