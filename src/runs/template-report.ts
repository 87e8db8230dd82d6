// The files of template runs: one folder a source, and one with all of them laid over each other.
import { join } from "node:path";
import { digestOf, printDigest } from "../host/digest.js";
import type { WholeFile } from "../host/files.js";
import { nodeVersion } from "../host/machine.js";
import { countOf } from "../protocol/counts.js";
import { reportFiles } from "../report/files.js";
import { printLatex } from "../report/latex.js";
import { printMarkdown } from "../report/markdown.js";
import type { PublishedFigure, Result } from "../report/result.js";
import { templateTables } from "../report/template-formats.js";
import { writeFiles } from "../report/write.js";
import { genuineBit } from "../score/pair-blocks.js";
import { stageNumbers } from "../store/npy.js";
import type { Figure } from "../types.js";
import { version } from "../version.js";
import { templateCharts, type DrawnMode } from "./template-charts.js";
import type { PooledTemplates } from "./template-features.js";
import { safeName } from "./safe-name.js";
import { overlayFolder } from "./template-names.js";
import type { TemplatePlan } from "./template-plan.js";
import type { TemplateContext, TemplateRun } from "./template-request.js";

/** What was measured of one source. */
export interface MeasuredSource {
  readonly name: string;
  readonly figures: readonly Figure[];
  readonly statistics: object;
  readonly modes: readonly DrawnMode[];
  /** Scores of every pair in list order by mode, where they were asked for. */
  readonly scores: readonly (readonly [mode: string, scores: Float64Array])[];
  /** What made the products. */
  readonly provider: string;
}

/** Published figures are for the whole set: beside a part of it they would mislead. */
const publishedFor = ({ protocol }: TemplateContext, plan: TemplatePlan): readonly PublishedFigure[] =>
  plan.whole ? protocol.published : [];

/** Writes a source's folder where results are wanted. */
export async function writeSource(
  context: TemplateContext,
  plan: TemplatePlan,
  pooled: PooledTemplates,
  measured: MeasuredSource,
): Promise<TemplateRun> {
  const { request, protocol, drawing, io } = context;
  const { name, modes, scores } = measured;
  const published = publishedFor(context, plan);
  const result = await resultOf(context, plan, pooled, measured);
  if (request.out === null || drawing === null) return { result, modes, published, folder: null };
  const folder = join(request.out, protocol.name, safeName(name));
  const drawn = await drawing.draw(templateCharts(modes, `${protocol.title}, ${name}`));
  const tables = templateTables(protocol.title, [result], published);
  io.signal.throwIfAborted();
  writeAll(folder, new Map([...reportFiles({ result, published, tables }), ...drawn]), scores, labelsOf(plan));
  return { result, modes, published, folder };
}

/** Labels as the pair list has its pairs, where its order was kept: 1 genuine, 0 impostor. */
function labelsOf({ blocks: { places, order } }: TemplatePlan): Uint8Array | null {
  if (order === null) return null;
  const genuine = new Uint8Array(places.length);
  order.forEach((pair, at) => (genuine[pair] = places[at] >= genuineBit ? 1 : 0));
  return genuine;
}

/** The scores and their labels get their names with the other files, or none does. */
function writeAll(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  scores: MeasuredSource["scores"],
  genuine: Uint8Array | null,
): void {
  const staged: WholeFile[] = [];
  try {
    for (const [mode, values] of scores)
      staged.push(stageNumbers(join(folder, scoreFile(mode, scores.length)), values));
    if (genuine !== null) staged.push(stageNumbers(join(folder, "genuine.npy"), genuine));
    writeFiles(folder, files, () => staged.forEach((file) => file.finish()));
  } catch (error) {
    for (const file of staged) file.abandon();
    throw error;
  }
}

const scoreFile = (mode: string, files: number): string =>
  files === 1 ? "scores.npy" : `scores-${mode.replace(/[^\w.+-]+/g, "-")}.npy`;

async function resultOf(
  { request, protocol, lists }: TemplateContext,
  { blocks, subjectOf }: TemplatePlan,
  pooled: PooledTemplates,
  { name: modelName, figures, statistics, provider }: MeasuredSource,
): Promise<Result> {
  const { images } = lists;
  const digests = await lists.digests.all();
  return {
    format: 1,
    task: "templates",
    protocol: { name: protocol.name, digest: protocol.digest },
    figures,
    statistics: { score: statistics },
    provenance: {
      modelName,
      data: printDigest(digestOf([...digests, pooled.dataDigest].join("\n"))),
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
export async function writeOverlay(
  { request, protocol, drawing, io }: TemplateContext,
  runs: readonly TemplateRun[],
): Promise<void> {
  if (request.out === null || drawing === null) return;
  const modes = runs.flatMap(({ result, modes: own }) =>
    own.map((mode): DrawnMode => {
      const name =
        own.length > 1 ? `${result.provenance.modelName}, ${mode.name}` : String(result.provenance.modelName);
      return { ...mode, name, roc: { ...mode.roc, name }, det: { ...mode.det, name } };
    }),
  );
  const charts = templateCharts(modes, protocol.title).filter(({ file }) => file !== "scores");
  const folder = join(request.out, protocol.name, overlayFolder);
  const tables = templateTables(
    protocol.title,
    runs.map(({ result }) => result),
    runs[0].published,
  );
  const texts = [
    ["table.md", tables.map(printMarkdown).join("\n")],
    ["table.tex", tables.map(printLatex).join("\n")],
  ] as const;
  const drawn = await drawing.draw(charts);
  io.signal.throwIfAborted();
  writeFiles(folder, new Map<string, string | Uint8Array>([...texts, ...drawn]));
  io.note(`${countOf(runs.length, "model")} in one plot: ${folder}`);
}
