// Verification from the files a user brings to the folder of results.
import { join } from "node:path";
import { conventions as allConventions, type Convention } from "../evaluate/conventions.js";
import { scoreVerification, type ScoredVerification, type VerificationResult } from "../evaluate/verification.js";
import { UserError } from "../errors.js";
import { nodeVersion } from "../host/machine.js";
import { pick } from "../math/pick.js";
import type { Drawing } from "../report/drawing.js";
import { reportFiles, type Report } from "../report/files.js";
import type { PairRow, Result } from "../report/result.js";
import { writeFiles } from "../report/write.js";
import type { ImageFailure, Io, PairList } from "../types.js";
import { version } from "../version.js";
import { verificationCharts } from "./charts.js";
import { settleQuestion, type Asked, type Question } from "./question.js";
import type { ModelRequest } from "./model-vectors.js";
import { scoredPairs, subjectsOfRows, vectorsOf, warnOfFailures, type ScoredPairs } from "./scored-pairs.js";
import type { FeatureRequest, Vectors } from "./vectors.js";
import { withDrawing } from "./with-drawing.js";
import { safeName } from "./safe-name.js";

/** A verification run as a user asks for it. */
export interface VerificationRequest extends Asked {
  readonly source: FeatureRequest | ModelRequest;
  /** Root of the results; null = nothing is written. */
  readonly out: string | null;
  /** Name of the model in results; absent = its file's. */
  readonly name?: string;
  readonly convention?: readonly string[];
  readonly fars?: readonly number[];
  readonly bootstrap?: number;
  readonly seed: number;
  readonly folds?: number;
}

/** A finished run. */
export interface VerificationRun {
  readonly report: Report;
  readonly measured: VerificationResult;
  /** Labels of the pairs that were measured, in the order of `measured.pairs`: 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** Folder the files are in; null = nothing was written. */
  readonly folder: string | null;
}

/**
 * Reads, embeds, scores, measures and writes.
 *
 * Pairs with a failed image are left out of every figure, counted in the provenance, listed in pairs.csv and told.
 *
 * @throws UserError for a wrong request or input; Interrupted
 */
export async function runVerification(request: VerificationRequest, io: Io): Promise<VerificationRun> {
  return withDrawing(request.out, (drawing) => run(request, io, drawing));
}

async function run(request: VerificationRequest, io: Io, drawing: Drawing | null): Promise<VerificationRun> {
  const began = io.now();
  const chosen = checkNames(request.convention);
  const question = await settleQuestion(request);
  io.detail(`${question.protocol.title}: ${question.pairs.genuine.length} pairs, ${question.form}`);
  const vectors = await vectorsOf(request.source, question, io);
  io.detail(`vectors after ${seconds(io.now() - began)}`);
  const scored = scoredPairs(question.pairs, vectors, request.folds ?? 10);
  warnOfFailures(vectors, scored, question.pairs, io);
  const opened = openMeasuring(request, question, vectors, scored, chosen);
  const modelName = request.name ?? vectors.modelName;
  const genuine = pick(question.pairs.genuine, scored.kept);
  const drawn = drawing?.draw(
    verificationCharts(opened, genuine, `${question.protocol.title}, ${modelName}`, modelName),
  );
  drawn?.catch(() => undefined); // Heard in write; a fault before that must not count as unheard.
  await handOver();
  const measured = opened.finish();
  const report = reportOf(question, vectors, scored, measured, modelName, request.seed);
  const folder = await write(request.out, report, modelName, drawn);
  io.detail(`done after ${seconds(io.now() - began)}`);
  return { report, measured, genuine, folder };
}

/** Lets the event loop turn, so that the drawing thread gets its work before this thread is busy again. */
const handOver = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

function checkNames(names: readonly string[] | undefined): readonly Convention[] | undefined {
  const unknown = names?.find((name) => !(allConventions as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new UserError(`unknown convention "${unknown}", expected one of ${allConventions.join(", ")}`);
  return names as readonly Convention[] | undefined;
}

function openMeasuring(
  { bootstrap, seed, fars, folds }: VerificationRequest,
  { protocol, pairs }: Question,
  vectors: Vectors,
  { kept, fold }: ScoredPairs,
  chosen: readonly Convention[] | undefined,
): ScoredVerification {
  const left = pick(vectors.left, kept);
  const right = pick(vectors.right, kept);
  return scoreVerification(
    {
      embeddings: vectors.matrix,
      left,
      right,
      genuine: pick(pairs.genuine, kept),
      // With every pair there the evaluator cuts the folds itself and tells too few pairs; otherwise the cut stands.
      fold: pairs.fold === null && kept.length === pairs.genuine.length ? null : pick(fold, kept),
      subjects: subjectsOfRows(pairs, vectors),
      name: (row) => nameOfRow(row, pairs, vectors),
    },
    {
      conventions: chosen ?? (protocol.conventions as readonly Convention[]),
      fars: fars ?? protocol.metrics.fars,
      folds: folds ?? 10,
      bootstrap: bootstrap ?? null,
      seed,
      fields: { flip: vectors.flip },
      magnitudes: vectors.magnitudes,
    },
  );
}

function nameOfRow(row: number, { names, left, right }: PairList, vectors: Vectors): string {
  const pair = vectors.left.indexOf(row);
  if (pair >= 0) return names[left[pair]];
  return names[right[vectors.right.indexOf(row)]] ?? `row ${row + 1}`;
}

function reportOf(
  { protocol, pairs }: Question,
  vectors: Vectors,
  scored: ScoredPairs,
  measured: VerificationResult,
  modelName: string,
  seed: number,
): Report {
  const listed = pairs.genuine.length;
  const result: Result = {
    format: 1,
    task: "verification",
    protocol: { name: protocol.name, digest: protocol.digest },
    figures: measured.figures,
    statistics: measured.statistics,
    provenance: {
      modelName,
      data: vectors.dataDigest,
      ...vectors.provenance,
      pairs: { listed, scored: scored.kept.length, failed: listed - scored.kept.length },
      seed,
      versions: { "magface-eval": version, ...vectors.versions, node: nodeVersion },
    },
  };
  const failures: ImageFailure[] = [...vectors.failed.values()];
  return {
    result,
    published: protocol.published,
    folds: measured.folds,
    pairs: pairRows(pairs, vectors, scored, measured),
    failures,
  };
}

function pairRows(
  { names, left, right, genuine, subjects }: PairList,
  vectors: Vectors,
  { kept, fold }: ScoredPairs,
  { pairs }: VerificationResult,
): PairRow[] {
  const place = new Map<number, number>(Array.from(kept, (pair, at) => [pair, at]));
  return Array.from(genuine, (label, pair) => {
    const at = place.get(pair);
    const why = vectors.failed.get(vectors.left[pair]) ?? vectors.failed.get(vectors.right[pair]);
    return {
      left: names[left[pair]],
      right: names[right[pair]],
      genuine: label === 1,
      fold: fold[pair],
      score: at === undefined ? NaN : pairs.score[at],
      distance: at === undefined ? NaN : pairs.squaredL2[at],
      leftMagnitude: at === undefined ? NaN : pairs.leftMagnitude[at],
      rightMagnitude: at === undefined ? NaN : pairs.rightMagnitude[at],
      ...(subjects && { leftSubject: subjects[left[pair]], rightSubject: subjects[right[pair]] }),
      ...(at === undefined && { failed: `${why?.name}: ${why?.reason}` }),
    };
  });
}

async function write(
  out: string | null,
  report: Report,
  modelName: string,
  drawn: ReturnType<Drawing["draw"]> | undefined,
): Promise<string | null> {
  if (out === null || drawn === undefined) return null;
  const folder = join(out, report.result.protocol.name, safeName(modelName));
  const texts = reportFiles(report);
  writeFiles(folder, new Map([...texts, ...(await drawn)]));
  return folder;
}
