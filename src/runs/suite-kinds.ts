// The kinds of task that a suite knows, one entry each: what it takes, where it writes, how one cell runs, what a summary shows.
import { join } from "node:path";
import { readImageSet } from "../dataset/image-set.js";
import { distinctImages } from "../dataset/image-folder.js";
import type { RejectConvention } from "../metrics/error-versus-reject.js";
import type { Suite, SuiteSet, SuiteTask, TaskKind } from "../protocol/suite.js";
import type { PoolingMode } from "../score/template-pooler.js";
import type { Pooling } from "../score/templates.js";
import type { Figure, Io } from "../types.js";
import type { Cell } from "./suite-cell.js";
import { askedOf, featureRequestOf, imagesOf, modelRequestOf, templateSetOf } from "./suite-source.js";
import { safeName } from "./safe-name.js";
import type { Scoring } from "./template-request.js";

export type Takes = "pairs" | "templates" | "images";

export interface Kind {
  /** What it takes of a set, the usual first. */
  readonly takes: readonly Takes[];
  /** Whether all sets of a task make one cell. */
  readonly together: boolean;
  /** Folder of a cell's results below its task's. */
  folder(protocol: string, set: string, model: string): string;
  /** Qualities where a task names none. */
  readonly qualities: readonly string[];
  /** Runs a cell with its results in `out`, below which `folder` lies. */
  run(cell: Cell, suite: Suite, out: string, io: Io): Promise<unknown>;
  /** The few figures that a summary shows. */
  main(figures: readonly Figure[]): Figure[];
}

const kinds: Readonly<Record<TaskKind, Kind>> = {
  verification: {
    takes: ["pairs"],
    together: false,
    folder: (protocol, _, model) => join(protocol, model),
    qualities: [],
    main: (figures) => byConvention(figures.filter(({ name }) => name === "accuracy")),
    run: async (cell, suite, out, io) => {
      const { runVerification } = await import("./verification.js");
      const { convention, far: fars, folds, bootstrap, seed } = cell.task.options;
      return runVerification({ ...pairRequest(cell, suite), out, convention, fars, folds, bootstrap, seed }, io);
    },
  },
  templates: {
    takes: ["templates"],
    together: false,
    folder: (protocol, _, model) => join(protocol, model),
    qualities: [],
    main: (figures) => byConvention(atRate(figures, "tar@far=", "1e-4")),
    run: runTemplateCell,
  },
  erc: {
    takes: ["pairs", "templates"],
    together: false,
    folder: (protocol, _, model) => join(protocol, model, "erc"),
    qualities: ["magnitude"],
    main: (figures) => byConvention(firstDefined(figures.filter(({ name }) => name.startsWith("pauc@")))),
    run: runErcCell,
  },
  magnitude: {
    takes: ["images"],
    together: true,
    folder: (_, __, model) => join("magnitude", model),
    qualities: [],
    main: (figures) => figures.filter(({ name }) => name === "magnitude-mean"),
    run: runMagnitudeCell,
  },
  quality: {
    takes: ["images"],
    together: false,
    folder: (_, set, model) => join("quality", set, model),
    qualities: ["magnitude"],
    main: (figures) => figures.filter(({ name }) => name === "mean"),
    run: runQualityCell,
  },
};

export const kindOf = ({ kind }: Pick<SuiteTask, "kind">): Kind => kinds[kind];

/** What a task takes of a set: templates where it is a set of templates and the task's kind takes such. */
export function takesOf(task: Pick<SuiteTask, "kind">, set: SuiteSet): Takes {
  const { takes } = kindOf(task);
  return takes.includes("templates") && templateSetOf(set) !== null ? "templates" : takes[0];
}

/** Figures of the exact convention, or of the first where that was not asked for. */
function byConvention(figures: readonly Figure[]): Figure[] {
  const names = figures.map(({ convention }) => convention);
  const shown = names.includes("exact") ? "exact" : names[0];
  return figures.filter(({ convention }) => convention === shown);
}

/** Figures at a rate, or at the middle one of those that were asked for. */
function atRate(figures: readonly Figure[], head: string, rate: string): Figure[] {
  const names = [...new Set(figures.map(({ name }) => name).filter((name) => name.startsWith(head)))];
  const shown = names.includes(head + rate) ? head + rate : names[names.length >> 1];
  return figures.filter(({ name }) => name === shown);
}

/** Figures of the first name of which one is defined; of the first name where none is. */
function firstDefined(figures: readonly Figure[]): Figure[] {
  const shown = (figures.find(({ value }) => !Number.isNaN(value)) ?? figures[0])?.name;
  return figures.filter(({ name }) => name === shown);
}

/** What verification and error versus reject ask alike: pairs, and what makes their vectors. */
function pairRequest({ model, sets: [set] }: Cell, suite: Suite) {
  const asked = askedOf(set)!;
  const features = model.features.get(set.name);
  if (model.model !== null) return { ...asked, source: modelRequestOf(suite, model, set.landmarks), name: model.name };
  const source = featureRequestOf(features!, suite.running.threads);
  return { ...asked, features: features!.file, source, name: model.name };
}

/** What templates are made from, and how. */
function templateRequest({ model, sets: [set], task }: Cell, suite: Suite) {
  const { file: features, ...more } = model.features.get(set.name) ?? { file: "" };
  const { threads, provider } = suite.running;
  return {
    ...{ set: templateSetOf(set)!, data: set.path, detectorScore: task.options.detectorScore ?? false, threads },
    source: model.model === null ? { features, ...more } : modelRequestOf(suite, model),
    provider: provider === "cuda" ? ("cuda" as const) : ("cpu" as const),
  };
}

async function runTemplateCell(cell: Cell, suite: Suite, out: string, io: Io) {
  const { runTemplates } = await import("./templates.js");
  const { model, task } = cell;
  const { scoring = ["cosine"], identification = false, scores = false, ...options } = task.options;
  const { convention, far: fars, bootstrap, seed } = options;
  const { source, ...asked } = templateRequest(cell, suite);
  const norms = listOf(options.norm, "kept");
  return runTemplates(
    {
      ...asked,
      sources: [{ ...source, name: model.name }],
      modes: listOf(options.pooling, "magface-plus").flatMap((way) => norms.map((norm) => modeOf(way, norm))),
      scorings: scoring as readonly Scoring[],
      ...{ identification, scores, convention, fars, bootstrap, seed, out },
    },
    io,
  );
}

const listOf = (value: string | readonly string[] | undefined, otherwise: string): readonly string[] =>
  value === undefined ? [otherwise] : typeof value === "string" ? [value] : value;

const modeOf = (pooling: string, norm: string): PoolingMode => ({ pooling: pooling as Pooling, norm: norm as "kept" });

async function runErcCell(cell: Cell, suite: Suite, out: string, io: Io) {
  const { fmr = [1e-2, 1e-3, 1e-4], area = [0.2, 0.95], convention = ["exact"], ...options } = cell.task.options;
  const { combine = "min", reject = "pairs", bootstrap = 1000, seed } = options;
  const shared = {
    ...{ out, qualities: cell.qualities, fmrs: fmr, areas: area, bootstrap, seed },
    conventions: convention as readonly RejectConvention[],
    combination: combine,
  };
  if (takesOf(cell.task, cell.sets[0]) === "pairs") {
    const { runErc } = await import("./erc.js");
    return runErc({ ...pairRequest(cell, suite), ...shared, reject }, io);
  }
  const { runTemplateErc } = await import("./template-erc.js");
  const mode = modeOf(listOf(options.pooling, "magface-plus")[0], listOf(options.norm, "kept")[0]);
  const templateQuality = options.templateQuality ?? "mean";
  const asked = { ...templateRequest(cell, suite), ...shared, mode, templateQuality, name: cell.model.name };
  return runTemplateErc({ ...asked, reject: reject === "images" ? "templates" : reject }, io);
}

async function runMagnitudeCell({ model, sets, task }: Cell, suite: Suite, out: string, io: Io) {
  const { runMagnitudeStudy } = await import("./magnitude-study.js");
  const { bins = 8, cosine = true, bootstrap = 1000, seed } = task.options;
  const { threads, strict } = suite.running;
  const given = { out, name: model.name, bins, cosine, bootstrap, seed, strict };
  if (model.model !== null) {
    const source = modelRequestOf(suite, model, sets[0].landmarks);
    return runMagnitudeStudy(
      { ...given, source, sets: sets.map((set) => ({ name: set.name, path: imagesOf(set) })) },
      io,
    );
  }
  const files = sets.map(({ name }) => ({ name, path: model.features.get(name)!.file }));
  return runMagnitudeStudy(
    { ...given, source: { threads, dim: model.features.get(sets[0].name)!.dim }, sets: files },
    io,
  );
}

async function runQualityCell(cell: Cell, suite: Suite, out: string, io: Io) {
  const { runQuality } = await import("./quality.js");
  const { model, sets, qualities, task } = cell;
  const { images } = await readImageSet(sets[0].name, imagesOf(sets[0]));
  const own = modelRequestOf(suite, model, sets[0].landmarks);
  const folder = join(out, kinds.quality.folder("", sets[0].name, safeName(model.name)));
  const { seed } = task.options;
  return runQuality({ images: distinctImages(images), qualities, pictures: own, model: own, seed, out: folder }, io);
}
