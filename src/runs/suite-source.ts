// What a suite's models and data sets come to as requests of single runs.
import { basename, join } from "node:path";
import { isFile, isFolder, statOf } from "../host/files.js";
import { listProtocols } from "../protocol/protocol.js";
import type { Suite, SuiteFeatures, SuiteModel, SuiteSet } from "../protocol/suite.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import { templateSets } from "../protocol/template-protocol.js";
import { cacheFolder } from "./cache-folder.js";
import type { ModelRequest } from "./model-vectors.js";
import type { Asked } from "./question.js";
import type { FeatureRequest } from "./vectors.js";

/** Folder of a suite's cache; null = nothing is kept. */
export const cacheOf = ({ cache }: Suite): string | null =>
  cache === true ? cacheFolder() : cache === false ? null : cache;

/** @param model one that is no list of features */
export function modelRequestOf(suite: Suite, model: SuiteModel, landmarks?: string): ModelRequest {
  const { provider, strict, batch, threads } = suite.running;
  const { preset, card, flip, resize } = model;
  const how = { provider, strict, batch, threads, preset, card, flip, resize, landmarks };
  return { model: model.model!, ...how, cache: cacheOf(suite) };
}

export const featureRequestOf = ({ file, names, dim }: SuiteFeatures, threads?: number): FeatureRequest => ({
  ...{ features: file, names, dim, threads },
});

const protocolName = ({ name, protocol }: SuiteSet): string => protocol ?? name;

/** Which template protocol a set is the data of; null where it is none's. */
export function templateSetOf(set: SuiteSet): TemplateSet | null {
  const name = protocolName(set);
  return templateSets.find((known) => known === name) ?? null;
}

const ownProtocol = ({ path }: SuiteSet): string => join(path, "protocol.json");

/**
 * The question that a set of pairs asks: by the protocol file that it is or holds, by the built-in protocol whose name it
 * bears, or by a pair list. null where it holds no pairs: a folder of images.
 */
export function askedOf(set: SuiteSet): Asked | null {
  const { path, pairs, images } = set;
  if (path.endsWith(".json")) return { protocol: path, pairs, images };
  if (set.protocol === undefined && isFile(ownProtocol(set))) return { protocol: ownProtocol(set), pairs, images };
  const name = protocolName(set);
  if (listProtocols().includes(name))
    return { protocol: name, data: statOf(path) === null ? undefined : path, pairs, images };
  if (isFile(path)) return { protocol: path, images };
  return pairs === undefined ? null : { protocol: pairs, images: images ?? path };
}

/** What a set's images are read from, as `magnitude` takes it: see readImageSet. */
export function imagesOf(set: SuiteSet): string {
  if (set.protocol === undefined && isFile(ownProtocol(set))) return ownProtocol(set);
  return set.images !== undefined && !isFolder(set.path) ? set.images : set.path;
}

/** Why a set can't be measured here; null = it is there. */
export const missingOf = ({ path }: SuiteSet): string | null =>
  statOf(path) === null ? `${path}: no such file or folder` : null;

/** Sets that tasks ask for and that are not there. */
export function missingSets({ tasks, sets }: Suite): SuiteSet[] {
  const asked = new Set(tasks.flatMap((task) => task.sets));
  return [...sets.values()].filter((set) => asked.has(set.name) && missingOf(set) !== null);
}

/** What results call a protocol that a pair list stands for. */
export const listName = (path: string): string => basename(path).replace(/\.[^.]+$/, "");
