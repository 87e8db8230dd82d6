// What a suite would do, without doing any of it: nothing is written.
import { UserError } from "../errors.js";
import { isFile } from "../host/files.js";
import type { Suite, SuiteOverrides, SuitePlace } from "../protocol/suite.js";
import type { CellForecast, ModelForecast, SuiteForecast } from "../report/suite-forecast-table.js";
import { openCache, type EmbeddingCache } from "../store/cache.js";
import type { Io } from "../types.js";
import { join } from "node:path";
import { openSuite } from "./suite.js";
import { SuiteContents } from "./suite-contents.js";
import { embeddingsOf, wantedKey, type Embedding } from "./suite-embeddings.js";
import { takesOf } from "./suite-kinds.js";
import { countImages, timeSample, type EmbeddingCount, type EmbeddingPlace } from "./suite-pass.js";
import { SuitePlanner, type PlannedCell } from "./suite-plan.js";
import { cacheOf } from "./suite-source.js";
import { SuiteState } from "./suite-state.js";

/**
 * Which cells would run and why others would not, how many pictures each model would embed, how long that takes by the time
 * that up to 32 of them take now, and how much the cache would grow. Files that the cache does not know are read.
 *
 * @throws UserError for a faulty suite; Interrupted
 */
export async function forecastSuite(place: SuitePlace, given: SuiteOverrides, io: Io): Promise<SuiteForecast> {
  const { suite, cells } = await openSuite(place, given, io);
  const cache = openForReading(suite);
  try {
    const contents = new SuiteContents(suite, cache, io);
    const planned = await new SuitePlanner(suite, contents, SuiteState.read(suite.out), io).plan(cells);
    return await forecast({ suite, cache, contents, io }, planned);
  } finally {
    await cache?.close();
  }
}

/** null where there is none yet. */
function openForReading(suite: Suite): EmbeddingCache | null {
  const dir = cacheOf(suite);
  return dir !== null && isFile(join(dir, "data.mdb")) ? openCache(dir, { readOnly: true }) : null;
}

async function forecast(place: EmbeddingPlace, planned: readonly PlannedCell[]): Promise<SuiteForecast> {
  const { suite } = place;
  const toRun = planned.filter(({ state }) => state === "to run").map(({ cell }) => cell);
  const models: ModelForecast[] = [];
  const countsOf = new Map<string, EmbeddingCount>();
  for (const embedding of embeddingsOf(toRun, suite)) {
    const count = await counted(embedding, place);
    if (count === null) continue;
    countsOf.set(embedding.request.model, countsOf.get(embedding.request.model) ?? count);
    models.push(await forecastModel(embedding, count, place));
  }
  const cells = planned.map(({ cell, state, reason }): CellForecast => {
    const sets = cell.model.model === null ? [] : cell.sets.map((set) => wantedKey(takesOf(cell.task, set), set));
    const counts = countsOf.get(cell.model.model ?? "");
    const sum = (field: "images" | "missing") =>
      state === "to run" ? sets.reduce((total, key) => total + (counts?.bySet.get(key)?.[field] ?? 0), 0) : null;
    const { task, model } = cell;
    return {
      task: [task.name, task.kind].filter((part) => part !== null).join("/"),
      ...{ model: model.name, state, reason, images: sum("images"), missing: sum("missing") },
      data: cell.data,
    };
  });
  return { title: suite.title, kept: cacheOf(suite) !== null, cells, models };
}

async function counted(embedding: Embedding, place: EmbeddingPlace): Promise<EmbeddingCount | null> {
  try {
    return await countImages(embedding, place);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    place.io.warn(`${embedding.name}: ${error.message}`);
    return null;
  }
}

async function forecastModel(
  embedding: Embedding,
  count: EmbeddingCount,
  place: EmbeddingPlace,
): Promise<ModelForecast> {
  const { images, missing, unreadable, sample } = count;
  const known = { name: embedding.name, images, missing, unreadable };
  if (sample.length === 0) return { ...known, timed: 0, imagesPerSecond: NaN, seconds: 0, bytes: 0 };
  try {
    const { imagesPerSecond, dim, views } = await timeSample(embedding, count, place);
    const seconds = missing / imagesPerSecond;
    return { ...known, timed: sample.length, imagesPerSecond, seconds, bytes: missing * views * dim * 4 };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    place.io.warn(`${embedding.name}: ${error.message}`);
    return { ...known, timed: 0, imagesPerSecond: NaN, seconds: NaN, bytes: NaN };
  }
}
