// Plots of a section: curves of all models in one, what can't be laid over each other a plot a model.
import type { Chart, Curve, CurveChart, ErcChart, RateChart, RateCurve } from "../report/chart.js";
import type { PagePlot } from "../report/html/page-content.js";
import type { Section, SectionSource } from "./report-sections.js";

/** A plot, and whose it is where it is one model's. */
export interface SectionPlot extends PagePlot {
  readonly source: string | null;
}

/** Kinds of plots in the order in which they are shown. */
const order = ["roc", "det", "cmc", "open-set", "erc", "scores", "magnitudes", "histogram", "cosine", "quality"];

const rank = ({ file }: Chart): number => order.findIndex((kind) => file === kind || file.startsWith(`${kind}-`));

export function sectionPlots({ title, sources }: Pick<Section, "title" | "sources">): SectionPlot[] {
  const overlays = (["roc", "det", "cmc", "open-set"] as const).flatMap((file) => overlayOf(file, title, sources));
  const single = sources.flatMap((source) =>
    source.charts
      .filter((chart) => !("curves" in chart || "rates" in chart))
      .map((chart): SectionPlot => ({ ...worded(chart, source.name, title), chart, source: source.name })),
  );
  return [...overlays, ...single].sort((a, b) => rank(a.chart) - rank(b.chart));
}

const axes = {
  roc: ["ROC", "TAR against FAR on a logarithmic axis"],
  det: ["DET", "FNMR against FMR, both on probit axes"],
  cmc: ["CMC", "identification rate against rank"],
  "open-set": ["Open-set identification", "TPIR against FPIR on a logarithmic axis"],
} as const;

function overlayOf(file: keyof typeof axes, title: string, sources: readonly SectionSource[]): SectionPlot[] {
  const found = sources.flatMap(({ name, charts }) =>
    charts.filter((chart): chart is CurveChart | RateChart => chart.file === file).map((chart) => ({ name, chart })),
  );
  if (found.length === 0) return [];
  const [heading, what] = axes[file];
  const named = <T extends Curve | RateCurve>(name: string, all: readonly T[], alone: boolean): T[] =>
    all.map((curve) => ({ ...curve, name: alone ? name : `${name}, ${curve.name}` }));
  const curves = found.flatMap(({ name, chart }) =>
    "curves" in chart ? named(name, chart.curves, chart.curves.length === 1) : [],
  );
  const rates = found.flatMap(({ name, chart }) =>
    "rates" in chart ? named(name, chart.rates, chart.rates.length === 1) : [],
  );
  const chart = (curves.length > 0 ? { file, title, curves } : { file, title, rates }) as Chart;
  const names = (curves.length > 0 ? curves : rates).map(({ name }) => name);
  return [{ title: heading, description: `${title}: ${what}, of ${listed(names)}.`, chart, source: null }];
}

/** Names in words; of many the first few. */
function listed(names: readonly string[]): string {
  if (names.length > 6) return `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function worded(chart: Chart, model: string, title: string): Omit<PagePlot, "chart"> {
  if ("methods" in chart) {
    const fmr = chart.file.replace(/^erc-/, "");
    return {
      title: `Error versus reject at FMR ${fmr}: ${model}`,
      description: `${title}, ${model}: FNMR at FMR ${fmr} of what stays when the ${chart.reject} of lowest quality are set aside, by ${listed(methodsOf(chart))}. Dashed in grey: a random order; dotted: the best.`,
    };
  }
  if ("points" in chart)
    return {
      title: `Magnitude against cosine: ${model}`,
      description: `${model}: ${chart.y} against ${chart.x}, a point an image, with running medians by data set.`,
    };
  const [heading, what] = histograms[chart.file] ?? [
    `Quality ${chart.file.replace(/^quality-/, "")}`,
    "shares of images by value",
  ];
  return { title: `${heading}: ${model}`, description: `${title}, ${model}: ${what}.` };
}

const methodsOf = ({ methods }: ErcChart): string[] => methods.map(({ name }) => name);

const histograms: Readonly<Record<string, readonly [string, string]>> = {
  scores: ["Scores", "shares of genuine and impostor pairs by score"],
  magnitudes: ["Magnitudes", "shares of the sides of genuine and impostor pairs by magnitude"],
  histogram: ["Magnitudes by data set", "shares of images by magnitude"],
};
