import type { TopLevelSpec } from "vega-lite";
import type { Curve, CurveChart } from "../chart.js";
import { curveSpec, operatingPlace, type Place } from "./curves.js";
import { evenTicks, logTicks, printPercentTick } from "./ticks.js";

/** Lower ends of the TAR axis. The highest that hides no part of a curve is taken. */
const lowerEnds = [0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2, 0];

/** TAR against FAR on a log axis that starts at one impostor in all: below it no measured FAR lies. */
export function rocSpec(chart: CurveChart): TopLevelSpec {
  const least = Math.min(0.5, 1 / Math.max(...chart.curves.map(({ impostor }) => impostor)));
  const places = chart.curves.map((curve) => ({ line: rocLine(curve, least), points: rocPoints(curve, least) }));
  const lowest = Math.min(...places.flatMap(({ line }) => line.map(({ y }) => y)));
  const low = lowerEnds.find((end) => end < lowest) ?? 0;
  return curveSpec(
    chart.title,
    chart.curves,
    { title: "FAR", type: "log", domain: [least, 1], ticks: logTicks(least) },
    {
      title: "TAR (%)",
      type: "linear",
      // a little above 1, so that the frame covers no perfect curve
      domain: [low, 1 + (1 - low) * 0.02],
      ticks: evenTicks(low, 1, 5).map((at) => ({ at, text: printPercentTick(at) })),
    },
    places,
  );
}

/** The curve from the axis' start: the last point at or below it holds there. Ends at FAR 1. */
function rocLine(curve: Curve, least: number): Place[] {
  const { fmr, fnmr } = curve;
  const inside = fmr.findIndex((rate) => rate > least);
  const from = Math.max(0, (inside < 0 ? fmr.length : inside) - 1);
  const line = Array.from(fmr.subarray(from), (rate, at) =>
    operatingPlace(curve, from + at, { x: Math.max(rate, least), y: 1 - fnmr[from + at] }),
  );
  const last = line[line.length - 1];
  return last === undefined || last.x === 1 ? line : [...line, { ...last, x: 1 }];
}

const rocPoints = ({ points }: Curve, least: number): Place[] =>
  points.filter(({ fmr }) => Number.isFinite(fmr)).map(({ fmr, fnmr }) => ({ x: Math.max(fmr, least), y: 1 - fnmr }));
