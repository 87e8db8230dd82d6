import type { TopLevelSpec } from "vega-lite";
import type { Curve, CurveChart } from "../chart.js";
import { curveSpec, operatingPlace, type CurveAxis, type OperatingPlace, type Place } from "./curves.js";
import { probit } from "./probit.js";
import { plotHeight, plotWidth } from "./theme.js";
import { rateTicks } from "./ticks.js";

/** Upper ends of both axes. The lowest that hides no error is taken; FMR above one half is of no use to anybody. */
const upperEnds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999];

/**
 * FNMR against FMR, both on probit axes, on which normally distributed scores give a straight line.
 *
 * The FMR axis starts at one impostor in all, the FNMR axis at half a genuine pair; no error at all has no place on a
 * probit axis and is drawn on that lower end.
 */
export function detSpec(chart: CurveChart): TopLevelSpec {
  const most = (count: (curve: Curve) => number): number => Math.max(...chart.curves.map(count));
  const lowFmr = Math.min(0.2, 1 / most(({ impostor }) => impostor));
  const lowFnmr = Math.min(0.1, 0.5 / most(({ genuine }) => genuine));
  const lines = chart.curves.map((curve) => detLine(curve, lowFmr));
  const highFmr = upperEnd(lowFmr, Math.min(0.5, Math.max(...lines.map(lastGain))));
  const highFnmr = upperEnd(lowFnmr, Math.max(...lines.flatMap((line) => line.map(({ y }) => y))));
  const place = <T extends Place>({ x, y, ...rest }: T) => ({
    ...rest,
    x: probit(clamp(x, lowFmr, highFmr)),
    y: probit(clamp(y, lowFnmr, highFnmr)),
  });
  return curveSpec(
    chart.title,
    chart.curves,
    detAxis("FMR (%)", lowFmr, highFmr, plotWidth, 36),
    detAxis("FNMR (%)", lowFnmr, highFnmr, plotHeight, 18),
    chart.curves.map(({ points }, at) => ({
      line: upTo(highFmr, lines[at]).map(place),
      points: points
        .filter(({ fmr, fnmr }) => fmr <= highFmr && Number.isFinite(fnmr))
        .map(({ fmr, fnmr }) => place({ x: fmr, y: fnmr })),
    })),
  );
}

/** The curve from the axis' start, as rates: the last point at or below it holds there. */
function detLine(curve: Curve, low: number): OperatingPlace[] {
  const { fmr, fnmr } = curve;
  const inside = fmr.findIndex((rate) => rate > low);
  const from = Math.max(0, (inside < 0 ? fmr.length : inside) - 1);
  return Array.from(fmr.subarray(from), (rate, at) =>
    operatingPlace(curve, from + at, { x: Math.max(rate, low), y: fnmr[from + at] }),
  );
}

/** FMR from which on a curve falls no further. */
function lastGain(line: readonly Place[]): number {
  const lowest = line[line.length - 1]?.y ?? 0;
  return line.find(({ y }) => y === lowest)?.x ?? 0;
}

/** The part of a line up to a FMR, which its last place holds till there. */
function upTo(fmr: number, line: readonly OperatingPlace[]): Place[] {
  const inside = line.filter(({ x }) => x <= fmr);
  return [...inside, { ...inside.at(-1), x: fmr, y: inside.at(-1)?.y ?? 0 }];
}

/** At least a decade above the lower end, or one half, so that a perfect curve has an axis too. */
const upperEnd = (low: number, highest: number): number =>
  upperEnds.find((end) => end >= highest && end >= Math.min(0.5, low * 10)) ?? upperEnds[upperEnds.length - 1];

const clamp = (rate: number, low: number, high: number): number => Math.min(high, Math.max(low, rate));

function detAxis(title: string, low: number, high: number, pixels: number, gap: number): CurveAxis {
  const ticks = rateTicks(low, high, probit, pixels, gap);
  return { title, type: "linear", domain: [probit(low), probit(high)], ticks };
}
