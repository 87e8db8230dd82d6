// Scores of template results, put side by side for tests.
import { join } from "node:path";
import { UserError } from "../errors.js";
import type { PairedFigure } from "../evaluate/paired-comparison.js";
import { pairedTemplates, type TemplateScores } from "../evaluate/paired-templates.js";
import { isFile } from "../host/files.js";
import { readNpy } from "../store/npy.js";
import type { Figure } from "../types.js";
import { commonFars, tarAt, thresholdOf } from "./compare-pairs.js";
import type { Member, Part } from "./compare-parts.js";

const [scoreFile, labelFile] = ["scores.npy", "genuine.npy"];

/** Whether every result has the scores of its pairs and their labels, in one way of pooling and scoring. */
export const haveScores = ({ members }: Part): boolean =>
  members.every(({ folder }) => [scoreFile, labelFile].every((name) => isFile(join(folder, name))));

export interface PairedScores {
  readonly figures: readonly PairedFigure[];
  readonly pairs: number;
}

/** @throws UserError where the files do not belong together */
export function pairTemplates({ members }: Part, bootstrap: number, seed: number): PairedScores {
  const genuine = readLabels(members[0]);
  for (const other of members.slice(1)) refuseOtherLabels(members[0], genuine, other);
  const fars = commonFars(members.map(({ result }) => result.figures));
  const models = members.map((member) => scoresOf(member, genuine, fars));
  return { figures: pairedTemplates(genuine, models, { fars, bootstrap, seed }), pairs: genuine.length };
}

function readLabels({ folder }: Member): Uint8Array {
  const path = join(folder, labelFile);
  const { values, type } = readNpy(path);
  if (type !== "u1") throw new UserError(`${path}: elements of type "${type}", expected u1 as --scores writes them`);
  return Uint8Array.from(values);
}

function refuseOtherLabels(reference: Member, expected: Uint8Array, other: Member): void {
  const labels = readLabels(other);
  const same = labels.length === expected.length && labels.every((label, i) => label === expected[i]);
  if (!same)
    throw new UserError(
      `${join(other.folder, labelFile)}: other labels than ${join(reference.folder, labelFile)}, expected the same pairs in the same order`,
    );
}

function scoresOf(
  { folder, result: { figures } }: Member,
  genuine: Uint8Array,
  fars: readonly number[],
): TemplateScores {
  const path = join(folder, scoreFile);
  const { values: scores } = readNpy(path);
  if (scores.length !== genuine.length)
    throw new UserError(`${path}: ${scores.length} scores, expected ${genuine.length}, one a pair`);
  const valueOf = (name: string): number =>
    figures.find((figure) => figure.name === name && figure.convention === "exact")?.value ?? NaN;
  const points = fars.map((far) => {
    const figure = tarAt(figures, far);
    refuseOtherScores(path, figure, genuine, scores);
    return { tar: figure.value, threshold: thresholdOf(figure) };
  });
  return { scores, auc: valueOf("auc"), eer: valueOf("eer"), points };
}

function refuseOtherScores(path: string, figure: Figure, genuine: Uint8Array, scores: Float64Array): void {
  const threshold = thresholdOf(figure);
  let accepted = 0;
  for (let i = 0; i < scores.length; i++) if (genuine[i] === 1 && scores[i] > threshold) accepted++;
  if (figure.accepted !== undefined && accepted !== figure.accepted.genuine)
    throw new UserError(
      `${path}: ${accepted} genuine pairs accepted for ${figure.name}, expected ${figure.accepted.genuine} as in result.json beside it: not of one run`,
    );
}
