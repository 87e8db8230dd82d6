// Template protocols (IJB-B, IJB-C) from the files a user brings to the folder of results.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { highestNeeded, identificationFigures } from "../evaluate/identification.js";
import { samplePairs } from "../evaluate/pair-sample.js";
import {
  checkTemplateConventions,
  cornerFigures,
  exactFigures,
  type TemplateConvention,
} from "../evaluate/template-verification.js";
import { digestOf, digestOfFile, printDigest } from "../host/digest.js";
import { nodeVersion, peakMegabytes } from "../host/machine.js";
import { coreCount } from "../host/pool.js";
import { rankedSummary } from "../metrics/ranked.js";
import { countOf, printCount } from "../protocol/counts.js";
import { readDetectorScores } from "../protocol/detector-scores.js";
import type { TemplateSet } from "../protocol/template-folder.js";
import { loadTemplateProtocol, type TemplateProtocol } from "../protocol/template-protocol.js";
import { printLatex } from "../report/latex.js";
import { printMarkdown } from "../report/markdown.js";
import { openDrawing, type Drawing } from "../report/drawing.js";
import { reportFiles } from "../report/files.js";
import type { Result } from "../report/result.js";
import { templateTables } from "../report/template-formats.js";
import { writeFiles } from "../report/write.js";
import type { SideQualities } from "../score/block-scores.js";
import type { PoolingMode } from "../score/template-pooler.js";
import { writeFloats } from "../store/npy.js";
import type { Figure, Io } from "../types.js";
import { version } from "../version.js";
import { drawnMode, templateCharts, type DrawnMode } from "./template-charts.js";
import { poolFeatures, type PooledTemplates, type TemplateFeatureRequest } from "./template-features.js";
import { openTemplateLists, type TemplateLists } from "./template-lists.js";
import { planTemplates, type TemplatePlan } from "./template-plan.js";
import { drawReplicates, openScoring, scoreTemplates, type Scored, type ScoringPool } from "./template-scores.js";

export const scorings = ["cosine", "qmagface"] as const;
export type Scoring = (typeof scorings)[number];

/** A template run as a user asks for it. */
export interface TemplateRequest {
  readonly set: TemplateSet;
  readonly data: string;
  /** One model or feature file each; several are laid over each other. */
  readonly sources: readonly (TemplateFeatureRequest & { readonly name?: string })[];
  readonly identification: boolean;
  readonly modes: readonly PoolingMode[];
  readonly scorings: readonly Scoring[];
  readonly detectorScore: boolean;
  readonly convention?: readonly string[];
  readonly fars?: readonly number[];
  readonly bootstrap?: number;
  readonly seed: number;
  readonly threads?: number;
  readonly provider: "cpu" | "cuda";
  /** Root of the results; null = nothing is written. */
  readonly out: string | null;
  /** Whether every pair's score is written. */
  readonly scores: boolean;
}

/** One source's result. */
export interface TemplateRun {
  readonly result: Result;
  readonly modes: readonly DrawnMode[];
  readonly folder: string | null;
}

const defaultReplicates = 1000;

/**
 * Reads, pools, scores, measures and writes, source by source.
 *
 * @returns one run a source, in their order
 * @throws UserError for a wrong request or input; Interrupted
 */
export async function runTemplates(request: TemplateRequest, io: Io): Promise<TemplateRun[]> {
  checkTemplateConventions(request.convention ?? []);
  const threads = request.threads ?? coreCount();
  const drawing = request.out === null ? null : openDrawing();
  const pool = openScoring(threads);
  try {
    const protocol = loadTemplateProtocol(request.set);
    const clock = phaseClock(io);
    const lists = openTemplateLists(request.set, request.data, threads, io.signal);
    clock("lists");
    const context = { request, protocol, lists, threads, pool, drawing, io, clock };
    const runs: TemplateRun[] = [];
    let plan: TemplatePlan | null = null;
    for (const source of request.sources) {
      const pooled = await poolSource(context, source);
      clock("features");
      plan ??= await planWhole(context);
      runs.push(await runSource(context, plan, pooled, source.name ?? pooled.modelName));
    }
    if (runs.length > 1) await writeOverlay(context, runs);
    io.detail(`most memory held: ${peakMegabytes()} MB`);
    return runs;
  } finally {
    await pool.close();
    await drawing?.close();
  }
}

interface Context {
  readonly request: TemplateRequest;
  readonly protocol: TemplateProtocol;
  readonly lists: TemplateLists;
  readonly threads: number;
  readonly pool: ScoringPool;
  readonly drawing: Drawing | null;
  readonly io: Io;
  readonly clock: (phase: string) => void;
}

/** Tells how long each phase took, to whoever asked for details. */
function phaseClock(io: Io): (phase: string) => void {
  let last = io.now();
  return (phase) => {
    const now = io.now();
    io.detail(`${phase}: ${((now - last) / 1000).toFixed(2)} s`);
    last = now;
  };
}

function poolSource(
  { request, lists, threads, io }: Context,
  source: TemplateFeatureRequest,
): Promise<PooledTemplates> {
  return poolFeatures(source, lists.images, request.modes, weightsOf(request, lists), threads, io);
}

function weightsOf({ detectorScore, set, data }: TemplateRequest, { folder, images }: TemplateLists) {
  if (!detectorScore) return null;
  if (folder.points === null)
    throw new UserError(`${data}: no meta/${set}_name_5pts_score.txt in it, expected it for --detector-score`);
  return readDetectorScores(folder.points, images);
}

async function planWhole({ request, protocol, lists, io, clock }: Context): Promise<TemplatePlan> {
  const { identification, scores: keepOrder, data } = request;
  const plan = await planTemplates(lists, { identification, keepOrder, data });
  clock("pairs");
  const found = {
    images: lists.images.names.count,
    templates: lists.images.numbers.length,
    pairs: plan.blocks.places.length,
    genuine: plan.blocks.genuine,
  };
  const wrong = (["images", "templates", "pairs", "genuine"] as const).filter(
    (what) => found[what] !== protocol.expected[what],
  );
  if (wrong.length > 0)
    io.warn(
      `${data}: not the whole of ${protocol.title}: ${wrong.map((what) => `${printCount(found[what])} ${what}, expected ${printCount(protocol.expected[what])}`).join("; ")}; published figures are for the whole`,
    );
  return plan;
}

async function runSource(
  context: Context,
  plan: TemplatePlan,
  pooled: PooledTemplates,
  name: string,
): Promise<TemplateRun> {
  const { request, protocol, lists, drawing, io, clock } = context;
  const figures: Figure[] = [];
  const modes: DrawnMode[] = [];
  const statistics: Record<string, unknown> = {};
  const scoreFiles: [string, Float64Array][] = [];
  let provider = "cpu";
  for (const [at, mode] of request.modes.entries()) {
    for (const scoring of request.scorings) {
      const label = labelOf(mode, scoring, request);
      const scored = await scoreMode(context, plan, pooled, at, scoring);
      clock(`scores (${label})`);
      provider = scored.provider;
      const measured = await measure(context, plan, scored, { ...fieldsOf(request, pooled, mode, scoring) }, scoring);
      figures.push(...measured.figures);
      modes.push(drawnMode(label, scored.ranked, measured.figures, measured.curves));
      statistics[label] = {
        genuine: rankedSummary(scored.ranked.genuine),
        impostor: rankedSummary(scored.ranked.impostor),
      };
      if (request.scores) scoreFiles.push([label, inListOrder(scored.scores, plan)]);
      clock(`figures (${label})`);
    }
  }
  const result = resultOf(context, plan, pooled, name, figures, { score: statistics }, provider);
  const title = `${protocol.title}, ${name}`;
  const folder = request.out === null ? null : join(request.out, protocol.name, folderName(name));
  if (folder !== null && drawing !== null) {
    const drawn = await drawing.draw(templateCharts(modes, title));
    for (const [label, scores] of scoreFiles) writeFloats(join(folder, scoreFile(label, scoreFiles.length)), scores);
    writeFiles(
      folder,
      new Map([
        ...reportFiles({
          result,
          published: protocol.published,
          tables: templateTables(protocol.title, [result], protocol.published),
        }),
        ...drawn,
      ]),
    );
    clock("files");
  }
  io.detail(`${lists.images.names.count} images, ${lists.images.numbers.length} templates`);
  return { result, modes, folder };
}

/** A model's name as a folder can have it. */
const folderName = (name: string): string => name.replace(/[^\w.+-]+/g, "_");

const scoreFile = (label: string, files: number): string =>
  files === 1 ? "scores.npy" : `scores-${label.replace(/[^\w.+-]+/g, "-")}.npy`;

function labelOf(
  { pooling, norm }: PoolingMode,
  scoring: Scoring,
  { modes, scorings: asked }: TemplateRequest,
): string {
  const norms = new Set(modes.map((mode) => mode.norm));
  return [pooling, ...(norms.size > 1 ? [`norm ${norm}`] : []), ...(asked.length > 1 ? [scoring] : [])].join(", ");
}

function fieldsOf({ detectorScore }: TemplateRequest, { flip }: PooledTemplates, mode: PoolingMode, scoring: Scoring) {
  return { pooling: mode.pooling, norm: mode.norm, flip, detectorScore, scoring };
}

function scoreMode(
  { request, pool, io }: Context,
  { blocks, search }: TemplatePlan,
  { templates, dim, qualities }: PooledTemplates,
  mode: number,
  scoring: Scoring,
): Promise<Scored> {
  const { provider } = request;
  const highest = search === null ? 0 : highestNeeded(search.what.probes.length);
  const of = (rows: Uint32Array): Float64Array => Float64Array.from(rows, (row) => qualities[row]);
  const sides: SideQualities | null =
    scoring === "qmagface" ? { rows: of(blocks.rows), columns: of(blocks.columns) } : null;
  return scoreTemplates(
    pool,
    {
      templates: templates[mode],
      dim,
      blocks,
      qualities: sides,
      search: search?.plan ?? null,
      highest,
      provider,
      phase: "scoring",
    },
    io,
  );
}

async function measure(
  { request, protocol, pool }: Context,
  { blocks, search, subjectOf }: TemplatePlan,
  scored: Scored,
  fields: Readonly<Record<string, unknown>>,
  scoring: Scoring,
) {
  const conventions = (request.convention ?? protocol.conventions) as readonly TemplateConvention[];
  const { fars: usual, ranks, fpirs } = protocol.metrics;
  const fars = request.fars ?? usual;
  const over = subjectOf === null ? "pairs" : "subjects";
  const count = conventions.includes("exact") ? (request.bootstrap ?? defaultReplicates) : 0;
  const drawing =
    count === 0
      ? Promise.resolve([])
      : drawReplicates(pool, {
          ...{ sample: samplePairs(blocks, scored.scores, scored.ranked, subjectOf), fars, count, over },
          seed: request.seed,
        });
  // Meanwhile this thread reads the curves the other way.
  const options = { conventions, fars, fields, cosine: scoring === "cosine" };
  const corners = cornerFigures(scored.ranked, options);
  const exact = exactFigures(scored.ranked, options, { drawn: await drawing, over });
  const figures = [...exact, ...corners];
  if (search === null || scored.found === null) return { figures, curves: [] };
  const insightface = request.convention === undefined || request.convention.includes("nearest-corner");
  const found = identificationFigures(search.what, scored.found, scored.others, { ranks, fpirs, insightface, fields });
  return { figures: [...figures, ...found.figures], curves: found.curves };
}

/** Scores as the pair list has its pairs. */
function inListOrder(scores: Float64Array, { blocks }: TemplatePlan): Float64Array {
  const listed = new Float64Array(scores.length);
  blocks.order!.forEach((pair, at) => (listed[pair] = scores[at]));
  return listed;
}

function resultOf(
  { request, protocol, lists }: Context,
  { blocks, subjectOf, search }: TemplatePlan,
  pooled: PooledTemplates,
  modelName: string,
  figures: readonly Figure[],
  statistics: object,
  provider: string,
): Result {
  const { folder, images } = lists;
  const files = [
    folder.images,
    folder.pairs!,
    ...(search ? [...folder.galleries.map(({ path }) => path), folder.probes!] : []),
  ];
  const digests = files.map((path) => printDigest(digestOfFile(path)));
  return {
    format: 1,
    task: "templates",
    protocol: { name: protocol.name, digest: protocol.digest },
    figures,
    statistics,
    provenance: {
      modelName,
      data: printDigest(digestOf([...digests, pooled.provenance.features, pooled.provenance.featuresFlip].join("\n"))),
      ...pooled.provenance,
      lists: digests,
      images: images.names.count,
      templates: images.numbers.length,
      pairs: { listed: blocks.places.length, genuine: blocks.genuine },
      subjects: subjectOf === null ? "not known" : "from the 1:N lists",
      products: { provider, precision: "float64", route: blocks.dense ? "blocks" : "pairs" },
      seed: request.seed,
      versions: { "magface-eval": version, ...pooled.versions, node: nodeVersion },
    },
  };
}

/** Plots with all sources' curves in one, in a folder beside theirs. */
async function writeOverlay({ request, protocol, drawing, io }: Context, runs: readonly TemplateRun[]): Promise<void> {
  if (request.out === null || drawing === null) return;
  const modes = runs.flatMap(({ result, modes: own }) =>
    own.map((mode): DrawnMode => {
      const name =
        own.length > 1 ? `${result.provenance.modelName}, ${mode.name}` : String(result.provenance.modelName);
      return { ...mode, name, roc: { ...mode.roc, name }, det: { ...mode.det, name } };
    }),
  );
  const charts = templateCharts(modes, protocol.title).filter(({ file }) => file !== "scores");
  const folder = join(request.out, protocol.name, "overlay");
  const tables = templateTables(
    protocol.title,
    runs.map(({ result }) => result),
    protocol.published,
  );
  const texts = [
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ] as const;
  writeFiles(folder, new Map<string, string | Uint8Array>([...texts, ...(await drawing.draw(charts))]));
  io.note(`${countOf(runs.length, "model")} in one plot: ${folder}`);
}
