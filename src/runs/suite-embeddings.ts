// The embeddings that a suite needs: by model and recipe, over the union of the pictures of its cells.
import type { Suite, SuiteSet } from "../protocol/suite.js";
import type { ModelRequest } from "./model-vectors.js";
import type { QualitySpec } from "./quality-spec.js";
import type { Cell } from "./suite-cell.js";
import { takesOf, type Takes } from "./suite-kinds.js";
import { modelRequestOf } from "./suite-source.js";

/** Pictures that several cells may share. */
interface Wanted {
  readonly takes: Takes;
  readonly set: SuiteSet;
}

/** One model by one recipe, and the pictures of all cells that want it. */
export interface Embedding {
  readonly name: string;
  readonly request: ModelRequest;
  readonly wanted: ReadonlyMap<string, Wanted>;
}

export const wantedKey = (takes: Takes, { name }: SuiteSet): string => `${takes}/${name}`;

const isLength = ({ name }: QualitySpec): boolean => name === "magnitude" || name === "unified";

/** Whether a cell reads the embeddings of its own model; a list of qualities may want other numbers only. */
const readsOwn = ({ task, qualities }: Cell): boolean =>
  task.kind !== "quality" || qualities.some((spec) => isLength(spec) && spec.file === undefined);

/** What a cell embeds: its model, and those whose magnitudes it takes for quality. */
export function requestsOf(cell: Cell, suite: Suite): ModelRequest[] {
  if (cell.model.model === null) return [];
  const own = modelRequestOf(suite, cell.model);
  const others = cell.qualities.filter((spec) => isLength(spec) && spec.file !== undefined);
  return [
    ...(readsOwn(cell) ? [own] : []),
    ...others.map(({ file, preset }): ModelRequest => ({ ...own, model: file!, preset, card: undefined })),
  ];
}

/** @param cells those that will run */
export function embeddingsOf(cells: readonly Cell[], suite: Suite): Embedding[] {
  const all = new Map<string, { name: string; request: ModelRequest; wanted: Map<string, Wanted> }>();
  for (const cell of cells) {
    for (const request of requestsOf(cell, suite)) {
      const key = embeddingKey(request);
      const name = request.model === cell.model.model ? cell.model.name : request.model.split(/[\\/]/).at(-1)!;
      const embedding = all.get(key) ?? { name, request, wanted: new Map<string, Wanted>() };
      all.set(key, embedding);
      for (const set of cell.sets) {
        const takes = takesOf(cell.task, set);
        embedding.wanted.set(wantedKey(takes, set), { takes, set });
      }
    }
  }
  return [...all.values()];
}

export const embeddingKey = ({ model, preset, card, flip, resize }: ModelRequest): string =>
  JSON.stringify([model, preset, card, flip, resize]);
