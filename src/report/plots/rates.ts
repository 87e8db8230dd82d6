import type { TopLevelSpec } from "vega-lite";
import type { RateChart } from "../chart.js";
import { curveSpec, type CurveAxis, type Place } from "./curves.js";
import { evenTicks, logTicks, printPercentTick } from "./ticks.js";

/** Lower ends of the rate axis. The highest that hides no part of a curve is taken. */
const lowerEnds = [0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2, 0];

/** Identification rate against rank (1, 2, 5 .. on a log axis), or TPIR against FPIR. */
export function rateSpec(chart: RateChart): TopLevelSpec {
  const axis = chart.file === "cmc" ? rankAxis(chart) : fpirAxis(chart);
  const [from] = axis.domain;
  const lines = chart.rates.map(({ x, y }) => lineFrom(from, x, y));
  const lowest = Math.min(1, ...lines.flatMap((line) => line.map(({ y }) => y)));
  const low = lowerEnds.find((end) => end < lowest) ?? 0;
  return curveSpec(
    chart.title,
    chart.rates,
    axis,
    {
      title: chart.file === "cmc" ? "identification rate (%)" : "TPIR (%)",
      type: "linear",
      domain: [low, 1 + (1 - low) * 0.02],
      ticks: evenTicks(low, 1, 5).map((at) => ({ at, text: printPercentTick(at) })),
    },
    lines.map((line) => ({ line, points: [] })),
  );
}

function rankAxis({ rates }: RateChart): CurveAxis {
  const most = Math.max(2, ...rates.map(({ x }) => x[x.length - 1]));
  const ticks = [1, 2, 5, 10, 20, 50, 100].filter((rank) => rank <= most);
  return { title: "rank", type: "log", domain: [1, most], ticks: ticks.map((at) => ({ at, text: String(at) })) };
}

/** From one non-mated probe of all on. */
function fpirAxis({ rates }: RateChart): CurveAxis {
  const least = Math.min(0.5, ...rates.map(({ x }) => x.find((rate) => rate > 0) ?? 0.5));
  return { title: "FPIR", type: "log", domain: [least, 1], ticks: logTicks(least) };
}

/** The curve from the axis' start: the last point at or below it holds there. */
function lineFrom(from: number, x: Float64Array, y: Float64Array): Place[] {
  const inside = x.findIndex((value) => value > from);
  const first = Math.max(0, (inside < 0 ? x.length : inside) - 1);
  return Array.from(x.subarray(first), (value, at) => ({ x: Math.max(value, from), y: y[first + at] }));
}
