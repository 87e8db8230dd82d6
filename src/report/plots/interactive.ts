// A plot for a page: the one that files show, without title and legend (the page has them), with series that can be
// hidden and points that say what they are.
import type { TopLevelSpec } from "vega-lite";
import type { Chart, HistogramChart, ScatterChart } from "../chart.js";
import { spaced, type CurveAxis, type Place } from "./curves.js";
import { specOf } from "./spec.js";

/** A field of a point, how it is called, and its d3 format where it is a number. */
export interface Tip {
  readonly field: string;
  readonly title: string;
  readonly format?: string;
}

/** A line of the legend. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Lengths of strokes and gaps; empty = solid. */
  readonly dash: readonly number[];
}

export interface InteractivePlot {
  readonly spec: TopLevelSpec;
  readonly series: readonly Series[];
  /** What a point tells, in tooltips and in the table behind the plot. */
  readonly tips: readonly Tip[];
}

/** The layer with the points that tell. */
export const hitsName = "hits";

/** Points of a scatter that a page draws: more make it slow and no clearer. They come in an order without meaning. */
const mostPoints = 1000;

/** Pixels between a line's points that tell: nearer ones could not be pointed at apart, and of twenty lines' a page would be slow. */
const hitGap = (lines: number): number => Math.max(2, lines / 3);

type Row = Readonly<Record<string, unknown>>;
type Channel = { readonly scale: { readonly domain: readonly unknown[]; readonly range: readonly unknown[] } };
type Encoding = Readonly<Record<string, unknown>> & { readonly color?: Channel; readonly strokeDash?: Channel };
interface Layer {
  readonly data?: { readonly values: readonly Row[] };
  readonly encoding?: Encoding;
  readonly transform?: readonly object[];
  readonly mark?: unknown;
}
type Layered = Omit<TopLevelSpec, "layer" | "encoding"> & { layer: readonly Layer[]; encoding: Encoding };

/** @param description what the plot shows, in words, for those who can't see it */
export function interactivePlot(chart: Chart, description: string): InteractivePlot {
  const shown = "points" in chart ? thinned(chart) : chart;
  const base = specOf(shown) as unknown as Layered;
  const tips = tipsOf(shown);
  const spec = {
    ...base,
    title: undefined,
    description,
    params: [{ name: "hidden", value: [] }],
    config: { ...(base.config as object), aria: false },
    encoding: withoutLegends(base.encoding),
    layer: [...base.layer.map(prepared), hitLayer(shown, base, tips)],
  };
  return { spec: spec as unknown as TopLevelSpec, series: seriesOf(base), tips };
}

function thinned(chart: ScatterChart): ScatterChart {
  const { x, y, line } = chart.points;
  const points = { x: x.slice(0, mostPoints), y: y.slice(0, mostPoints), line: line.slice(0, mostPoints) };
  return { ...chart, points };
}

/** Series that are hidden are no longer there, for the pointer either. */
const shownOnly = { filter: "indexof(hidden, datum.s) < 0" };

/** What lines are drawn from; the rest is what points tell. */
const drawn = ["x", "y", "s"];

function prepared(layer: Layer): Layer {
  const named = layer.data?.values[0]?.s !== undefined;
  const bare = layer.data && isStep(layer.mark) && { values: layer.data.values.map(drawnPart) };
  return {
    ...layer,
    ...(bare && { data: bare }),
    ...(layer.encoding && { encoding: withoutLegends(layer.encoding) }),
    ...(named && { transform: [shownOnly] }),
  };
}

const drawnPart = (row: Row): Row => Object.fromEntries(drawn.map((field) => [field, row[field]]));

const withoutLegends = (encoding: Encoding): Encoding =>
  Object.fromEntries(
    Object.entries(encoding).map(([name, channel]) => [
      name,
      name === "color" || name === "strokeDash" ? { ...(channel as object), legend: null } : channel,
    ]),
  );

function seriesOf({ encoding, layer }: Layered): Series[] {
  const encodings = [encoding, ...layer.map((each) => each.encoding ?? {})];
  const colour = encodings.find(({ color }) => color?.scale !== undefined)?.color?.scale;
  const dash = encodings.find(({ strokeDash }) => strokeDash?.scale !== undefined)?.strokeDash?.scale;
  return (colour?.domain ?? []).map((name, at) => ({
    name: String(name),
    colour: String(colour!.range[at]),
    dash: (dash?.range[at] ?? []) as readonly number[],
  }));
}

const model = { field: "s", title: "Series" };
const share = ".2~%";

function tipsOf(chart: Chart): Tip[] {
  if ("methods" in chart)
    return [
      { field: "s", title: "Quality" },
      { field: "x", title: `${chart.reject} set aside`, format: share },
      { field: "y", title: "FNMR", format: ".3~%" },
    ];
  if ("rates" in chart)
    return chart.file === "cmc"
      ? [model, { field: "x", title: "Rank" }, { field: "y", title: "Identified", format: share }]
      : [model, { field: "x", title: "FPIR", format: ".3~g" }, { field: "y", title: "TPIR", format: share }];
  if ("points" in chart)
    return [
      { field: "s", title: "Data set" },
      { field: "x", title: chart.x, format: ".4~g" },
      { field: "y", title: chart.y, format: ".3~f" },
    ];
  return "curves" in chart ? operatingTips(chart.file) : binTips(chart);
}

const operatingTips = (file: "roc" | "det"): Tip[] => [
  { field: "s", title: "Model" },
  { field: "threshold", title: "Threshold", format: ".4~g" },
  { field: "fmr", title: file === "roc" ? "FAR" : "FMR", format: ".3~g" },
  file === "roc" ? { field: "tar", title: "TAR", format: share } : { field: "fnmr", title: "FNMR", format: ".3~%" },
  { field: "genuine", title: "Genuine accepted", format: "," },
  { field: "impostor", title: "Impostors accepted", format: "," },
];

const binTips = ({ axis, counted, classes }: HistogramChart): Tip[] => [
  { field: "low", title: `${axis} from`, format: ".4~g" },
  { field: "high", title: "to", format: ".4~g" },
  ...classes.map(({ name }, at): Tip => ({ field: `c${at}`, title: `${name} (${counted})`, format: "," })),
];

function hitLayer(chart: Chart, base: Layered, tips: readonly Tip[]): object {
  const tooltip = tips.map(({ field, title, format }) => ({
    ...{ field, title, type: format === undefined ? "nominal" : "quantitative" },
    ...(format !== undefined && { format }),
  }));
  if ("edges" in chart) return binHits(chart, base, tooltip);
  return pointHits(rowsOf(chart, base), tooltip, "points" in chart ? 0.9 : 1);
}

/** The nearest point to the pointer is marked and told. */
const pointHits = (values: readonly Row[], tooltip: readonly object[], opacity: number): object => ({
  name: hitsName,
  data: { name: hitsName, values },
  transform: [shownOnly],
  params: [{ name: "pointed", select: { type: "point", on: "pointerover", nearest: true, clear: "pointerout" } }],
  mark: { type: "point", filled: true, size: 45 },
  encoding: { opacity: { condition: { param: "pointed", empty: false, value: opacity }, value: 0 }, tooltip },
});

function rowsOf(chart: Exclude<Chart, HistogramChart>, base: Layered): Row[] {
  if ("points" in chart) return base.layer[0].data?.values as Row[];
  const drawnLayer = base.layer.find(({ mark, data }) => data?.values[0]?.s !== undefined && isStep(mark));
  const [x, y] = ["x", "y"].map((name) => (base.encoding[name] as { scale: CurveAxis }).scale);
  const rows = (drawnLayer?.data?.values ?? []) as unknown as (Place & Row)[];
  const lines = [...bySeries(rows).values()];
  const all = lines.flatMap((line) => spaced(line, x, y, hitGap(lines.length)));
  return "curves" in chart && chart.file === "roc" ? all.map((row) => ({ ...row, tar: row.y })) : all;
}

const isStep = (mark: unknown): boolean => (mark as { interpolate?: string } | undefined)?.interpolate === "step-after";

function bySeries(rows: readonly (Place & Row)[]): Map<unknown, (Place & Row)[]> {
  const lines = new Map<unknown, (Place & Row)[]>();
  for (const row of rows) {
    const line = lines.get(row.s);
    if (line) line.push(row);
    else lines.set(row.s, [row]);
  }
  return lines;
}

/** A see-through bar over the whole height for each bin, which tells the counts of all classes. */
function binHits({ edges, classes }: HistogramChart, { encoding }: Layered, tooltip: readonly object[]): object {
  const [first, last] = (encoding.x as unknown as { scale: { domain: [number, number] } }).scale.domain;
  const values = Array.from(edges.subarray(0, -1), (low, bin) => ({
    ...{ low, high: edges[bin + 1] },
    ...Object.fromEntries(classes.map(({ counts }, at) => [`c${at}`, counts[bin]])),
  })).filter(({ low, high }) => low >= first && high <= last);
  return {
    name: hitsName,
    data: { name: hitsName, values },
    mark: { type: "rect", opacity: 0 },
    encoding: { x: { field: "low" }, x2: { field: "high" }, y: { value: 0 }, y2: { value: "height" }, tooltip },
  };
}
