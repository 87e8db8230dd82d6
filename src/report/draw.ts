import type { TopLevelSpec } from "vega-lite";
import type { Chart, Picture } from "./chart.js";
import { compile, vega } from "./plotter.js";
import { detSpec } from "./plots/det.js";
import { ercSpec } from "./plots/erc.js";
import { facesSvg } from "./plots/faces.js";
import { histogramSpec } from "./plots/histogram.js";
import { rateSpec } from "./plots/rates.js";
import { rocSpec } from "./plots/roc.js";
import { scatterSpec } from "./plots/scatter.js";
import { rasterPng } from "./raster.js";

/** PNG pixels a unit of SVG: about 260 dots an inch where a plot fills a column of 3.4 inches. */
const zoom = 2.5;

// Without a canvas vega takes 0.8 em a sign, which leaves holes beside labels; DejaVu Sans runs at 0.6. Its types leave this out.
const { textMetrics } = vega as unknown as {
  textMetrics: { width(item: { fontSize?: number }, text: unknown): number };
};
textMetrics.width = ({ fontSize = 11 }, text) => Math.ceil(0.62 * fontSize * String(text ?? "").length);

/** A chart as vega-lite describes it. */
export function specOf(chart: Chart): TopLevelSpec {
  if ("methods" in chart) return ercSpec(chart);
  if ("rates" in chart) return rateSpec(chart);
  if ("points" in chart) return scatterSpec(chart);
  if (!("curves" in chart)) return histogramSpec(chart);
  return chart.file === "roc" ? rocSpec(chart) : detSpec(chart);
}

/** A plot as SVG, the same bytes for the same spec. Needs no browser and no canvas. */
export async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** An SVG as PNG. */
export const drawPng = (svg: string): Promise<Uint8Array> => rasterPng(svg, zoom);

const svgOf = async (chart: Picture): Promise<string> => ("faces" in chart ? facesSvg(chart) : drawSvg(specOf(chart)));

/** Files of some charts by name, FILE.svg and FILE.png each (of sheets of faces some without SVG). While one becomes PNG the next is laid out. */
export async function drawCharts(charts: readonly Picture[]): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const pictures: Promise<Uint8Array>[] = [];
  for (const chart of charts) {
    const svg = await svgOf(chart);
    if (!("svg" in chart) || chart.svg) files.set(`${chart.file}.svg`, svg);
    pictures.push(drawPng(svg));
  }
  const done = await Promise.all(pictures);
  charts.forEach((chart, at) => files.set(`${chart.file}.png`, done[at]));
  return files;
}
