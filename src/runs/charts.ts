// Plots of a verification result as the data that a drawing thread is handed.
import type { ScoredVerification } from "../evaluate/verification.js";
import { thinDet, thinRoc } from "../metrics/thin.js";
import type { Chart, Curve } from "../report/chart.js";
import type { Figure } from "../types.js";

/** More points than this no plot shows. */
const mostPoints = 1000;

/**
 * ROC, DET, score histogram and, where lengths tell quality, magnitude histogram.
 *
 * @param title protocol and model
 */
export function verificationCharts(
  measured: Pick<ScoredVerification, "figures" | "curves" | "histograms">,
  genuine: Uint8Array,
  title: string,
  model: string,
): Chart[] {
  const counts = { genuine: 0, impostor: 0 };
  for (const label of genuine) counts[label === 1 ? "genuine" : "impostor"]++;
  const points = measured.figures.flatMap(operatingPoint);
  const { roc, det } = measured.curves;
  const thinRocCurve = thinRoc(roc, mostPoints);
  const thinDetCurve = thinDet(det, mostPoints);
  const named = { name: model, ...counts, points };
  const rocCurve: Curve = {
    ...{ ...named, fmr: thinRocCurve.far, fnmr: thinRocCurve.tar.map((tar) => 1 - tar) },
    threshold: thinRocCurve.threshold,
  };
  const detCurve: Curve = { ...named, ...thinDetCurve };
  const charts: Chart[] = [];
  if (counts.genuine > 0 && counts.impostor > 0) {
    charts.push({ file: "roc", title, curves: [rocCurve] }, { file: "det", title, curves: [detCurve] });
  }
  charts.push(histogramChart("scores", title, "cosine similarity", "pairs", measured.histograms.score));
  const { magnitude } = measured.histograms;
  if (magnitude) charts.push(histogramChart("magnitudes", title, "embedding magnitude", "sides of pairs", magnitude));
  return charts;
}

/** TAR@FAR of the exact rule as a mark on the curves. */
function operatingPoint({ name, convention, value, far }: Figure): { fmr: number; fnmr: number }[] {
  const drawn = name.startsWith("tar@far=") && convention === "exact" && Number.isFinite(value) && far !== undefined;
  return drawn ? [{ fmr: far, fnmr: 1 - value }] : [];
}

function histogramChart(
  file: "scores" | "magnitudes",
  title: string,
  axis: string,
  counted: string,
  { genuine, impostor }: ScoredVerification["histograms"]["score"],
): Chart {
  const classes = [
    { name: "genuine", counts: genuine.counts },
    { name: "impostor", counts: impostor.counts },
  ];
  return { file, title, axis, counted, edges: genuine.edges, classes, marks: [] };
}
