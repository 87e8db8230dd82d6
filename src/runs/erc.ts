// Error versus reject from the files a user brings to the folder of results.
import { join } from "node:path";
import { measureErc } from "../evaluate/erc.js";
import type { ErcInput, ErcOptions, ErcResult } from "../evaluate/erc-input.js";
import { nodeVersion } from "../host/machine.js";
import type { Drawing } from "../report/drawing.js";
import { ercFiles, type ErcReport } from "../report/erc-files.js";
import type { Result } from "../report/result.js";
import { writeFiles } from "../report/write.js";
import { angleOf, cosines, squaredMagnitudes } from "../score/pairs.js";
import type { Io, PairList } from "../types.js";
import { version } from "../version.js";
import { ercCharts } from "./erc-charts.js";
import type { ModelRequest } from "./model-vectors.js";
import { qualityColumns, type QualityContext } from "./qualities.js";
import type { QualitySpec } from "./quality-spec.js";
import { settleQuestion, type Asked, type Question } from "./question.js";
import { pick, scoredPairs, subjectsOfRows, vectorsOf, warnOfFailures } from "./scored-pairs.js";
import type { FeatureRequest, Vectors } from "./vectors.js";
import { withDrawing } from "./with-drawing.js";

/** An error-versus-reject study of one data set as a user asks for it. */
export interface ErcRequest extends Asked, ErcOptions {
  readonly source: FeatureRequest | ModelRequest;
  readonly qualities: readonly QualitySpec[];
  readonly name?: string;
  /** Root of the results; null = nothing is written. */
  readonly out: string | null;
}

export interface ErcRun {
  readonly report: ErcReport;
  readonly measured: ErcResult;
  readonly folder: string | null;
}

/** @throws UserError for a wrong request or input; Interrupted */
export async function runErc(request: ErcRequest, io: Io): Promise<ErcRun> {
  return withDrawing(request.out, async (drawing) => {
    const question = await settleQuestion(request);
    const vectors = await vectorsOf(request.source, question, io);
    const { kept } = scoredPairs(question.pairs, vectors, 2);
    warnOfFailures(vectors, { kept, fold: new Uint16Array(0) }, question.pairs, io);
    const input = await inputOf(request, question, vectors, kept, io);
    const measured = measureErc(input, request);
    for (const warning of measured.warnings) io.warn(warning);
    if (measured.dropped > 0) io.warn(`${measured.dropped} of ${kept.length} pairs lack a quality and are in no curve`);
    return await report(request, question, vectors, measured, input, drawing);
  });
}

async function inputOf(
  request: ErcRequest,
  question: Question,
  vectors: Vectors,
  kept: Uint32Array,
  io: Io,
): Promise<ErcInput> {
  const { pairs } = question;
  const squared = squaredMagnitudes(vectors.matrix);
  // The angle: the scripts of either convention order pairs by it.
  const distance = cosines(vectors.matrix, vectors, squared).map(angleOf);
  const pictures = "model" in request.source ? request.source : null;
  const context: QualityContext = { question, vectors, distance, pictures, own: pictures, seed: request.seed, io };
  const columns = await qualityColumns(request.qualities, context);
  return {
    distance: Float64Array.from(kept, (pair) => distance[pair]),
    genuine: pick(pairs.genuine, kept),
    left: pick(vectors.left, kept),
    right: pick(vectors.right, kept),
    subjects: subjectsOf(pairs, vectors, kept),
    qualities: columns.map((column) =>
      column.ofPairs ? { ...column, ofPairs: Float64Array.from(kept, (pair) => column.ofPairs![pair]) } : column,
    ),
  };
}

function subjectsOf(pairs: PairList, vectors: Vectors, kept: Uint32Array): ErcInput["subjects"] {
  const rows = subjectsOfRows(pairs, vectors);
  if (rows === null) return null;
  const numbers = new Map<string, number>();
  const numberOf = (row: number): number => {
    if (!numbers.has(rows[row])) numbers.set(rows[row], numbers.size);
    return numbers.get(rows[row])!;
  };
  const [left, right] = [pick(vectors.left, kept).map(numberOf), pick(vectors.right, kept).map(numberOf)];
  return { left, right, count: numbers.size };
}

async function report(
  request: ErcRequest,
  { protocol, pairs }: Question,
  vectors: Vectors,
  measured: ErcResult,
  input: ErcInput,
  drawing: Drawing | null,
): Promise<ErcRun> {
  const modelName = request.name ?? vectors.modelName;
  const result: Result = {
    format: 1,
    task: "erc",
    protocol: { name: protocol.name, digest: protocol.digest },
    figures: measured.figures.map((figure) => ({ ...figure, flip: vectors.flip })),
    provenance: {
      modelName,
      data: vectors.dataDigest,
      ...vectors.provenance,
      pairs: { listed: pairs.genuine.length, used: input.left.length - measured.dropped },
      distance: "angle",
      seed: request.seed,
      versions: { "magface-eval": version, ...vectors.versions, node: nodeVersion },
    },
  };
  const reported: ErcReport = {
    result,
    title: protocol.title,
    curves: measured.curves,
    comparisons: measured.comparisons,
  };
  if (request.out === null || drawing === null) return { report: reported, measured, folder: null };
  const folder = join(request.out, protocol.name, modelName.replace(/[^\w.+-]+/g, "_"), "erc");
  const drawn = await drawing.draw(ercCharts(measured.curves, request.reject, `${protocol.title}, ${modelName}`));
  writeFiles(folder, new Map([...ercFiles(reported), ...drawn]));
  return { report: reported, measured, folder };
}
