// Plots of template results as the data that a drawing thread is handed.
import type { SearchCurves } from "../evaluate/identification.js";
import { detCurve, rocCurve } from "../metrics/roc.js";
import { cornerTally, rankedHistogram, type RankedScores } from "../metrics/ranked.js";
import { thinDet, thinRoc } from "../metrics/thin.js";
import { evenEdges } from "../metrics/histogram.js";
import type { Chart, Curve, HistogramChart, RateCurve } from "../report/chart.js";
import type { Figure } from "../types.js";

/** More points than this no plot shows. */
const mostPoints = 1000;

/** One way of scoring, as plots show it. */
export interface DrawnMode {
  readonly name: string;
  readonly roc: Curve;
  readonly det: Curve;
  readonly scores: HistogramChart["classes"];
  readonly search: readonly SearchCurves[];
}

/** Bins of the score histogram, 0.01 wide. */
const scoreEdges = evenEdges(-1, 1, 200);

/** What plots need of one mode's scores, so that the scores themselves can go. */
export function drawnMode(
  name: string,
  ranked: RankedScores,
  figures: readonly Figure[],
  search: readonly SearchCurves[],
): DrawnMode {
  const tally = cornerTally(ranked);
  const roc = thinRoc(rocCurve(tally), mostPoints);
  const det = thinDet(detCurve(tally), mostPoints);
  const counts = { genuine: ranked.genuine.length, impostor: ranked.impostor.length };
  const points = figures.flatMap(({ name: figure, convention, value, far }) =>
    figure.startsWith("tar@far=") && convention === "exact" && Number.isFinite(value) && far !== undefined
      ? [{ fmr: far, fnmr: 1 - value }]
      : [],
  );
  const named = { name, ...counts, points };
  return {
    name,
    roc: { ...named, fmr: roc.far, fnmr: roc.tar.map((tar) => 1 - tar), threshold: roc.threshold },
    det: { ...named, ...det },
    scores: [
      { name: "genuine", counts: rankedHistogram(ranked.genuine, scoreEdges) },
      { name: "impostor", counts: rankedHistogram(ranked.impostor, scoreEdges) },
    ],
    search,
  };
}

/** ROC, DET, score histogram of the first mode, CMC and open-set curves where galleries were searched. */
export function templateCharts(modes: readonly DrawnMode[], title: string): Chart[] {
  const [first] = modes;
  const many = modes.length > 1;
  const charts: Chart[] = [
    { file: "roc", title, curves: modes.map(({ roc }) => roc) },
    { file: "det", title, curves: modes.map(({ det }) => det) },
    {
      file: "scores",
      title: many ? `${title}, ${first.name}` : title,
      axis: "similarity of templates",
      counted: "pairs",
      edges: scoreEdges,
      classes: first.scores,
      marks: [],
    },
  ];
  const searches = modes.flatMap(({ name, search }) =>
    search.map((one) => ({ ...one, label: many ? `${name}, ${one.gallery}` : one.gallery })),
  );
  if (searches.length === 0) return charts;
  const cmc = searches.map(({ label, cmc: y }): RateCurve => ({
    name: label,
    x: Float64Array.from(y, (_, k) => k + 1),
    y,
  }));
  const open = searches
    .filter(({ nonMated }) => nonMated > 0)
    .map(({ label, fpir: x, tpir: y }): RateCurve => thinned(label, x, y));
  return [...charts, { file: "cmc", title, rates: cmc }, { file: "open-set", title, rates: open }];
}

function thinned(name: string, fpir: Float64Array, tpir: Float64Array): RateCurve {
  const { far, tar } = thinRoc({ far: fpir, tar: tpir, threshold: fpir }, mostPoints);
  return { name, x: far, y: tar };
}
