import type { TopLevelSpec } from "vega-lite";
import type { ScatterChart } from "../chart.js";
import type { Place } from "./curves.js";
import { axis, colours, frame, ink, laterDashPatterns, legendBelow } from "./theme.js";
import { evenTicks } from "./ticks.js";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

const quantitative = "quantitative" as const;

/** Images as small see-through points, and over them each set's line, edged in white so that it stands out of its own cloud. */
export function scatterSpec(chart: ScatterChart): TopLevelSpec {
  const names = chart.lines.map(({ name }) => name);
  const range = colours(names.length).map((colour, at) => (chart.lines[at].whole ? ink : colour));
  const lines = chart.lines.flatMap(({ name, x, y }) => Array.from(x, (value, i) => ({ x: value, y: y[i], s: name })));
  return {
    ...frame(chart.title),
    encoding: {
      x: channel("x", chart.x, boundsOf([...chart.points.x, ...lines.map(({ x }) => x)])),
      y: channel("y", chart.y, boundsOf([...chart.points.y, ...lines.map(({ y }) => y)])),
      color: {
        field: "s",
        type: "nominal",
        scale: { domain: names, range },
        legend: { ...legendBelow, symbolOpacity: 1 },
      },
    },
    layer: [
      {
        data: { values: pointsOf(chart) },
        mark: { type: "circle", size: 9, opacity: pointOpacity(chart.points.x.length), aria: false },
      },
      ...lineLayers(lines, names),
    ],
  };
}

/** Few points are drawn solid, thousands so thin that a cloud shows where it is dense. */
const pointOpacity = (count: number): number => Math.min(0.6, Math.max(0.18, 12 / Math.sqrt(count)));

const pointsOf = ({ points, lines }: ScatterChart) =>
  Array.from(points.x, (x, i) => ({ x, y: points.y[i], s: lines[points.line[i]].name }));

function lineLayers(values: readonly (Place & { s: string })[], names: readonly string[]): Layers {
  const data = { values: [...values] };
  const detail = { field: "s", type: "nominal" } as const;
  const scale = { domain: [...names], range: laterDashPatterns(names.length) };
  return [
    { data, mark: { type: "line", strokeWidth: 4 }, encoding: { detail, color: { value: "white" } } },
    {
      data,
      mark: { type: "line", strokeWidth: 1.8 },
      encoding: { strokeDash: { field: "s", type: "nominal", scale, legend: legendBelow } },
    },
  ];
}

/** Least and greatest, a fiftieth of their distance further out, so that no point is cut by the frame. */
function boundsOf(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const margin = (high - low) / 50 || Math.abs(high) / 50 || 1;
  return [low - margin, high + margin];
}

function channel(field: "x" | "y", title: string, [low, high]: readonly [number, number]) {
  const ticks = evenTicks(low, high, field === "x" ? 7 : 6).map((at) => ({ at, text: String(at).replace("-", "−") }));
  const scale = { domain: [low, high], nice: false, zero: false };
  return { field, type: quantitative, scale, axis: axis(title, ticks) };
}
