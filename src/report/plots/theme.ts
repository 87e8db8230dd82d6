import type { TopLevelSpec } from "vega-lite";

/** Plot area in pixels; with axes and title a plot is about 350 x 290, which a column of a paper shows nearly at size. */
export const plotWidth = 280;
export const plotHeight = 200;

/** DejaVu Sans comes with the product for PNG; a browser that lacks it shows SVG in its own sans. */
export const fontFamily = "DejaVu Sans";
const font = `${fontFamily}, sans-serif`;

/** Colours of Okabe and Ito (2008), told apart with every common colour blindness, the darker ones first. */
const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

/** Beyond colour, for print in grey and for more curves than colours. */
const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

export const ink = "#222222";
const grid = "#E3E3E3";

/** What stands for each colour of a plot on a dark page. */
export const darkColours: Readonly<Record<string, string>> = {
  ...{ "#0072B2": "#58B0EE", "#D55E00": "#FF8B45", "#009E73": "#2FCFA0", "#CC79A7": "#E8A0C8" },
  ...{ "#E69F00": "#F5B83D", "#56B4E9": "#9AD6FA", "#000000": "#F4F4F4" },
  ...{ [ink]: "#D8DCE3", [grid]: "#343A46", white: "#171A21" },
};

/** Colour and dash of each series by its place. Seven colours and four dashes repeat together only after 28 series. */
export const colours = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => palette[at % palette.length]);
export const dashPatterns = (count: number): number[][] =>
  Array.from({ length: count }, (_, at) => dashes[at % dashes.length]);

/** Dash of each series where points or areas show its colour too: needed only from where colours come again. */
export const laterDashPatterns = (count: number): number[][] =>
  Array.from({ length: count }, (_, at) => dashes[Math.floor(at / palette.length) % dashes.length]);

/** A legend of line samples under the plot, one name a row, where it can hide no curve. */
export const legendBelow = {
  orient: "bottom",
  direction: "vertical",
  title: null,
  symbolType: "stroke",
  symbolSize: 400,
  symbolStrokeWidth: 2,
} as const;

/** Axis that shows exactly these ticks, each with its text, and a light grid line at each. */
export function axis(title: string, ticks: readonly { readonly at: number; readonly text: string }[]) {
  const texts = Object.fromEntries(ticks.map(({ at, text }) => [String(at), text]));
  return { title, values: ticks.map(({ at }) => at), labelExpr: `${JSON.stringify(texts)}[datum.value]` };
}

/** Text cut in its middle, where model names differ least, to fit `most` signs. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

/** What all plots share: size, white ground, title, type. */
export function frame(title: string): Pick<TopLevelSpec, "$schema" | "background" | "padding" | "title" | "config"> & {
  width: number;
  height: number;
} {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: plotWidth,
    height: plotHeight,
    background: "white",
    padding: 6,
    title: shorten(title, 44),
    config: {
      font,
      view: { stroke: null },
      title: { anchor: "start", frame: "group", fontSize: 11, fontWeight: "normal", color: ink, offset: 8 },
      axis: {
        ...{ labelFontSize: 10, titleFontSize: 11, titleFontWeight: "normal", labelColor: ink, titleColor: ink },
        ...{
          gridColor: grid,
          gridWidth: 0.8,
          domainColor: ink,
          domainWidth: 0.8,
          tickColor: ink,
          tickSize: 3,
          tickWidth: 0.8,
        },
        ...{ labelOverlap: false, labelFlush: false, titlePadding: 6 },
      },
      axisY: { minExtent: 30, maxExtent: 30 },
      legend: { labelFontSize: 10, labelColor: ink, labelLimit: 0, rowPadding: 2, offset: 4 },
    },
  };
}
