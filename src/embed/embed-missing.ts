import { coreCount } from "../host/pool.js";
import type { Origin } from "../store/block.js";
import { UserError } from "../errors.js";
import type { ImageRef } from "../types.js";
import { chooseBatch } from "./batch-size.js";
import type { EmbedOptions } from "./embed-options.js";
import { embedStretches, type PipelineRequest, type Stretch } from "./pipeline.js";
import { openPixelPool } from "./pixel-pool.js";
import { prepareHere } from "./prepare-here.js";
import { openProvider } from "./providers.js";
import type { PixelRecipe } from "./recipe.js";
import { selfCheck, type SelfCheck } from "./self-check-run.js";
import type { Session } from "./session.js";
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

/** What came of it besides the rows. */
export interface Made {
  /** Null where the model never ran. */
  readonly origin: Origin | null;
  readonly embedded: number;
  readonly selfCheck: SelfCheck | null;
  readonly imagesPerSecond: number;
}

export const nothingMade: Made = { origin: null, embedded: 0, selfCheck: null, imagesPerSecond: NaN };

/**
 * Embeds the missing images into their rows.
 *
 * @throws UserError, one line, when the model or the provider is at fault, or with `strict` at the first bad image
 * @throws Interrupted between two batches
 */
export async function embedMissing(work: MissingWork): Promise<Made> {
  if (await noneCanBeRead(work)) return nothingMade;
  const { card, io, model, provider, threads } = work.options;
  const session = await openProvider({
    model,
    card,
    provider,
    threads: threads ?? coreCount(),
    detail: io.detail,
    now: io.now,
  });
  try {
    tellOutputs(work.options, session);
    return await embedWith(session, work);
  } finally {
    await session.close();
  }
}

const recipeOf = ({ card, resize }: EmbedOptions, layout: "NCHW" | "NHWC"): PixelRecipe => {
  const { width, height, channels, mean, scale, whiten } = card;
  return { width, height, channels, layout, mean, scale, whiten, resize };
};

/** As many images as it is worth reading to find out whether the model is needed. */
const fewImages = 32;

/** A run whose only missing images are those that failed before, corrupt ones say, must not load the model for them. */
async function noneCanBeRead({ images, missing, failures, options }: MissingWork): Promise<boolean> {
  if (missing.length > fewImages) return false;
  const pool = openPixelPool({ threads: 1, recipe: recipeOf(options, "NCHW") });
  try {
    const { failures: faults } = await pool.prepare(
      missing.map((place) => images[place]),
      ["plain"],
    );
    if (faults.includes(null)) return false;
    missing.forEach((place, i) => (failures[place] = faults[i]));
    return true;
  } finally {
    await pool.close();
  }
}

function tellOutputs({ card, io }: EmbedOptions, { plan }: Session): void {
  if (card.qualityOutput !== null && plan.quality === null)
    io.warn(`card "${card.name}": the model has no quality output; its quality is left empty`);
  if (card.normOutput !== null && plan.norm === null)
    io.note(`card "${card.name}": the model has no norm output; its vector is taken as it is`);
}

async function embedWith(session: Session, work: MissingWork): Promise<Made> {
  const { images, missing, views, options } = work;
  const { card, io, pairs, threads } = options;
  const recipe = recipeOf(options, session.plan.layout);
  const rows = missing.length * views.length;
  const pool =
    missing.length > fewImages ? openPixelPool({ threads: threads ?? coreCount(), recipe }) : prepareHere(recipe);
  try {
    const batch = await chooseBatch({ session, card, asked: options.batch, rows, now: io.now });
    io.detail(`${session.provider}, ONNX Runtime ${session.runtime}; batch ${batch.why}`);
    const check = pairs && (await selfCheck({ images, pairs, session, batch, card, recipe, rows }));
    if (check?.warning) io.warn(check.warning);
    const origin: Origin = { provider: session.provider, runtime: `onnxruntime ${session.runtime}` };
    const began = io.now();
    io.progress.start("embedding", missing.length, "images");
    const sink = new Sink(work, origin);
    for (const { places, own } of byMissingViews(missing, views)) {
      const part = places.map((place) => images[place]);
      const request: PipelineRequest = {
        images: part,
        views: own.map(({ view }) => view),
        pool,
        session,
        batch,
        quality: card.qualityOutput !== null,
      };
      for await (const stretch of embedStretches(request)) sink.take(stretch, places, own);
    }
    return {
      origin,
      embedded: sink.embedded,
      selfCheck: check,
      imagesPerSecond: (missing.length * 1000) / (io.now() - began),
    };
  } finally {
    io.progress.stop();
    await pool.close();
  }
}

/** The images that lack the same views, together: mostly one group, more where another card has filled one view. */
function byMissingViews(missing: readonly number[], views: readonly ViewRows[]) {
  const groups = new Map<string, { places: number[]; own: ViewRows[] }>();
  for (const place of missing) {
    const own = views.filter(({ found }) => !found[place]);
    const name = own.map(({ view }) => view).join();
    if (!groups.has(name)) groups.set(name, { places: [], own });
    groups.get(name)!.places.push(place);
  }
  return [...groups.values()];
}

/** Takes what comes out of the pipeline: rows to their view and the cache, faults to their image. */
class Sink {
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
