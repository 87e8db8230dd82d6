// Template protocols (IJB-B, IJB-C) from the files a user brings to the folder of results.
import { UserError } from "../errors.js";
import { checkTemplateConventions } from "../evaluate/template-verification.js";
import { closeFile, openForReading } from "../host/files.js";
import { peakMegabytes } from "../host/machine.js";
import { coreCount } from "../host/pool.js";
import { rankedSummary } from "../metrics/ranked.js";
import { readDetectorScores } from "../protocol/detector-scores.js";
import { loadTemplateProtocol } from "../protocol/template-protocol.js";
import type { Figure, Io } from "../types.js";
import type { ModelRequest } from "./model-vectors.js";
import { drawnMode, type DrawnMode } from "./template-charts.js";
import { checkFeatures, poolFeatures, type PooledTemplates, type TemplateFeatureRequest } from "./template-features.js";
import { openTemplateLists, type TemplateLists } from "./template-lists.js";
import { inListOrder, labelOf, measureWay, scoreWay, type Way } from "./template-measure.js";
import { checkNames } from "./template-names.js";
import { planTemplates, type TemplatePlan } from "./template-plan.js";
import { writeOverlay, writeSource } from "./template-report.js";
import type { TemplateContext, TemplateRequest, TemplateRun } from "./template-request.js";
import { openScoring } from "./template-scores.js";
import { withDrawing } from "./with-drawing.js";

/**
 * Reads, pools, scores, measures and writes, source by source.
 *
 * @returns one run a source, in their order
 * @throws UserError for a wrong request or input; Interrupted
 */
export async function runTemplates(request: TemplateRequest, io: Io): Promise<TemplateRun[]> {
  checkTemplateConventions(request.convention ?? []);
  checkNames(request.sources);
  const threads = request.threads ?? coreCount();
  const protocol = loadTemplateProtocol(request.set);
  const clock = phaseClock(io);
  return withDrawing(request.out, async (drawing) => {
    const lists = openTemplateLists(request, threads, io.signal);
    for (const source of request.sources) checkSource(source, lists);
    clock("lists");
    // Threads for scores load while features are read, and not before: a fault above is told without waiting for them.
    const pool = openScoring(threads);
    try {
      return await runSources({ request, protocol, lists, threads, pool, drawing, io, clock });
    } finally {
      await pool.close();
    }
  });
}

async function runSources(context: TemplateContext): Promise<TemplateRun[]> {
  const { request, clock, io } = context;
  const runs: TemplateRun[] = [];
  const planning = planWhole(context);
  planning.catch(() => undefined); // Heard after the features; a fault before that must not count as unheard.
  for (const source of request.sources) {
    const pooled = await poolSource(context, source);
    clock("features");
    const plan = await planning;
    runs.push(await runSource(context, plan, pooled, source.name ?? pooled.modelName));
  }
  if (runs.length > 1) await writeOverlay(context, runs);
  io.detail(`most memory held: ${peakMegabytes()} MB`);
  return runs;
}

/** Tells how long each phase took, to whoever asked for details. */
export function phaseClock(io: Io): (phase: string) => void {
  let last = io.now();
  return (phase) => {
    const now = io.now();
    io.detail(`${phase}: ${((now - last) / 1000).toFixed(2)} s`);
    last = now;
  };
}

export async function poolSource(
  { request, lists, threads, io }: TemplateContext,
  source: TemplateFeatureRequest | ModelRequest,
): Promise<PooledTemplates> {
  if ("model" in source) {
    // Loaded only where there is a model: it brings the cache and the decoders along.
    const { poolModel } = await import("./template-model.js");
    return poolModel(source, lists, request.modes, weightsOf(request, lists), io);
  }
  lists.begin();
  lists.digests.begin();
  return poolFeatures(source, lists.images, request.modes, weightsOf(request, lists), threads, io);
}

/** A fault that shows at a file's beginning is told before the work, that of a later file before the earlier ones'. */
export function checkSource(source: TemplateFeatureRequest | ModelRequest, { images }: TemplateLists): void {
  if ("features" in source) checkFeatures(source, images);
  else closeFile(openForReading(source.model));
}

function weightsOf({ detectorScore, set, data }: TemplateRequest, { folder, images }: TemplateLists) {
  if (!detectorScore) return null;
  if (folder.points === null)
    throw new UserError(`${data}: no meta/${set}_name_5pts_score.txt in it, expected it for --detector-score`);
  return readDetectorScores(folder.points, images);
}

/** Brings pairs and galleries in order; says where the data are not the whole set. */
export async function planWhole({ request, protocol, lists, pool, io }: TemplateContext): Promise<TemplatePlan> {
  const { identification, scores: keepOrder, data } = request;
  const plan = await planTemplates(pool, lists, { identification, keepOrder, expected: protocol.expected });
  if (!plan.whole)
    io.warn(`${data}: not the whole of ${protocol.title}: ${plan.difference}; published figures are left out`);
  return plan;
}

async function runSource(
  context: TemplateContext,
  plan: TemplatePlan,
  pooled: PooledTemplates,
  name: string,
): Promise<TemplateRun> {
  const { request, clock } = context;
  const figures: Figure[] = [];
  const modes: DrawnMode[] = [];
  const statistics: Record<string, object> = {};
  const scores: [string, Float64Array][] = [];
  let provider = "cpu";
  for (const way of waysOf(request)) {
    const label = labelOf(way, request);
    const scored = await scoreWay(context, plan, pooled, way);
    clock(`scores (${label})`);
    const { ranked } = scored;
    const measuring = measureWay(context, plan, pooled, scored, way);
    // While other threads draw replicates.
    statistics[label] = { genuine: rankedSummary(ranked.genuine), impostor: rankedSummary(ranked.impostor) };
    const measured = await measuring;
    provider = scored.provider;
    figures.push(...measured.figures);
    modes.push(drawnMode(label, ranked, measured.figures, measured.curves));
    if (request.scores) scores.push([label, inListOrder(scored.scores, plan)]);
    clock(`figures (${label})`);
  }
  const run = await writeSource(context, plan, pooled, { name, figures, statistics, modes, scores, provider });
  clock("files");
  return run;
}

const waysOf = ({ modes, scorings }: TemplateRequest): Way[] =>
  modes.flatMap((mode, at) => scorings.map((scoring): Way => ({ at, mode, scoring })));
