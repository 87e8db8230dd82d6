import type { TopLevelSpec } from "vega-lite";
import type { HistogramChart } from "../chart.js";
import type { Place } from "./curves.js";
import { axis, colours, frame, ink, laterDashPatterns, legendBelow, plotWidth } from "./theme.js";
import { evenTicks, printPercentTick, type Tick } from "./ticks.js";

type Class = HistogramChart["classes"][number];
type Outline = Place & { readonly s: string };
type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

const quantitative = "quantitative" as const;

/** Pixels that a threshold's text needs beside its neighbour's. */
const markRoom = 11;

/** Pixels a sign of a tick's text. */
const signWidth = 6.2;

/**
 * Share of each class by bin, as outlines that may overlap. Shares, not counts: impostors often outnumber genuine pairs
 * a hundredfold, and a class of few would be a flat line.
 */
export function histogramSpec(chart: HistogramChart): TopLevelSpec {
  const classes = chart.classes.filter(({ counts }) => total(counts) > 0);
  const [first, last] = usedBins(classes, chart.edges.length - 1);
  const domain = [chart.edges[first], chart.edges[last + 1]] as const;
  const outlines = classes.flatMap((each) => outline(each, chart.edges, first, last));
  const highest = Math.max(0.01, ...outlines.map(({ y }) => y));
  const names = classes.map(({ name }) => name);
  return {
    ...frame(chart.title),
    encoding: { x: xChannel(chart.axis, domain), y: yChannel(`share of ${chart.counted} (%)`, highest) },
    layer: [
      ...classLayers(outlines, names, chart.file === "histogram"),
      ...markLayers(visibleMarks(chart.marks, domain)),
    ],
  };
}

const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * Areas with their outlines. Where there are more classes than colours the outlines are lines of their own with dashes:
 * an area can have none.
 */
function classLayers(values: readonly Outline[], names: readonly string[], ofSets: boolean): Layers {
  const dashes = laterDashPatterns(names.length);
  const dashed = dashes.some(({ length }) => length > 0);
  const shown = dashed ? legendBelow : legend(names, ofSets);
  const domain = [...names];
  const color = {
    field: "s",
    type: "nominal",
    scale: { domain, range: colours(names.length) },
    legend: shown,
  } as const;
  const strokeDash = { field: "s", type: "nominal", scale: { domain, range: dashes }, legend: shown } as const;
  const data = { values: [...values] };
  const fillOpacity = names.length > 2 ? 0.08 : 0.3;
  const area = { type: "area", interpolate: "step-after", fillOpacity } as const;
  const outline = { strokeWidth: 1.4 };
  if (!dashed) return [{ data, mark: { ...area, line: outline }, encoding: { color } }];
  return [
    { data, mark: area, encoding: { color } },
    { data, mark: { type: "line", interpolate: "step-after", ...outline }, encoding: { color, strokeDash } },
  ];
}

/** First and last bin to show: those any class uses, and one empty bin on either side where there is one. */
function usedBins(classes: readonly Class[], bins: number): [number, number] {
  const used = Array.from({ length: bins }, (_, bin) => bin).filter((bin) =>
    classes.some(({ counts }) => counts[bin] > 0),
  );
  if (used.length === 0) return [0, bins - 1];
  return [Math.max(0, used[0] - 1), Math.min(bins - 1, used[used.length - 1] + 1)];
}

/** The upper edge of a class' bars from left to right; its last point closes the last bar. */
function outline({ name, counts }: Class, edges: Float64Array, first: number, last: number) {
  const all = total(counts);
  return Array.from(edges.subarray(first, last + 2), (x, at) => {
    const bin = Math.min(first + at, last);
    return { x, y: counts[bin] / all, s: name };
  });
}

const squares = { title: null, symbolType: "square", symbolSize: 90, symbolOpacity: 0.7 } as const;

/** Two short names fit above the plot; sets with their figures take a row each below it, a single one too. */
function legend(names: readonly string[], ofSets: boolean) {
  if (ofSets) return { ...legendBelow, ...squares, offset: 8 };
  return names.length < 2 ? null : ({ ...squares, orient: "top", direction: "horizontal" } as const);
}

function xChannel(title: string, [low, high]: readonly [number, number]) {
  const ticks = fittingTicks(low, high);
  const scale = { domain: [low, high], nice: false, zero: false };
  return { field: "x", type: quantitative, scale, axis: { ...axis(title, ticks), grid: false } };
}

/** Seven ticks about, fewer where their texts would run into each other. */
function fittingTicks(low: number, high: number): Tick[] {
  for (let most = 7; ; most--) {
    const ticks = evenTicks(low, high, most).map((at) => ({ at, text: String(at).replace("-", "−") }));
    const room = (plotWidth * (ticks[1]?.at - ticks[0]?.at)) / (high - low);
    const longest = Math.max(...ticks.map(({ text }) => text.length));
    if (most === 1 || ticks.length < 2 || longest * signWidth + 6 <= room) return ticks;
  }
}

function yChannel(title: string, highest: number) {
  const top = highest * 1.08;
  const ticks = evenTicks(0, top, 6).map((at) => ({ at, text: printPercentTick(at) }));
  return {
    field: "y",
    type: quantitative,
    stack: null,
    scale: { domain: [0, top], nice: false },
    axis: axis(title, ticks),
  };
}

interface PlacedMark {
  readonly x: number;
  readonly label: string;
}

/** Marks on the axis from left to right; one that comes too near the mark before it keeps its line and loses its text. */
function visibleMarks(marks: HistogramChart["marks"], [low, high]: readonly [number, number]): PlacedMark[] {
  const room = (markRoom * (high - low)) / plotWidth;
  let taken = -Infinity;
  return marks
    .filter(({ value }) => value >= low && value <= high)
    .sort((a, b) => a.value - b.value)
    .map(({ value, label }) => {
      if (value - taken < room) return { x: value, label: "" };
      taken = value;
      return { x: value, label };
    });
}

/** A line at each mark over the whole height, its text along the line from the top. */
function markLayers(marks: readonly PlacedMark[]): Layers {
  if (marks.length === 0) return [];
  const data = { values: [...marks] };
  const x = { field: "x", type: quantitative };
  return [
    {
      data,
      mark: { type: "rule", color: ink, strokeWidth: 0.8, strokeDash: [3, 2] },
      encoding: { x, y: { value: 0 }, y2: { value: "height" } },
    },
    {
      data,
      mark: { type: "text", angle: 270, align: "right", baseline: "bottom", dx: -3, dy: -1, fontSize: 8, color: ink },
      encoding: { x, y: { value: 0 }, text: { field: "label", type: "nominal" } },
    },
  ];
}
