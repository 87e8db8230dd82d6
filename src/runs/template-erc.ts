// Error versus reject on templates: IJB-B and IJB-C.
import { UserError } from "../errors.js";
import { measureErc } from "../evaluate/erc.js";
import type { ErcInput, ErcOptions, QualityColumn } from "../evaluate/erc-input.js";
import { coreCount } from "../host/pool.js";
import { loadTemplateProtocol } from "../protocol/template-protocol.js";
import { unifiedQualityScore } from "../quality/unified.js";
import { genuineBit, templatesAt, type PairBlocks } from "../score/pair-blocks.js";
import type { PoolingMode } from "../score/template-pooler.js";
import { templateQualities, type QualityPooling } from "../score/template-quality.js";
import type { Io } from "../types.js";
import { printDigest, digestOf } from "../host/digest.js";
import { finishErc, type ErcRun, type ErcSubject } from "./erc-report.js";
import { drawnQualities, imageColumns, turned } from "./image-qualities.js";
import type { ModelRequest } from "./model-vectors.js";
import { isOfVectors } from "./qualities.js";
import type { QualitySpec } from "./quality-spec.js";
import type { PooledTemplates, TemplateFeatureRequest } from "./template-features.js";
import { openTemplateLists } from "./template-lists.js";
import { scoreWay } from "./template-measure.js";
import { findPictures, refsOf } from "./template-pictures.js";
import type { TemplatePlan } from "./template-plan.js";
import type { TemplateContext, TemplateRequest } from "./template-request.js";
import { openScoring } from "./template-scores.js";
import { checkSource, phaseClock, planWhole, poolSource } from "./templates.js";
import { refuseUnitVectors } from "./unit-vectors.js";
import { withDrawing } from "./with-drawing.js";

/** An error-versus-reject study of a template protocol as a user asks for it. */
export interface TemplateErcRequest
  extends ErcOptions, Pick<TemplateRequest, "set" | "data" | "detectorScore" | "threads" | "provider" | "out"> {
  readonly source: TemplateFeatureRequest | ModelRequest;
  /** How images become templates, and their qualities templates' qualities. */
  readonly mode: PoolingMode;
  readonly templateQuality: QualityPooling;
  readonly qualities: readonly QualitySpec[];
  readonly name?: string;
}

/** @throws UserError for a wrong request or input; Interrupted */
export async function runTemplateErc(request: TemplateErcRequest, io: Io): Promise<ErcRun> {
  const threads = request.threads ?? coreCount();
  const asked = templateRequestOf(request);
  const protocol = loadTemplateProtocol(request.set);
  return withDrawing(request.out, async (drawing) => {
    const lists = openTemplateLists(asked, threads, io.signal);
    checkSource(request.source, lists);
    const clock = phaseClock(io);
    const { input, subject } = await studyOf(request, { request: asked, protocol, lists, threads, drawing, io, clock });
    const measured = measureErc(input, request);
    clock("figures");
    return finishErc(request, subject(measured.dropped), measured, drawing, io);
  });
}

/** Pairs with their scores and qualities. What scoring takes, threads and templates, is let go before figures are made. */
async function studyOf(request: TemplateErcRequest, parts: Omit<TemplateContext, "pool">) {
  const pool = openScoring(parts.threads);
  const context = { ...parts, pool };
  try {
    const planning = planWhole(context);
    planning.catch(() => undefined); // Heard after the features.
    const pooled = await poolSource(context, request.source);
    context.clock("features");
    const input = await inputOf(request, context, await planning, pooled);
    return { input, subject: await subjectOf(request, context, pooled, input.genuine.length) };
  } finally {
    await pool.close();
  }
}

/** What the stages of a template run are asked; scores keep the order of the list, in which equal qualities leave. */
const templateRequestOf = (request: TemplateErcRequest): TemplateRequest => ({
  ...{ set: request.set, data: request.data, sources: [request.source], out: request.out, seed: request.seed },
  ...{ modes: [request.mode], scorings: ["cosine"], detectorScore: request.detectorScore, threads: request.threads },
  ...{ provider: request.provider, identification: false, scores: true },
});

async function inputOf(
  request: TemplateErcRequest,
  context: TemplateContext,
  plan: TemplatePlan,
  pooled: PooledTemplates,
): Promise<ErcInput> {
  const { scores } = await scoreWay(context, plan, pooled, { at: 0, mode: request.mode, scoring: "cosine" });
  context.clock("scores");
  const pairs = listedPairs(plan.blocks, scores);
  const qualities = await templateColumns(request, context, pooled, pairs);
  const { subjectOf } = plan;
  const subjects = subjectOf && { ofRow: subjectOf, count: subjectOf.reduce((most, of) => Math.max(most, of), 0) + 1 };
  return { ...pairs, subjects, qualities };
}

/** Pairs as the list has them. The higher the cosine the smaller the distance: its opposite keeps all digits. */
function listedPairs(blocks: PairBlocks, scores: Float64Array) {
  const count = scores.length;
  const [left, right] = [new Uint32Array(count), new Uint32Array(count)];
  const [distance, genuine] = [new Float64Array(count), new Uint8Array(count)];
  for (let block = 0; block + 1 < blocks.starts.length; block++) {
    for (let at = blocks.starts[block]; at < blocks.starts[block + 1]; at++) {
      const pair = blocks.order![at];
      [left[pair], right[pair]] = templatesAt(blocks, block, blocks.places[at]);
      distance[pair] = -scores[at];
      genuine[pair] = blocks.places[at] >= genuineBit ? 1 : 0;
    }
  }
  return { left, right, distance, genuine };
}

/** Qualities of templates, each pooled from its images'. */
async function templateColumns(
  request: TemplateErcRequest,
  context: TemplateContext,
  pooled: PooledTemplates,
  { distance, genuine }: Pick<ErcInput, "distance" | "genuine">,
): Promise<QualityColumn[]> {
  const { images } = context.lists;
  const membership = { ...images, templates: images.numbers.length };
  const ofImages = request.qualities.filter((spec) => !isOfVectors(spec));
  const made = ofImages.length === 0 ? [] : await imageColumns(ofImages, imageContext(request, context));
  return request.qualities.flatMap((spec): QualityColumn[] => {
    if (spec.name === "oracle") {
      const ofPairs = distance.map((value, pair) => (genuine[pair] === 1 ? -value : Infinity));
      return [{ name: spec.text, values: null, ofPairs: turned(ofPairs, spec.reversed) }];
    }
    // Chance has nothing to pool: a mean of many draws would tell large templates from small ones.
    if (spec.name === "random")
      return [{ name: spec.text, values: turned(drawnQualities(images.numbers.length, request.seed), spec.reversed) }];
    const columns = isOfVectors(spec)
      ? [{ name: spec.text, values: turned(ownLengths(spec, pooled), spec.reversed) }]
      : made[ofImages.indexOf(spec)];
    return columns.map(({ name, values }) => ({
      name,
      values: templateQualities(values, membership, request.templateQuality),
    }));
  });
}

/** Lengths of the images' own embeddings, or the unified score of them. */
function ownLengths({ name, text }: QualitySpec, { lengths, magnitudes }: PooledTemplates): Float64Array {
  if (!magnitudes)
    throw new UserError(`quality ${text}: lengths of this model's embeddings mean nothing, says its card`);
  refuseUnitVectors(lengths);
  return name === "unified" ? lengths.map(unifiedQualityScore) : lengths;
}

function imageContext({ source, seed }: TemplateErcRequest, { lists, io }: TemplateContext) {
  const { images, folder } = lists;
  const names = Array.from({ length: images.names.count }, (_, image) => images.names.at(image));
  const own = "model" in source ? source : null;
  const pictures = own && refsOf(findPictures(folder, images), 0, names.length);
  return { names, source: images.source, images: pictures, pictures: own, own, seed, io };
}

async function subjectOf(
  { mode, templateQuality, detectorScore, name }: TemplateErcRequest,
  { protocol, lists }: TemplateContext,
  { dataDigest, provenance, versions, flip, modelName }: PooledTemplates,
  listed: number,
): Promise<(dropped: number) => ErcSubject> {
  const digests = await lists.digests.all();
  return (dropped) => ({
    protocol,
    modelName: name ?? modelName,
    fields: { pooling: mode.pooling, norm: mode.norm, flip, detectorScore, templateQuality },
    // A cosine, above which pairs are accepted: its opposite was the distance.
    threshold: (figure) => (figure.threshold === undefined ? figure : { ...figure, threshold: -figure.threshold }),
    provenance: {
      data: printDigest(digestOf([...digests, dataDigest].join("\n"))),
      ...provenance,
      lists: digests,
      pairs: { listed, used: listed - dropped },
      threshold: "cosine, accepted above it",
    },
    versions,
    pairs: listed,
  });
}
