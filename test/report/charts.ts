// Charts from scores, with a plain second way to count error rates.
import type { Chart, Curve, CurveChart, FacesChart, HistogramChart, ScatterChart } from "../../src/report/chart.js";

/** Error rates at every threshold, counted anew at each. Accept when score > threshold. */
export function curveOf(name: string, genuine: readonly number[], impostor: readonly number[]): Curve {
  const thresholds = [...new Set([Infinity, -Infinity, ...genuine, ...impostor])].sort((a, b) => b - a);
  const share = (scores: readonly number[], pick: (score: number) => boolean): number =>
    scores.filter(pick).length / scores.length;
  return {
    name,
    fmr: Float64Array.from(thresholds, (threshold) => share(impostor, (score) => score > threshold)),
    fnmr: Float64Array.from(thresholds, (threshold) => share(genuine, (score) => score <= threshold)),
    threshold: Float64Array.from(thresholds),
    genuine: genuine.length,
    impostor: impostor.length,
    points: [],
  };
}

/** `count` values that look like a bell around `centre`; no chance in it. */
export const bell = (count: number, centre: number, width: number): number[] =>
  Array.from({ length: count }, (_, i) => centre + width * Math.log((i + 0.5) / (count - i - 0.5)));

export const curveChart = (file: "roc" | "det", ...curves: readonly Curve[]): CurveChart => ({
  file,
  title: "lfw, model.onnx",
  curves,
});

export function histogramChart(genuine: readonly number[], impostor: readonly number[]): HistogramChart {
  const edges = Float64Array.from({ length: 101 }, (_, i) => -1 + i / 50);
  const counts = (scores: readonly number[]): Uint32Array =>
    Uint32Array.from({ length: 100 }, (_, i) => scores.filter((x) => x >= edges[i] && x < edges[i + 1]).length);
  return {
    file: "scores",
    title: "lfw, model.onnx",
    axis: "cosine similarity",
    counted: "pairs",
    edges,
    classes: [
      { name: "genuine", counts: counts(genuine) },
      { name: "impostor", counts: counts(impostor) },
    ],
    marks: [],
  };
}

/** Magnitudes of sets in a plot of its own, a legend row each. */
export function magnitudeHistogram(...sets: readonly (readonly number[])[]): HistogramChart {
  const edges = Float64Array.from({ length: 31 }, (_, i) => 10 + i);
  const counts = (values: readonly number[]): Uint32Array =>
    Uint32Array.from({ length: 30 }, (_, i) => values.filter((x) => x >= edges[i] && x < edges[i + 1]).length);
  const classes = sets.map((values, at) => ({
    name: `set ${at}: ${values.length} images, median 20.5`,
    counts: counts(values),
  }));
  return {
    file: "histogram",
    title: "model",
    axis: "embedding magnitude",
    counted: "images",
    edges,
    classes,
    marks: [],
  };
}

/** Clouds of `size` points, the last line through all of them where there are several. */
export function scatterChart(sets: number, size: number): ScatterChart {
  const all = Array.from({ length: sets * size }, (_, i) => i);
  const line = (at: number): Float64Array => Float64Array.of(15 + at, 25 + at);
  return {
    file: "cosine",
    title: "model",
    x: "embedding magnitude",
    y: "cosine to mean of other images",
    points: {
      x: Float64Array.from(all, (i) => 15 + (i % sets) + ((i * 7) % 97) / 9),
      y: Float64Array.from(all, (i) => ((i * 31) % 89) / 100 - (i % 3) / 10),
      line: Uint32Array.from(all, (i) => i % sets),
    },
    lines: Array.from({ length: sets === 1 ? 1 : sets + 1 }, (_, at) => ({
      ...{ name: at === sets ? "all: ρ = 0.50" : `set ${at}: ρ = −0.25`, x: line(at), y: line(at).map((x) => x / 40) },
      whole: at === sets,
    })),
  };
}

/** A sheet of faces whose PNGs are these bytes. */
export const facesChart = (pngs: readonly Uint8Array[], columns: number): FacesChart => ({
  ...{ file: "mean-faces", title: "model: mean face by magnitude", columns, width: 64, height: 64, svg: true },
  faces: pngs.map((png, at) => ({ png, lines: [`${10 + at}.0 – ${11 + at}.0`, "1,234 images"] })),
});

const good = [bell(400, 0.5, 0.06), bell(600, 0, 0.05)] as const;
const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
  good,
  [bell(50, 0.7, 0.01), bell(50, -0.1, 0.01)],
  [
    [0.9, 0.8, 0.7, 0.6, 0.2],
    [0.5, 0.3, 0.1, 0, -0.1],
  ],
  [
    [0.5, 0.5],
    [0.5, 0.5, 0.5],
  ],
  [[0.4], [0.6]],
];

/** One set, several, more than there are colours, and a set of one image. */
const magnitudePlots: readonly Chart[] = [1, 3, 9].flatMap((sets) => [
  magnitudeHistogram(...Array.from({ length: sets }, (_, at) => bell(50, 18 + at, 1.5))),
  scatterChart(sets, 60),
]);

/** Usual and degenerate input: a good model, a perfect one, ten pairs, all scores equal, one pair of each and the wrong way round. */
export const manyCharts: readonly Chart[] = [
  ...cases.flatMap(([genuine, impostor]) => {
    const curve = curveOf("m", genuine, impostor);
    return [curveChart("roc", curve), curveChart("det", curve), histogramChart(genuine, impostor)];
  }),
  ...magnitudePlots,
  magnitudeHistogram([20.5]),
  scatterChart(1, 1),
];

/** One of each file, as a run makes them. */
export const runCharts: readonly Chart[] = [
  curveChart("roc", { ...curveOf("m", ...good), points: [{ fmr: 0.01, fnmr: 0.05 }] }),
  curveChart("det", { ...curveOf("m", ...good), points: [{ fmr: 0.01, fnmr: 0.05 }] }),
  { ...histogramChart(...good), marks: [{ value: 0.25, label: "FAR 1e-2" }] },
  { ...histogramChart(bell(200, 0.1, 0.05), []), file: "magnitudes", axis: "magnitude", counted: "images" },
];
