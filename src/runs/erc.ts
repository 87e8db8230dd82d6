// Error versus reject from the files a user brings to the folder of results.
import { measureErc } from "../evaluate/erc.js";
import type { ErcInput, ErcOptions } from "../evaluate/erc-input.js";
import { angleOf, cosines, squaredMagnitudes } from "../score/pairs.js";
import { Numbering } from "../math/numbering.js";
import { pick } from "../math/pick.js";
import { loadStatistics } from "../math/statistics.js";
import type { Io, PairList } from "../types.js";
import { finishErc, type ErcRun, type ErcSubject } from "./erc-report.js";
import type { ModelRequest } from "./model-vectors.js";
import { qualityColumns, type QualityContext } from "./qualities.js";
import type { QualitySpec } from "./quality-spec.js";
import { settleQuestion, type Asked, type Question } from "./question.js";
import { scoredPairs, subjectsOfRows, vectorsOf, warnOfFailures } from "./scored-pairs.js";
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

/** @throws UserError for a wrong request or input; Interrupted */
export async function runErc(request: ErcRequest, io: Io): Promise<ErcRun> {
  return withDrawing(request.out, async (drawing) => {
    const question = await settleQuestion(request);
    const reading = vectorsOf(request.source, question, io);
    reading.catch(() => undefined); // Heard below; a fault before that must not count as unheard.
    loadStatistics(); // While threads read: intervals will need it.
    const vectors = await reading;
    const { kept } = scoredPairs(question.pairs, vectors, 2);
    warnOfFailures(vectors, { kept, fold: new Uint16Array(0) }, question.pairs, io);
    const input = await inputOf(request, question, vectors, kept, io);
    const measured = measureErc(input, request);
    const subject = subjectOf(request, question, vectors, { kept: kept.length, dropped: measured.dropped });
    return await finishErc(request, subject, measured, drawing, io);
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

/** Subjects of the rows that pairs use, numbered in their order: rows that are in none are drawn in no bootstrap. */
function subjectsOf(pairs: PairList, vectors: Vectors, kept: Uint32Array): ErcInput["subjects"] {
  const rows = subjectsOfRows(pairs, vectors);
  if (rows === null) return null;
  const numbers = new Numbering<string>();
  const ofRow = new Uint32Array(rows.length);
  for (const side of [vectors.left, vectors.right]) {
    for (const pair of kept) {
      ofRow[side[pair]] = numbers.of(rows[side[pair]]);
    }
  }
  return { ofRow, count: numbers.count };
}

function subjectOf(
  request: ErcRequest,
  { protocol, pairs }: Question,
  vectors: Vectors,
  used: { readonly kept: number; readonly dropped: number },
): ErcSubject {
  return {
    protocol,
    modelName: request.name ?? vectors.modelName,
    fields: { flip: vectors.flip },
    provenance: {
      data: vectors.dataDigest,
      ...vectors.provenance,
      pairs: { listed: pairs.genuine.length, used: used.kept - used.dropped },
      distance: "angle",
    },
    versions: vectors.versions,
    pairs: used.kept,
  };
}
