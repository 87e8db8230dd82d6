import { UserError } from "../errors.js";
import type { Origin } from "../store/block.js";
import type { ImageRef } from "../types.js";
import type { EmbedOptions } from "./embed-options.js";
import type { Stretch } from "./pipeline.js";
import type { ViewRows } from "./view-rows.js";

/** Images that have no embedding yet, and where their rows and faults go. */
export interface MissingWork {
  readonly images: readonly ImageRef[];
  /** Places of the images that lack a row in one view at least. */
  readonly missing: readonly number[];
  readonly views: readonly ViewRows[];
  /** One an image; filled in where one fails. */
  readonly failures: (string | null)[];
  readonly options: EmbedOptions;
}

/** Takes what comes out of the pipeline: rows to their view and the cache, faults to their image. */
export class Sink {
  embedded = 0;
  /** Images whose landmarks had left and right exchanged. */
  exchanged = 0;

  constructor(
    readonly work: MissingWork,
    readonly origin: Origin,
  ) {}

  /** @param places of the images that the pipeline was given */
  take(
    { start, width, rows, failures, mirrored }: Stretch,
    places: readonly number[],
    views: readonly ViewRows[],
  ): void {
    const { images, options } = this.work;
    const good = failures.flatMap((reason, i) => (reason === null ? [i] : []));
    views.forEach((view, v) => {
      view.put(
        good.map((i) => places[start + i]),
        picked(rows[v], width, good),
        this.origin,
      );
    });
    this.embedded += good.length;
    for (const flag of mirrored) this.exchanged += flag;
    options.io.progress.step(failures.length);
    failures.forEach((reason, i) => {
      if (reason !== null) this.#fail(places[start + i], reason);
    });
    options.io.signal.throwIfAborted();
    const bad = failures.findIndex((reason) => reason !== null);
    if (options.strict && bad >= 0) throw new UserError(`${images[places[start + bad]].name}: ${failures[bad]}`);
  }

  #fail(place: number, reason: string): void {
    this.work.failures[place] = reason;
    this.work.options.io.detail(`${this.work.images[place].name}: ${reason}`);
  }
}

/** Some rows of many, packed; the rows themselves where that is all of them. */
function picked(rows: Float32Array, width: number, places: readonly number[]): Float32Array {
  if (places.length * width === rows.length) return rows;
  const out = new Float32Array(places.length * width);
  places.forEach((place, i) => out.set(rows.subarray(place * width, (place + 1) * width), i * width));
  return out;
}
