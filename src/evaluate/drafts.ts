// Figures of one verification run, each with what its interval can be made from.
import type { Accuracy } from "../metrics/accuracy.js";
import { auc } from "../metrics/auc.js";
import { eer } from "../metrics/eer.js";
import type { MeanTar } from "../metrics/fold-tar.js";
import { farTooSmall, operatingPoint, printRate } from "../metrics/operating-point.js";
import { missingClass, type Tally } from "../metrics/tally.js";
import type { Figure } from "../types.js";
import type { Convention } from "./conventions.js";
import { weightedShare, type Draft } from "./intervals.js";

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

const undefinedFigure = (name: string, convention: string, reason: string): Draft => ({
  figure: { name, convention, value: NaN, reason },
});

/** Its interval is that of the decisions as made: thresholds are not chosen anew in replicates. */
export function accuracyDraft(convention: Convention, { value, std, reason, right, folds }: Accuracy): Draft {
  if (reason !== undefined) return undefinedFigure("accuracy", convention, reason);
  const correct = sum(right);
  return {
    figure: { name: "accuracy", convention, value, std, folds: folds.length, correct, pairs: right.length },
    share: [correct, right.length],
    again: ({ weights }) => weightedShare(weights, right),
  };
}

/** AUC, EER, and for each target FAR the TAR and the threshold, from one tally. */
export function tallyDrafts(tally: Tally, fars: readonly number[]): Draft[] {
  const points = fars.map((far) => pointDrafts(tally, far));
  return [aucDraft(tally), eerDraft(tally), ...points.map(([tar]) => tar), ...points.map(([, threshold]) => threshold)];
}

function aucDraft(tally: Tally): Draft {
  const missing = missingClass(tally);
  if (missing !== null) return undefinedFigure("auc", "exact", missing);
  return {
    figure: { name: "auc", convention: "exact", value: auc(tally) },
    again: (replicate) => auc(replicate.tally),
  };
}

function eerDraft(tally: Tally): Draft {
  const missing = missingClass(tally);
  if (missing !== null) return undefinedFigure("eer", "exact", missing);
  const { value, after } = eer(tally);
  return {
    figure: { name: "eer", convention: "exact", value, threshold: after.threshold },
    again: (replicate) => eer(replicate.tally).value,
  };
}

function pointDrafts(tally: Tally, target: number): [Draft, Draft] {
  const tarName = `tar@far=${printRate(target)}`;
  const thresholdName = `threshold@far=${printRate(target)}`;
  const reason = missingClass(tally) ?? farTooSmall(target, tally.impostorTotal);
  if (reason !== null) {
    return [undefinedFigure(tarName, "exact", reason), undefinedFigure(thresholdName, "exact", reason)];
  }
  const { threshold, genuine, impostor, tar, far } = operatingPoint(tally, target);
  const reached = { far, accepted: { genuine, impostor } };
  return [
    {
      figure: { name: tarName, convention: "exact", value: tar, ...reached, threshold },
      share: [genuine, tally.genuineTotal],
      again: (replicate) => operatingPoint(replicate.tally, target).tar,
    },
    { figure: { name: thresholdName, convention: "exact", value: threshold, ...reached } },
  ];
}

/** Mean TAR over folds; its interval is that of the decisions as made, like accuracy's. */
export function foldTarDraft(convention: Convention, target: number, measured: MeanTar, isGenuine: Uint8Array): Draft {
  const name = `tar@far=${printRate(target)}`;
  const { value, std, far, reason, accepted: flags } = measured;
  if (reason !== undefined) return undefinedFigure(name, convention, reason);
  const genuine = sum(flags.filter((_, i) => isGenuine[i] === 1));
  const accepted = { genuine, impostor: sum(flags) - genuine };
  return {
    figure: { name, convention, value, std, far, accepted, folds: measured.folds.length },
    share: [genuine, sum(isGenuine)],
    again: ({ weights }) => weightedShare(weights, flags, isGenuine),
  };
}

/** InsightFace's XNorm: mean length over both sides of all pairs. */
export const meanNormFigure = (value: number): Figure => ({ name: "mean-norm", convention: "insightface", value });
