// Result folders as runs leave them, of small numbers, for pages of them.
import { printPairs } from "../../src/report/csv.js";
import type { Chart, ErcChart, RateChart } from "../../src/report/chart.js";
import { printResult } from "../../src/report/json.js";
import { printPlots } from "../../src/report/plots-file.js";
import type { PairRow, Result } from "../../src/report/result.js";
import type { Figure } from "../../src/types.js";
import { bell, curveChart, curveOf, histogramChart, magnitudeHistogram, scatterChart } from "../report/charts.js";
import type { Files } from "./command.js";
import { pictureNames } from "./user-files.js";

export const digest = `sha256:${"ab".repeat(32)}`;

export function resultOf(model: string, figures: readonly Figure[], changes: Partial<Result> = {}): Result {
  return {
    ...{ format: 1, task: "verification", protocol: { name: "small", digest }, figures },
    provenance: {
      ...{ modelName: model, model: `sha256:${"cd".repeat(32)}`, preset: "magface", data: digest, provider: "cpu" },
      ...{
        pairs: { listed: 8, scored: 8, failed: 0 },
        seed: 7,
        versions: { "magface-eval": "0.1.0", node: "20.20.2" },
      },
    },
    ...changes,
  };
}

export const rates = (accuracy: number, tar: number): Figure[] => [
  {
    ...{ name: "accuracy", convention: "exact", flip: "none", value: accuracy, std: 0.01, folds: 10 },
    ...{ interval: [accuracy - 0.01, accuracy + 0.01], intervalMethod: "wilson" },
  },
  { name: "accuracy", convention: "magface", flip: "none", value: accuracy - 0.001 },
  { name: "eer", convention: "exact", flip: "none", value: 1 - accuracy },
  {
    ...{ name: "tar@far=1e-1", convention: "exact", flip: "none", value: tar, far: 0.1, threshold: 0.25 },
    accepted: { genuine: Math.round(tar * 1000), impostor: 100 },
  },
  { name: "tar@far=1e-4", convention: "exact", flip: "none", value: NaN, reason: "needs 10,000 impostors, has 600" },
];

const curves = (model: string, centre: number): Chart[] => {
  const [genuine, impostor] = [bell(400, centre, 0.06), bell(600, 0.1, 0.05)];
  const curve = curveOf(model, genuine, impostor);
  const reachable = {
    ...curve,
    fmr: curve.fmr.slice(1),
    fnmr: curve.fnmr.slice(1),
    threshold: curve.threshold.slice(1),
  };
  return [
    curveChart("roc", { ...reachable, points: [{ fmr: 0.01, fnmr: 0.05 }] }),
    curveChart("det", reachable),
    histogramChart(genuine, impostor),
    { ...histogramChart(bell(200, 0.1, 0.05), bell(300, 0.1, 0.05)), file: "magnitudes", axis: "embedding magnitude" },
  ];
};

/** Pairs of the eight pictures of user-files.ts. */
const pairRows: PairRow[] = pictureNames.map((left, i) => ({
  ...{ left, right: pictureNames[(i + 1) % 8], genuine: i % 2 === 1, fold: 0 },
  ...{ score: i / 10, distance: 2 - i / 5, leftMagnitude: 20 + i, rightMagnitude: 20 + ((i + 1) % 8) },
}));

export const verification = (folder: string, model: string, accuracy: number, tar: number, centre = 0.4): Files => ({
  [`${folder}/result.json`]: printResult(resultOf(model, rates(accuracy, tar))),
  [`${folder}/plots.json`]: printPlots(curves(model, centre)),
  [`${folder}/pairs.csv`]: printPairs(pairRows),
});

const ercChart: ErcChart = {
  ...{ file: "erc-1e-2", title: "t", reject: "pairs", start: 0.1 },
  methods: ["magnitude", "random"].map((name, at) => ({
    ...{ name, rate: Float64Array.of(0, 0.2, 0.5, 0.9), fnmr: Float64Array.of(0.1, 0.08 - at / 50, 0.05, 0.02) },
    band: Array.from({ length: 20 }, () => [0.02, 0.12] as const),
  })),
};

const fnmr = (quality: string, value: number): Figure[] =>
  ["0", "0.05", "0.2"].map((share, at) => ({
    ...{ name: `fnmr@fmr=1e-2,reject=${share}`, convention: "exact", quality, reject: "pairs" },
    value: value / (at + 1),
  }));

export const erc: Files = {
  "results/small/one/erc/result.json": printResult(
    resultOf("one", [...fnmr("magnitude", 0.1), ...fnmr("oracle", 0.05), ...fnmr("piqe", 0.12)], { task: "erc" }),
  ),
  "results/small/one/erc/plots.json": printPlots([ercChart]),
};

const searched = (file: "cmc" | "open-set"): RateChart => ({
  ...{ file, title: "t" },
  rates: ["G1", "G2"].map((name, at) => ({
    name,
    x: file === "cmc" ? Float64Array.of(1, 2, 5, 10) : Float64Array.of(0.01, 0.1, 0.5, 1),
    y: Float64Array.of(0.8 - at / 10, 0.9, 0.95, 1),
  })),
});

export const templates: Files = {
  "results/sets/one/result.json": printResult(
    resultOf(
      "one",
      [
        ...rates(0.9, 0.8).map((figure) => ({ ...figure, pooling: "magface" })),
        { name: "rank-1", convention: "exact", pooling: "magface", gallery: "G1", value: 0.8 },
      ],
      { task: "templates", protocol: { name: "sets", digest } },
    ),
  ),
  "results/sets/one/plots.json": printPlots([
    ...curves("magface", 0.5).slice(0, 3),
    searched("cmc"),
    searched("open-set"),
  ]),
};

export const magnitude: Files = {
  "results/magnitude/one/result.json": printResult(
    resultOf(
      "one",
      [
        { name: "images", convention: "exact", dataset: "near", value: 8 },
        { name: "magnitude-mean", convention: "exact", dataset: "near", value: 23.5 },
      ],
      { task: "magnitude", protocol: { name: "magnitude", digest } },
    ),
  ),
  "results/magnitude/one/plots.json": printPlots([
    { ...magnitudeHistogram(bell(50, 18, 1.5), bell(50, 20, 1.5)) },
    scatterChart(2, 60),
  ]),
  "results/magnitude/one/images.csv": `dataset,name,subject,magnitude,cosine\n${pictureNames.map((name, i) => `near,${name},p${i},${30 - i},0.5\n`).join("")}`,
};

export const quality: Files = {
  "results/faces/result.json": printResult(
    resultOf("one", [{ name: "mean", convention: "exact", quality: "piqe", value: -20 }], {
      ...{ task: "quality", protocol: { name: "quality", digest } },
    }),
  ),
  "results/faces/plots.json": printPlots([{ ...histogramChart(bell(50, 0.2, 0.1), []), file: "quality-piqe" }]),
  "results/faces/quality.csv": `name,piqe\n${pictureNames.map((name, i) => `faces/${name},${-i}\n`).join("")}`,
};

/** One of every task, two models in one of them. */
export const everyTask: Files = {
  ...verification("results/small/one", "one", 0.95, 0.9),
  ...verification("results/small/two", "two", 0.97, 0.85, 0.35),
  ...{ ...erc, ...templates, ...magnitude, ...quality },
};
