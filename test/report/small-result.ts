// A small result with everything that is hard to print. What it must look like is written by hand in test/golden/report/.
import { readFileSync } from "node:fs";
import type { FoldRow, PairRow, PublishedFigure, Result } from "../../src/report/result.js";

export const golden = (name: string): string =>
  readFileSync(new URL(`../golden/report/${name}`, import.meta.url), "utf8");

export const smallResult: Result = {
  provenance: {
    versions: { node: "20.20.2", "magface-eval": "0.1.0" },
    seed: 1,
    data: "sha256:00ff",
    modelName: "r_50 & 100%~\\x",
    model: "sha256:abcd",
  },
  figures: [
    {
      intervalMethod: "wilson",
      interval: [0.5, 1],
      std: 0.125,
      value: 0.875,
      pairs: 8,
      flip: "none",
      convention: "exact",
      name: "accuracy",
    },
    { name: "accuracy", convention: "magface", flip: "none", value: 2 / 3, std: NaN },
    {
      name: "tar@far=1e-1",
      convention: "exact",
      flip: "none",
      value: 0.75,
      far: 0.0625,
      accepted: { genuine: 12345, impostor: 1 },
      threshold: -0.31,
    },
    { name: "threshold@far=1e-1", convention: "exact", flip: "none", value: -0.31 },
    { name: "tar@far=1e-4", convention: "exact", flip: "none", value: NaN, reason: 'needs 10,000 impostors, has "16"' },
    { name: "fnmr@fmr=1e-3", convention: "exact", quality: "magnitude", flip: "none", value: 0.00004 },
    { name: "mean-norm", convention: "insightface", flip: "none", value: 1.5e-9 },
  ],
  protocol: { digest: "sha256:beef", name: "lfw" },
  task: "verification",
  format: 1,
};

export const published: PublishedFigure[] = [
  { figure: "accuracy", value: 0.9983, model: "R_100", source: "paper | Table #1", status: "read" },
  { figure: "eer", value: 0.01, model: "nobody", source: "nowhere", status: "read" },
];

export const folds: FoldRow[] = [
  fold("exact", 0, 4, 1, 0.1 + 0.2, 1, 3),
  fold("magface", 9, 3, 0.75, 5e-324, 1 / 3, 1),
];

function fold(
  convention: string,
  number: number,
  correct: number,
  accuracy: number,
  threshold: number,
  trainAccuracy: number,
  equallyGood: number,
): FoldRow {
  return { convention, fold: number, pairs: 4, correct, accuracy, threshold, trainAccuracy, equallyGood };
}

export const pairs: PairRow[] = [
  {
    left: "a, b.jpg",
    right: 'say "hi".jpg',
    genuine: true,
    fold: 0,
    score: 0.1,
    distance: 1.8,
    leftMagnitude: 1e21,
    rightMagnitude: 22,
    leftSubject: "a",
    rightSubject: "O, Neil",
  },
  {
    left: "two\nlines",
    right: "é.png",
    genuine: false,
    fold: 1,
    score: NaN,
    distance: NaN,
    leftMagnitude: NaN,
    rightMagnitude: 0,
    failed: "é.png: not an image",
  },
];
