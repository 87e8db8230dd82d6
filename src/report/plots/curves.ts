// The part of ROC and DET that is the same: curves and operating points as layers over two axes.
import type { TopLevelSpec } from "vega-lite";
import type { Curve } from "../chart.js";
import { axis, colours, dashPatterns, frame, legendBelow, plotHeight, plotWidth, shorten } from "./theme.js";
import type { Tick } from "./ticks.js";

/** One axis of a curve plot. */
export interface CurveAxis {
  readonly title: string;
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
}

/** A point of the plot, in the axes' scales. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a place of a curve of error rates stands for: what a reader who points at it is told. */
export interface OperatingPlace extends Place {
  readonly fmr: number;
  readonly fnmr: number;
  readonly threshold: number;
  /** Pairs accepted. */
  readonly genuine: number;
  readonly impostor: number;
}

/** The operating point `at` of a curve, drawn at (x, y). */
export function operatingPlace({ genuine, impostor, ...curve }: Curve, at: number, { x, y }: Place): OperatingPlace {
  const [fmr, fnmr] = [curve.fmr[at], curve.fnmr[at]];
  const accepted = { genuine: Math.round((1 - fnmr) * genuine), impostor: Math.round(fmr * impostor) };
  return { x, y, fmr, fnmr, threshold: curve.threshold[at], ...accepted };
}

/**
 * A plot of curves: one line a model with its operating points, a legend below where there are several models.
 *
 * @param places the curve of each series and its operating points, from left to right
 */
export function curveSpec(
  title: string,
  curves: readonly { readonly name: string }[],
  x: CurveAxis,
  y: CurveAxis,
  places: readonly { readonly line: readonly Place[]; readonly points: readonly Place[] }[],
): TopLevelSpec {
  const names = seriesNames(curves);
  const named = (all: readonly (readonly Place[])[]) =>
    all.flatMap((each, at) => each.map((place) => ({ ...place, s: names[at] })));
  const single = names.length === 1;
  const legend = single ? null : legendBelow;
  return {
    ...frame(title),
    encoding: {
      x: { field: "x", type: "quantitative", scale: scaleOf(x), axis: axis(x.title, x.ticks) },
      y: { field: "y", type: "quantitative", scale: scaleOf(y), axis: axis(y.title, y.ticks) },
      color: { field: "s", type: "nominal", scale: { domain: names, range: colours(names.length) }, legend },
    },
    layer: [
      {
        data: { values: named(places.map(({ line }) => visible(line, x, y))) },
        mark: { type: "line", interpolate: "step-after", strokeWidth: 1.6, strokeJoin: "round" },
        encoding: {
          strokeDash: {
            field: "s",
            type: "nominal",
            scale: { domain: names, range: dashPatterns(names.length) },
            legend,
          },
        },
      },
      {
        data: { values: named(places.map(({ points }) => points)) },
        mark: { type: "point", filled: true, size: 30, opacity: 1 },
      },
    ],
  };
}

/** Pixels by which a drawn curve may stray from the true one: a sixth of its line's width. */
const finest = 0.25;

const visible = <T extends Place>(line: readonly T[], x: CurveAxis, y: CurveAxis): T[] => spaced(line, x, y, finest);

type Scale = Pick<CurveAxis, "type" | "domain">;

/** The places of a rising or falling curve, those left out that are nearer than `least` pixels to the one kept before. */
export function spaced<T extends Place>(line: readonly T[], x: Scale, y: Scale, least: number): T[] {
  const [column, row] = [pixelsAlong(x, plotWidth), pixelsAlong(y, plotHeight)];
  const kept: T[] = [];
  let [lastColumn, lastRow] = [NaN, NaN];
  line.forEach((place, at) => {
    const [c, r] = [column(place.x), row(place.y)];
    if (at < line.length - 1 && Math.abs(c - lastColumn) < least && Math.abs(r - lastRow) < least) return;
    kept.push(place);
    [lastColumn, lastRow] = [c, r];
  });
  return kept;
}

/** Where a value lies along an axis, in pixels. */
function pixelsAlong({ type, domain }: Scale, pixels: number): (value: number) => number {
  const scaled = type === "log" ? Math.log : (value: number) => value;
  const [from, to] = domain.map(scaled);
  return (value) => ((scaled(value) - from) / (to - from)) * pixels;
}

const scaleOf = ({ type, domain }: CurveAxis) => ({ type, domain: [...domain], nice: false });

/** Names cut to the width of the plot; equal ones are told apart by their place, as a plot groups series by name. */
function seriesNames(curves: readonly { readonly name: string }[]): string[] {
  const short = curves.map(({ name }) => shorten(name, 40));
  return short.map((name, at) =>
    short.indexOf(name) === at && short.lastIndexOf(name) === at ? name : `${at + 1}: ${name}`,
  );
}
