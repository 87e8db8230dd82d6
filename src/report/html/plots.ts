// Plots of a page: places that its script fills, with their legends and a table behind each.
import type { Element } from "hast";
import { h, s } from "hastscript";
import type { Series } from "../plots/interactive.js";
import type { PagePlot } from "./page-content.js";
import { plotData, type PlotData } from "./plot-data.js";

/** A plot's part of the page, and what the page's script draws there. */
export interface PlacedPlot {
  readonly element: Element;
  readonly plot: PlotData;
}

/** @param number unique in the page */
export function placePlot({ title, description, chart }: PagePlot, number: number): PlacedPlot {
  const { plot, series } = plotData(chart, description);
  const element = h("figure", { className: "plot-card" }, [
    h("h4", { id: `plot-${number}` }, title),
    h("div", { className: "plot", dataPlot: String(number), role: "group", ariaLabelledBy: `plot-${number}` }),
    ...legend(series, title),
    h("figcaption", description),
    h("details", { className: "numbers", dataPlot: String(number) }, [
      h("summary", ["Numbers behind it", h("span", { className: "unseen" }, `: ${title}`)]),
      h("div", { className: "scroll", role: "region", ariaLabel: `Numbers of ${title}`, tabIndex: 0 }),
    ]),
  ]);
  return { element, plot };
}

/** Each line of the legend is a box to hide that series by, with a click or with the space bar. */
function legend(series: readonly Series[], title: string): Element[] {
  if (series.length < 2) return [];
  return [
    h("fieldset", { className: "legend" }, [
      h("legend", { className: "unseen" }, `Shown in ${title}`),
      ...series.map(({ name, colour, dash }) =>
        h("label", [
          h("input", { type: "checkbox", checked: true, dataSeries: name }),
          swatch(colour, dash),
          h("span", name),
        ]),
      ),
    ]),
  ];
}

const swatch = (colour: string, dash: readonly number[]): Element =>
  s("svg", { className: "swatch", width: 26, height: 10, viewBox: "0 0 26 10", ariaHidden: "true" }, [
    s("line", {
      x1: 1,
      x2: 25,
      y1: 5,
      y2: 5,
      stroke: colour,
      strokeWidth: 3,
      strokeDashArray: dash.join(" ") || undefined,
    }),
  ]);
