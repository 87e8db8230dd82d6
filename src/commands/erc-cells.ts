// The cells of an `erc` command line: every list with every recogniser.
import { basename, dirname } from "node:path";
import { UserError } from "../errors.js";
import { fromCwd } from "../options.js";
import type { ErcRequest } from "../runs/erc.js";
import type { ErcCell } from "../runs/erc-cells.js";
import type { TemplateErcRequest } from "../runs/template-erc.js";
import type { Pooling } from "../score/templates.js";
import type { QualityPooling } from "../score/template-quality.js";
import { checkCount, modelRequest, noSource, type SourceOptions } from "./model-source.js";

export interface CellOptions extends Omit<SourceOptions, "model" | "features" | "dim" | "names"> {
  data?: string[];
  images?: string[];
  pairs?: string[];
  model?: string[];
  features?: string[];
  featuresFlip?: string[];
  names?: string;
  dim?: number;
  name?: string[];
  pooling: Pooling;
  norm: "kept" | "removed";
  detectorScore?: boolean;
  templateQuality: QualityPooling;
}

/** What is asked of every cell alike. */
export type SharedErc = Pick<
  ErcRequest,
  "qualities" | "fmrs" | "conventions" | "combination" | "reject" | "areas" | "bootstrap" | "seed" | "out"
>;

const isTemplateSet = (list: string): list is TemplateErcRequest["set"] => list === "ijbb" || list === "ijbc";

/** Lists in their order, the recognisers of each in theirs. @throws UserError for options that fit no list */
export function cellsOf(lists: readonly string[], options: CellOptions, shared: SharedErc, cwd: string): ErcCell[] {
  const labels = lists.map(labelOf);
  const again = labels.find((label, at) => labels.indexOf(label) < at);
  if (again !== undefined) throw new UserError(`"${again}" is there twice, expected each list once`);
  refuseTemplateOptions(lists, options);
  const of = (option: "data" | "images" | "pairs" | "features" | "featuresFlip") =>
    byLabel(`--${option.replace("F", "-f")}`, options[option] ?? [], labels, cwd);
  const given = { data: of("data"), images: of("images"), pairs: of("pairs") };
  const [features, flipped] = [of("features"), of("featuresFlip")];
  return lists.flatMap((list, at) => {
    const label = labels[at];
    const one = (option: keyof typeof given): string | undefined => only(`--${option}`, given[option].get(label) ?? []);
    const place = { data: one("data"), images: one("images"), pairs: one("pairs") };
    const sources = sourcesOf(label, options, features.get(label), flipped.get(label), cwd);
    checkCount("--name", options.name, sources.length, "each recogniser");
    return sources.map((source, s): ErcCell => {
      const name = options.name?.[s];
      if (isTemplateSet(list)) return templateCell(list, { ...options, name }, place.data, source, shared);
      if ("flipped" in source && source.flipped !== undefined)
        throw new UserError(`--features-flip: for ijbb and ijbc only, not for ${label}`);
      const protocol = /^[a-z0-9-]+$/.test(list) ? list : fromCwd(cwd, list);
      const asked = { ...place, features: "features" in source ? source.features : undefined };
      return { kind: "pairs", request: { ...shared, ...asked, protocol, source, name } };
    });
  });
}

function templateCell(
  set: TemplateErcRequest["set"],
  {
    pooling,
    norm,
    detectorScore = false,
    templateQuality,
    name,
    threads,
    provider,
  }: Omit<CellOptions, "name"> & { name?: string },
  data: string | undefined,
  source: TemplateErcRequest["source"],
  shared: SharedErc,
): ErcCell {
  if (data === undefined) throw new UserError(`${set}: where are the lists? Give --data DIR with its meta folder`);
  const request: TemplateErcRequest = {
    ...shared,
    ...{ set, data, source, mode: { pooling, norm }, detectorScore, templateQuality, name, threads },
    provider: provider === "cuda" ? "cuda" : "cpu",
    reject: shared.reject === "images" ? "templates" : shared.reject,
  };
  return { kind: "templates", request };
}

/** A list as options name it: a protocol's name, or its file's, or its folder's where the file is called protocol.json. */
const labelOf = (list: string): string =>
  basename(list) === "protocol.json" && dirname(list) !== "."
    ? basename(dirname(list))
    : basename(list).replace(/(?<=.)\.[^.]+$/, "");

/** Values of an option by list: NAME=PATH each, or PATH where there is one list. */
function byLabel(option: string, values: readonly string[], labels: readonly string[], cwd: string) {
  const found = new Map<string, string[]>();
  for (const value of values) {
    const label = labels.find((each) => value.startsWith(`${each}=`));
    if (label === undefined && labels.length > 1)
      throw new UserError(
        `${option} ${value}: which list is it of? Write NAME=PATH, NAME being one of ${labels.join(", ")}`,
      );
    const path = label === undefined ? value : value.slice(label.length + 1);
    if (path === "") throw new UserError(`${option} ${value}: nothing after the equals sign, expected NAME=PATH`);
    const key = label ?? labels[0];
    found.set(key, [...(found.get(key) ?? []), fromCwd(cwd, path)]);
  }
  return found;
}

function only(option: string, values: readonly string[]): string | undefined {
  if (values.length > 1) throw new UserError(`${option}: ${values.length} given, expected one for each list`);
  return values[0];
}

/** What makes a list's embeddings: one source a recogniser. */
function sourcesOf(
  label: string,
  { model, names, dim, threads, ...options }: CellOptions,
  features: readonly string[] | undefined,
  flipped: readonly string[] | undefined,
  cwd: string,
): (TemplateErcRequest["source"] & { threads?: number })[] {
  if (model !== undefined) return model.map((path) => modelRequest(path, { ...options, threads }, cwd));
  if (options.features === undefined) throw noSource();
  if (features === undefined) throw new UserError(`--features: none is of ${label}, expected ${label}=FILE`);
  checkCount("--features-flip", flipped, features.length, "each recogniser");
  const namesPath = names && fromCwd(cwd, names);
  return features.map((path, at) => ({ features: path, flipped: flipped?.[at], names: namesPath, dim, threads }));
}

/** Options of templates say nothing about pair lists. */
function refuseTemplateOptions(lists: readonly string[], options: CellOptions): void {
  if (lists.some(isTemplateSet)) return;
  const { pooling, norm, detectorScore, templateQuality } = options;
  const given = [
    pooling !== "magface-plus" && "--pooling",
    norm !== "kept" && "--norm",
    detectorScore === true && "--detector-score",
    templateQuality !== "mean" && "--template-quality",
    options.featuresFlip !== undefined && "--features-flip",
  ].find((option) => option !== false);
  if (given) throw new UserError(`${given}: for ijbb and ijbc only`);
}
