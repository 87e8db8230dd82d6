import type { TopLevelSpec } from "vega-lite";
import type { ErcChart } from "../chart.js";
import { curveSpec, type CurveAxis, type Place } from "./curves.js";
import { colours, ink } from "./theme.js";
import { evenTicks, printPercentTick } from "./ticks.js";

type Layers = Extract<TopLevelSpec, { layer: unknown }>["layer"];

/** Bands of more methods than this cover each other. */
const mostBands = 3;

/**
 * FNMR against the share set aside: a line a method, and where all lines start together what a random and the best order
 * give, dashed and dotted in grey.
 */
export function ercSpec(chart: ErcChart): TopLevelSpec {
  const { methods, start } = chart;
  const highest = Math.max(start ?? 0, ...methods.flatMap(({ fnmr }) => [...fnmr])) || 0.01;
  const x = linearAxis(`${chart.reject} set aside (%)`, 1, 6);
  const y = linearAxis("FNMR (%)", highest * 1.08, 5);
  const spec = curveSpec(
    chart.title,
    methods,
    { ...x, domain: [0, 0.95] },
    y,
    methods.map(({ rate, fnmr }) => ({
      line: Array.from(rate, (at, i): Place => ({ x: at, y: fnmr[i] })),
      points: [],
    })),
  ) as TopLevelSpec & { layer: Layers };
  const bands = methods.length <= mostBands ? methods.flatMap((method, at) => bandLayer(method, at)) : [];
  return { ...spec, layer: [...bands, ...(start === null ? [] : references(start)), ...spec.layer] } as TopLevelSpec;
}

function linearAxis(title: string, high: number, most: number): CurveAxis {
  const ticks = evenTicks(0, high, most).map((at) => ({ at, text: printPercentTick(at) }));
  return { title, type: "linear", domain: [0, high], ticks };
}

function bandLayer({ name, band }: ErcChart["methods"][number], at: number): Layers {
  if (band.length === 0) return [];
  const values = band
    .map(([low, high], k) => ({ x: k / 20, low, high, s: name }))
    .filter(({ high }) => Number.isFinite(high));
  return [
    {
      data: { values },
      mark: { type: "area", opacity: 0.14, clip: true },
      encoding: {
        x: { field: "x", type: "quantitative" },
        y: { field: "low", type: "quantitative" },
        y2: { field: "high" },
        color: { value: colours(at + 1)[at] },
      },
    },
  ] as unknown as Layers;
}

/** A random order leaves FNMR where it starts; the best takes a missed pair at each step. */
function references(start: number): Layers {
  const ideal = Array.from({ length: 101 }, (_, i) => {
    const rate = Math.min(0.95, (start * i) / 100);
    return { x: rate, y: Math.max(0, (start - rate) / (1 - rate)) };
  });
  const line = (values: readonly Place[], dash: readonly number[]): Layers => [
    {
      data: { values: [...values] },
      mark: { type: "line", strokeWidth: 0.9, strokeDash: [...dash], opacity: 0.6, clip: true },
      encoding: {
        x: { field: "x", type: "quantitative" },
        y: { field: "y", type: "quantitative" },
        color: { value: ink },
      },
    } as unknown as Layers[number],
  ];
  const flat = [
    { x: 0, y: start },
    { x: 0.95, y: start },
  ];
  return [...line(flat, [5, 3]), ...line(ideal, [1.5, 2])];
}
