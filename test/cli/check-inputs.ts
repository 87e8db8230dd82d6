// Results as runs write them, small, made on the spot.
import { printPairs } from "../../src/report/csv.js";
import { printResult } from "../../src/report/json.js";
import type { Figure } from "../../src/types.js";
import { draws } from "../onnx-models.js";
import type { Files } from "./command.js";

const digest = (sign: string): string => `sha256:${sign.repeat(64)}`;

export interface ResultOptions {
  readonly protocol?: string;
  readonly task?: string;
  /** One sign of the digest. */
  readonly protocolDigest?: string;
  readonly data?: string;
  readonly model?: string;
  readonly provenance?: object;
}

type Given = Omit<Partial<Figure>, "value"> & { readonly value: number | null };

/** Figures by `name` or `name/convention`: a value, or more of it. */
export const figuresOf = (given: Readonly<Record<string, number | Given>>): Figure[] =>
  Object.entries(given).map(([key, figure]) => {
    const [name, convention = "exact"] = key.split("/");
    const fields = typeof figure === "number" ? { value: figure } : { ...figure, value: figure.value ?? NaN };
    return { name, convention, flip: "none", ...fields };
  });

/** result.json. */
export const resultJson = (
  figures: readonly Figure[],
  {
    protocol = "lfw",
    task = "verification",
    protocolDigest = "a",
    data = "b",
    model = "c",
    provenance,
  }: ResultOptions = {},
): string =>
  printResult({
    ...{ format: 1, task, protocol: { name: protocol, digest: digest(protocolDigest) }, figures },
    provenance: {
      ...{ model: digest(model), modelName: "m", preset: "magface", card: { width: 112 }, data: digest(data) },
      ...provenance,
      versions: { "magface-eval": "0.1.0", node: "20.15.0" },
    },
  });

/** pairs.csv of scores in turn genuine and impostor; ten folds, twenty pairs a subject. */
export const pairsCsv = (scores: readonly number[]): string =>
  printPairs(
    scores.map((score, i) => ({
      ...{
        left: `${i}a.jpg`,
        right: `${i}b.jpg`,
        genuine: i % 2 === 0,
        fold: (i >> 1) % 10,
        score,
        distance: 2 - 2 * score,
      },
      ...{ leftMagnitude: 20, rightMagnitude: 20, leftSubject: `s${i >> 2}`, rightSubject: `t${i}` },
    })),
  );

/** Scores of 400 pairs; those of genuine ones lie `gap` higher. The noise of one seed is the same for any gap. */
export function pairScores(gap: number, seed = 1, noise = 0.02): number[] {
  const shared = draws(99);
  const own = draws(seed);
  return Array.from({ length: 400 }, (_, i) => shared() * 0.3 + (i % 2 === 0 ? gap : 0) + own() * noise);
}

/** A result folder with pairs; the figures stand for what a run would have measured. */
export const folderOf = (
  path: string,
  figures: readonly Figure[],
  scores?: readonly number[],
  options?: ResultOptions,
): Files => ({
  [`${path}/result.json`]: resultJson(figures, options),
  ...(scores && { [`${path}/pairs.csv`]: pairsCsv(scores) }),
});

export const usual = figuresOf({
  accuracy: { value: 0.9, interval: [0.87, 0.93] },
  "accuracy/magface": { value: 0.91, interval: [0.88, 0.94] },
  eer: { value: 0.1, interval: [0.08, 0.12] },
  "tar@far=1e-4": { value: null, reason: "needs 10,000 impostors, has 200" },
  "threshold@far=1e-1": 0.3,
});
