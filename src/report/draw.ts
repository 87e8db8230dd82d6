import type { TopLevelSpec } from "vega-lite";
import type { Picture } from "./chart.js";
import { compile, vega } from "./plotter.js";
import { facesSvg } from "./plots/faces.js";
import { specOf } from "./plots/spec.js";
import { rasterPng } from "./raster.js";

/** PNG pixels a unit of SVG: about 260 dots an inch where a plot fills a column of 3.4 inches. */
const zoom = 2.5;

// Without a canvas vega takes 0.8 em a sign, which leaves holes beside labels; DejaVu Sans runs at 0.6. Its types leave this out.
const { textMetrics } = vega as unknown as {
  textMetrics: { width(item: { fontSize?: number }, text: unknown): number };
};
textMetrics.width = ({ fontSize = 11 }, text) => Math.ceil(0.62 * fontSize * String(text ?? "").length);

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
