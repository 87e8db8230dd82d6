// Pairs of verification results, put side by side for tests.
import { join } from "node:path";
import { UserError } from "../errors.js";
import { foldDecisions, type PairedScores, type PairedVerification } from "../evaluate/paired-verification.js";
import { isFile } from "../host/files.js";
import { Numbering } from "../math/numbering.js";
import { printRate } from "../metrics/operating-point.js";
import type { PairRow } from "../report/result.js";
import type { Figure } from "../types.js";
import type { Member, Part } from "./compare-parts.js";
import { readPairRows } from "./pair-rows.js";

/** Pairs of each member in list order; null where the task has none, or a pairs.csv is missing. */
export async function readPartPairs({ task, members }: Part): Promise<PairRow[][] | null> {
  const paths = members.map(({ folder }) => join(folder, "pairs.csv"));
  if (task !== "verification" || !paths.every(isFile)) return null;
  return Promise.all(paths.map(readPairRows));
}

/** The pairs that no model failed on. */
export interface CommonPairs {
  readonly input: PairedVerification;
  readonly fars: readonly number[];
  /** Place in the list of each. */
  readonly places: Uint32Array;
  /** Rows of the first result, for names. */
  readonly rows: readonly PairRow[];
  /** Pairs that each model failed on. */
  readonly failed: readonly number[];
}

/**
 * @param rows pairs of each member, the same pair at the same place
 * @throws UserError where a pairs.csv does not belong to its result.json
 */
export function commonPairs({ members }: Part, rows: readonly PairRow[][]): CommonPairs {
  const [first] = rows;
  const isScored = (row: PairRow): boolean => !Number.isNaN(row.score);
  const places = Uint32Array.from(first, (_, i) => i).filter((i) => rows.every((list) => isScored(list[i])));
  const fars = commonFars(members.map(({ result }) => result.figures));
  return {
    input: {
      genuine: Uint8Array.from(places, (i) => (first[i].genuine ? 1 : 0)),
      fold: Uint16Array.from(places, (i) => first[i].fold),
      subjects: subjectsOf(places, first),
      models: members.map((member, m) => scoresOf(member, rows[m], places, fars)),
    },
    ...{ fars, places, rows: first, failed: rows.map((list) => list.filter((row) => !isScored(row)).length) },
  };
}

/** FARs at which each result has a threshold of the `exact` convention, the greatest first. */
export function commonFars(lists: readonly (readonly Figure[])[]): number[] {
  const ofEach = lists.map((figures) =>
    figures.filter((figure) => isExactTar(figure) && Number.isFinite(figure.value)).map(({ name }) => rateOf(name)),
  );
  return [...new Set(ofEach[0].filter((far) => ofEach.every((fars) => fars.includes(far))))].sort((a, b) => b - a);
}

const isExactTar = ({ name, convention }: Figure): boolean => convention === "exact" && name.startsWith("tar@far=");
const rateOf = (name: string): number => Number(name.slice("tar@far=".length));

/** The figure of a FAR. */
export const tarAt = (figures: readonly Figure[], far: number): Figure =>
  figures.find((figure) => isExactTar(figure) && figure.name === `tar@far=${printRate(far)}`)!;

/** JSON has no infinities: a threshold of null accepts everything. */
export const thresholdOf = ({ threshold }: Figure): number => threshold ?? -Infinity;

function scoresOf(
  { folder, result: { figures } }: Member,
  rows: readonly PairRow[],
  places: Uint32Array,
  fars: readonly number[],
): PairedScores {
  const own = rows.filter(({ score }) => !Number.isNaN(score));
  const path = join(folder, "pairs.csv");
  const thresholds = fars.map((far) => {
    const figure = tarAt(figures, far);
    const threshold = thresholdOf(figure);
    const accepted = own.filter(({ genuine, score }) => genuine && score > threshold).length;
    refuseOther(path, figure.name, `${accepted} genuine pairs accepted`, figure.accepted?.genuine, accepted);
    return threshold;
  });
  return {
    score: Float64Array.from(places, (i) => rows[i].score),
    right: decisionsOf(path, figures, rows, own, places),
    thresholds,
  };
}

/** Decisions of accuracy (exact) on some pairs; made on all that the model has, as its run made them. */
function decisionsOf(
  path: string,
  figures: readonly Figure[],
  rows: readonly PairRow[],
  own: readonly PairRow[],
  places: Uint32Array,
): Uint8Array | null {
  const figure = figures.find(({ name, convention }) => name === "accuracy" && convention === "exact");
  if (figure === undefined || !Number.isFinite(figure.value)) return null;
  const right = foldDecisions(
    Float64Array.from(own, ({ distance }) => distance),
    Uint8Array.from(own, ({ genuine }) => (genuine ? 1 : 0)),
    Uint16Array.from(own, ({ fold }) => fold),
  );
  if (right === null) return null;
  const correct = right.reduce((sum, one) => sum + one, 0);
  refuseOther(path, "accuracy", `${correct} right decisions`, figure.correct, correct);
  const placeOf = new Map(own.map((row, at) => [row, at]));
  return Uint8Array.from(places, (i) => right[placeOf.get(rows[i])!]);
}

function refuseOther(path: string, name: string, found: string, expected: unknown, count: number): void {
  if (expected !== undefined && expected !== count)
    throw new UserError(
      `${path}: ${found} for ${name}, expected ${String(expected)} as in result.json beside it: not of one run`,
    );
}

/** Numbers of the two sides' subjects; null where a pair has none. */
function subjectsOf(places: Uint32Array, rows: readonly PairRow[]): PairedVerification["subjects"] {
  const known = places.every((i) => rows[i].leftSubject !== undefined && rows[i].rightSubject !== undefined);
  if (!known) return null;
  const numbers = new Numbering<string>();
  const left = places.map((i) => numbers.of(rows[i].leftSubject!));
  const right = places.map((i) => numbers.of(rows[i].rightSubject!));
  return { left, right, count: numbers.count };
}
