// Results of a run with their pairs, and what says whether two of them measured the same thing.
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import { digestOf, printDigest } from "../host/digest.js";
import { isFile } from "../host/files.js";
import { canonicalJson } from "../protocol/canonical-json.js";
import type { PairRow, Result } from "../report/result.js";
import { readPairRows } from "./pair-rows.js";
import { findResultFiles, readResult } from "./result-folders.js";

/** A result as a baseline keeps it. */
export interface MeasuredResult {
  readonly folder: string;
  readonly result: Result;
  /** pairs.csv, and the digest of which pairs are in it. */
  readonly pairs: { readonly rows: readonly PairRow[]; readonly digest: string } | null;
  /** Digest of what was measured: results of two models on the same data have the same. Null where nothing of it is known. */
  readonly data: string | null;
  /** Digest of how pixels are fed. */
  readonly card: string | null;
}

/** A file that is no sound result, and why. */
export interface FaultyResult {
  readonly file: string;
  readonly reason: string;
}

/** "lfw verification": no two results of one model on the same protocol are called alike. */
export const labelOfResult = ({ protocol, task }: Pick<Result, "protocol" | "task">): string =>
  `${protocol.name} ${task}`;

/**
 * Reads results under some paths; one that can't be read doesn't hide the others.
 *
 * @throws UserError for a path without results, and for two results of the same protocol and task
 */
export async function readMeasured(
  paths: readonly string[],
): Promise<{ sound: MeasuredResult[]; faulty: FaultyResult[] }> {
  const sound: MeasuredResult[] = [];
  const faulty: FaultyResult[] = [];
  for (const file of findResultFiles(paths)) {
    try {
      sound.push(await readOne(file));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faulty.push({ file, reason: error.message });
    }
  }
  const labels = sound.map(({ result }) => labelOfResult(result));
  const again = labels.findIndex((label, at) => labels.indexOf(label) < at);
  if (again >= 0)
    throw new UserError(
      `${sound[labels.indexOf(labels[again])].folder} and ${sound[again].folder} are both results of ${labels[again]}, expected one model's results: name its folders`,
    );
  return { sound, faulty };
}

async function readOne(file: string): Promise<MeasuredResult> {
  const result = await readResult(file);
  const folder = dirname(file);
  const list = join(folder, "pairs.csv");
  const rows = isFile(list) ? await readPairRows(list) : null;
  const pairs = rows && { rows, digest: digestOfPairs(rows) };
  const { card } = result.provenance;
  return {
    ...{ folder, result, pairs },
    data: dataOf(result, pairs?.digest ?? null),
    card: card === undefined ? null : digestText(canonicalJson(card as object)),
  };
}

const digestText = (text: string): string => printDigest(digestOf(text));

const digestOfPairs = (rows: readonly PairRow[]): string =>
  digestText(rows.map(({ left, right, genuine, fold }) => JSON.stringify([left, right, genuine, fold])).join("\n"));

/** The digest in a result of features is one of the features too: they stand in for the model, and leave the lists or pairs. */
function dataOf({ provenance }: Result, pairs: string | null): string | null {
  if (provenance.features === undefined) return provenance.data;
  return Array.isArray(provenance.lists) ? digestText(provenance.lists.join("\n")) : pairs;
}
