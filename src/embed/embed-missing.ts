import { coreCount } from "../host/pool.js";
import type { Origin } from "../store/block.js";
import { chooseBatch } from "./batch-size.js";
import { recipeOf } from "./card.js";
import type { EmbedOptions } from "./embed-options.js";
import { keyAt } from "./image-keys.js";
import { embedStretches, type PipelineRequest } from "./pipeline.js";
import { openPixelPool } from "./pixel-pool.js";
import { prepareHere } from "./prepare-here.js";
import { openProvider } from "./providers.js";
import { behind, type OpenHead } from "./row-head.js";
import { selfCheck, type SelfCheck } from "./self-check-run.js";
import type { Session } from "./session.js";
import { Sink, type MissingWork } from "./sink.js";
import type { ViewRows } from "./view-rows.js";

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
  const { card, io, model, provider, threads, head } = work.options;
  const session = await openProvider({
    model,
    card,
    provider,
    threads: threads ?? coreCount(),
    detail: io.detail,
    now: io.now,
    inner: await head?.tensor(),
  });
  let open: OpenHead | null = null;
  try {
    tellOutputs(work.options, session);
    open = (await head?.open(session.provider, threads ?? coreCount())) ?? null;
    return await embedWith(session, open, work);
  } finally {
    await open?.close();
    await session.close();
  }
}

/** As many images as it is worth reading to find out whether the model is needed. */
const fewImages = 32;

/** A run whose only missing images are those that failed before, corrupt ones say, must not load the model for them. */
async function noneCanBeRead({ images, missing, failures, options }: MissingWork): Promise<boolean> {
  if (missing.length > fewImages) return false;
  const pool = openPixelPool({ threads: 1, recipe: recipeOf(options.card, options.resize, "NCHW") });
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

async function embedWith(session: Session, head: OpenHead | null, work: MissingWork): Promise<Made> {
  const { images, missing, views, options } = work;
  const { card, io, pairs, threads } = options;
  const recipe = recipeOf(card, options.resize, session.plan.layout);
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
        zeros: head !== null,
      };
      const keyOf = (i: number) => keyAt(views[0].keys, places[i]);
      const stretches = head ? behind(head, embedStretches(request), keyOf) : embedStretches(request);
      for await (const stretch of stretches) sink.take(stretch, places, own);
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
