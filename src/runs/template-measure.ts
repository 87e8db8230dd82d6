// One way of pooling and scoring: from unit templates to figures.
import { highestNeeded, identificationFigures } from "../evaluate/identification.js";
import { samplePairs } from "../evaluate/pair-sample.js";
import { cornerFigures, exactFigures, type TemplateConvention } from "../evaluate/template-verification.js";
import type { SideQualities } from "../score/block-scores.js";
import type { PoolingMode } from "../score/template-pooler.js";
import type { PooledTemplates } from "./template-features.js";
import type { TemplatePlan } from "./template-plan.js";
import type { Scoring, TemplateContext, TemplateRequest } from "./template-request.js";
import { drawReplicates, scoreTemplates, type Scored } from "./template-scores.js";

const defaultReplicates = 1000;

/** A way of pooling and scoring, by its place among the modes asked for. */
export interface Way {
  readonly at: number;
  readonly mode: PoolingMode;
  readonly scoring: Scoring;
}

/** What tables and plots call it: the words in which the ways asked for differ. */
export function labelOf(
  { mode: { pooling, norm }, scoring }: Way,
  { modes, scorings: asked }: TemplateRequest,
): string {
  const norms = new Set(modes.map((mode) => mode.norm));
  return [pooling, ...(norms.size > 1 ? [`norm ${norm}`] : []), ...(asked.length > 1 ? [scoring] : [])].join(", ");
}

function fieldsOf({ detectorScore }: TemplateRequest, { flip }: PooledTemplates, { mode, scoring }: Way) {
  return { pooling: mode.pooling, norm: mode.norm, flip, detectorScore, scoring };
}

/** Scores every pair, and every probe against the galleries where that was asked for. */
export function scoreWay(
  { request, pool, io }: TemplateContext,
  { blocks, search }: TemplatePlan,
  { templates, dim, qualities }: PooledTemplates,
  { at, scoring }: Way,
): Promise<Scored> {
  const { provider } = request;
  const highest = search === null ? 0 : highestNeeded(search.what.probes.length);
  const of = (rows: Uint32Array): Float64Array => Float64Array.from(rows, (row) => qualities[row]);
  const sides: SideQualities | null =
    scoring === "qmagface" ? { rows: of(blocks.rows), columns: of(blocks.columns) } : null;
  return scoreTemplates(
    pool,
    {
      templates: templates[at],
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

/** Figures of all conventions, and the curves of the search for plots. */
export async function measureWay(
  { request, protocol, pool, io }: TemplateContext,
  { blocks, search, subjectOf }: TemplatePlan,
  pooled: PooledTemplates,
  scored: Scored,
  way: Way,
) {
  const fields = fieldsOf(request, pooled, way);
  const conventions = (request.convention ?? protocol.conventions) as readonly TemplateConvention[];
  const { fars: usual, ranks, fpirs } = protocol.metrics;
  const fars = request.fars ?? usual;
  const over = subjectOf === null ? "pairs" : "subjects";
  const count = conventions.includes("exact") ? (request.bootstrap ?? defaultReplicates) : 0;
  const drawing =
    count === 0
      ? Promise.resolve([])
      : drawReplicates(
          pool,
          {
            ...{ sample: samplePairs(blocks, scored.scores, scored.ranked, subjectOf), fars, count, over },
            seed: request.seed,
          },
          io.signal,
        );
  // Meanwhile this thread reads the curves the other way.
  const options = { conventions, fars, fields, cosine: way.scoring === "cosine" };
  const corners = cornerFigures(scored.ranked, options);
  const exact = exactFigures(scored.ranked, options, { drawn: await drawing, over });
  const figures = [...exact, ...corners];
  if (search === null || scored.found === null) return { figures, curves: [] };
  const insightface = request.convention === undefined || request.convention.includes("nearest-corner");
  const found = identificationFigures(search.what, scored.found, scored.others, { ranks, fpirs, insightface, fields });
  return { figures: [...figures, ...found.figures], curves: found.curves };
}

/** Scores as the pair list has its pairs. */
export function inListOrder(scores: Float64Array, { blocks }: TemplatePlan): Float64Array {
  const listed = new Float64Array(scores.length);
  blocks.order!.forEach((pair, at) => (listed[pair] = scores[at]));
  return listed;
}
