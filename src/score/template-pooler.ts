// Templates of a large set, pooled while embeddings stream by: memory grows with templates, not with images.
import type { Pooling } from "./templates.js";

/** Which template (by row) and medium each image belongs to. */
export interface TemplateMembership {
  readonly templates: number;
  readonly templateOf: Uint32Array;
  /** Medium numbers have a meaning inside their template only. */
  readonly mediumOf: Uint32Array;
}

/** One way of pooling. `insightface` sums where `magface-plus` takes means: their templates point the same way. */
export interface PoolingMode {
  readonly pooling: Pooling;
  readonly norm: "kept" | "removed";
}

/** One row after another: embeddings as they are, or sums of two views. */
type Values = Float32Array | Float64Array;

/** Media of all templates, numbered by first image. */
interface Media {
  /** Medium of each image. */
  readonly of: Uint32Array;
  readonly sizes: Uint32Array;
}

/**
 * Pools images into templates. Every image must be added once, in any order; the sum of a medium is taken in the order
 * they are added, that of a template in the order its media are whole, all in float64.
 */
export class TemplatePooler {
  /** Sum of magnitudes of each template's images, and how many it has. */
  readonly #magnitude: Float64Array;
  readonly #images: Uint32Array;
  readonly #left: Uint32Array;
  readonly #sums: readonly MediaSums[];
  readonly #pooled: readonly { readonly mode: PoolingMode; readonly values: Float64Array; readonly sums: MediaSums }[];
  readonly #media: Media;
  /** Magnitude of each image that was added. */
  readonly lengths: Float64Array;

  constructor(
    private readonly membership: TemplateMembership,
    readonly dim: number,
    modes: readonly PoolingMode[],
  ) {
    const { templates } = membership;
    this.#media = mediaOf(membership);
    this.#left = this.#media.sizes.slice();
    this.#magnitude = new Float64Array(templates);
    this.#images = new Uint32Array(templates);
    this.lengths = new Float64Array(membership.templateOf.length);
    const norms = [...new Set(modes.map(({ norm }) => norm))];
    this.#sums = norms.map((norm) => new MediaSums(norm === "removed", dim));
    this.#pooled = modes.map((mode) => ({
      mode,
      values: new Float64Array(new SharedArrayBuffer(8 * templates * dim)),
      sums: this.#sums[norms.indexOf(mode.norm)],
    }));
  }

  /**
   * Adds the embedding of an image, `values[from .. from + dim)`.
   *
   * @param weight the image's detector score where that is used, else 1
   * @returns its magnitude: 0 or not finite means that the template can't be used
   */
  add(image: number, values: Values, from: number, weight: number): number {
    const medium = this.#media.of[image];
    const magnitude = Math.sqrt(this.#addToSums(medium, values, from, weight));
    const template = this.membership.templateOf[image];
    this.#magnitude[template] += magnitude;
    this.#images[template]++;
    this.lengths[image] = magnitude;
    if (--this.#left[medium] === 0) this.#closeMedium(medium, template);
    return magnitude;
  }

  /** @returns the embedding's squared length */
  #addToSums(medium: number, values: Values, from: number, weight: number): number {
    const [first] = this.#sums;
    // Most runs keep norms and nothing else: length and sum are then made in one pass.
    if (this.#sums.length === 1 && !first.removesNorm) return first.add(medium, values, from, weight);
    const squared = squaredLength(values, from, this.dim);
    for (const sums of this.#sums)
      sums.add(medium, values, from, sums.removesNorm ? weight / Math.sqrt(squared) : weight);
    return squared;
  }

  /** Adds the mean of a medium that is whole to its template, in every mode. */
  #closeMedium(medium: number, template: number): void {
    const size = this.#media.sizes[medium];
    for (const sums of this.#sums) {
      const sum = sums.take(medium);
      const length = Math.sqrt(squared(sum, 0, this.dim));
      for (const { mode, values, sums: own } of this.#pooled) {
        if (own === sums)
          addScaled(values, template * this.dim, sum, mode.pooling === "magface" ? 1 / length : 1 / size);
      }
      sums.give(sum);
    }
  }

  /** Mean magnitude of each template's images. */
  qualities(): Float64Array {
    return this.#magnitude.map((sum, template) => sum / this.#images[template]);
  }

  /**
   * Templates of each mode brought to length one, in shared memory, in the order the modes were given.
   *
   * @returns also the rows of templates that have no direction in some mode
   */
  finish(): { templates: Float64Array[]; zero: number[] } {
    const zero = new Set<number>();
    for (const { values } of this.#pooled) {
      for (let row = 0; row < this.membership.templates; row++) {
        const length = Math.sqrt(squared(values, row * this.dim, this.dim));
        if (!(length > 0 && length < Infinity)) zero.add(row);
        for (let j = 0, p = row * this.dim; j < this.dim; j++, p++) values[p] /= length;
      }
    }
    return { templates: this.#pooled.map(({ values }) => values), zero: [...zero].sort((a, b) => a - b) };
  }
}

/** Sums of the media that are begun and not whole yet; buffers are used again. */
class MediaSums {
  readonly #open = new Map<number, Float64Array>();
  readonly #free: Float64Array[] = [];

  constructor(
    readonly removesNorm: boolean,
    private readonly dim: number,
  ) {}

  /** @returns the squared length of what is added, before it is weighed */
  add(medium: number, values: Values, from: number, weight: number): number {
    const begun = this.#open.get(medium);
    const sum = begun ?? this.#free.pop() ?? new Float64Array(this.dim);
    if (begun === undefined) this.#open.set(medium, sum);
    return begun === undefined ? setScaled(sum, values, from, weight) : addWeighed(sum, values, from, weight);
  }

  /** The sum of a whole medium, to be given back. */
  take(medium: number): Float64Array {
    const sum = this.#open.get(medium)!;
    this.#open.delete(medium);
    return sum;
  }

  give(buffer: Float64Array): void {
    this.#free.push(buffer);
  }
}

function mediaOf({ templates, templateOf, mediumOf }: TemplateMembership): Media {
  const order = byTemplate(templates, templateOf);
  const of = new Uint32Array(templateOf.length);
  const sizes: number[] = [];
  for (let start = 0; start < order.length;) {
    const template = templateOf[order[start]];
    const numbers = new Map<number, number>();
    for (; start < order.length && templateOf[order[start]] === template; start++) {
      const image = order[start];
      let number = numbers.get(mediumOf[image]);
      if (number === undefined) {
        number = sizes.push(0) - 1;
        numbers.set(mediumOf[image], number);
      }
      of[image] = number;
      sizes[number]++;
    }
  }
  return { of, sizes: Uint32Array.from(sizes) };
}

/** Images by template, list order within one. */
function byTemplate(templates: number, templateOf: Uint32Array): Uint32Array {
  const next = new Uint32Array(templates + 1);
  for (const template of templateOf) next[template + 1]++;
  for (let template = 1; template <= templates; template++) next[template] += next[template - 1];
  const order = new Uint32Array(templateOf.length);
  templateOf.forEach((template, image) => (order[next[template]++] = image));
  return order;
}

function squaredLength(values: Values, from: number, dim: number): number {
  let s0 = 0;
  let s1 = 0;
  const whole = dim - (dim % 2);
  for (let j = 0, p = from; j < whole; j += 2, p += 2) {
    s0 += values[p] * values[p];
    s1 += values[p + 1] * values[p + 1];
  }
  if (whole < dim) s0 += values[from + whole] * values[from + whole];
  return s0 + s1;
}

/** Makes a sum of its first vector. @returns the vector's squared length */
function setScaled(sum: Float64Array, values: Values, from: number, weight: number): number {
  let squared = 0;
  for (let j = 0, p = from; j < sum.length; j++, p++) {
    const value = values[p];
    squared += value * value;
    sum[j] = weight * value;
  }
  return squared;
}

/** @returns the vector's squared length */
function addWeighed(sum: Float64Array, values: Values, from: number, weight: number): number {
  let squared = 0;
  for (let j = 0, p = from; j < sum.length; j++, p++) {
    const value = values[p];
    squared += value * value;
    sum[j] += weight * value;
  }
  return squared;
}

/** Adds a multiple of a vector to one of many. Pays for a loop of its own: it runs in shared memory, 73 million times. */
function addScaled(into: Float64Array, at: number, vector: Float64Array, factor: number): void {
  for (let j = 0, p = at; j < vector.length; j++, p++) into[p] += vector[j] * factor;
}

function squared(values: Float64Array, from: number, dim: number): number {
  let sum = 0;
  for (let j = 0, p = from; j < dim; j++, p++) sum += values[p] * values[p];
  return sum;
}
