// Figures and curves of one quality at one FMR.
import { partialAreaOf, trapezoidArea } from "../metrics/partial-area.js";
import { rejectTable, type RejectConvention } from "../metrics/error-versus-reject.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";
import { farTooSmall, printRate } from "../metrics/operating-point.js";
import { areasTo, changeCurve, everyStep, exactThreshold, fnmrAt, type SortedPairs } from "../metrics/reject-steps.js";
import type { RejectOrder } from "../metrics/reject-order.js";
import type { Figure } from "../types.js";
import { tableRates, type Drawn, type ErcCurve, type Method, type Work } from "./erc-input.js";

const intervalFields = (interval: Interval | undefined, over: string): Partial<Figure> =>
  interval === undefined ? {} : { interval, intervalMethod: `bootstrap over ${over}` };

const intervalOf = (values: readonly number[]): Interval | undefined =>
  values.length === 0 ? undefined : percentileInterval(Float64Array.from(values));

/** Intervals of FNMR at the table's rates. */
export const tableIntervals = (drawn: readonly Drawn[]): (Interval | undefined)[] =>
  tableRates.map((_, k) => intervalOf(drawn.map(({ fnmr }) => fnmr[k])));

/** FNMR at 0, 5 .. 95 % set aside. */
export function tableFigures(
  { order, fields }: Method,
  { sorted, over }: Work,
  fmr: number,
  convention: RejectConvention,
  intervals: readonly (Interval | undefined)[],
): Figure[] {
  const name = (rate: number): string => `fnmr@fmr=${printRate(fmr)},reject=${rate}`;
  const interval = (k: number): Partial<Figure> => (convention === "exact" ? intervalFields(intervals[k], over) : {});
  if (order.by === "images") {
    // The scripts know no rejection by image: one table, by the exact rule.
    if (convention !== "exact") return [];
    const { curve, reason, threshold } = wholeCurve(sorted, order, fmr);
    return tableRates.map((rate, k): Figure => {
      const value = fnmrAt(curve, rate);
      const why = reason ?? (Number.isNaN(value) ? "no genuine pair stays" : undefined);
      const figure = { name: name(rate), convention, ...fields, value };
      return why === undefined ? { ...figure, ...interval(k), threshold } : { ...figure, reason: why };
    });
  }
  return rejectTable(sorted, order, fmr, convention).map((point, k): Figure => {
    const counts = { rejected: point.rejected, genuine: point.genuine, impostor: point.impostor };
    const figure = { name: name(point.rate), convention, ...fields, value: point.fnmr, ...counts };
    return point.reason === undefined
      ? { ...figure, ...interval(k), threshold: point.threshold }
      : { ...figure, reason: point.reason };
  });
}

/** pAUC of the exact curve, and where it lies between the ideal order (0) and a random one (1). */
export function areaFigures(
  { order, fields }: Method,
  { sorted, over, options }: Work,
  fmr: number,
  drawn: readonly Drawn[],
): Figure[] {
  const { curve, reason } = wholeCurve(sorted, order, fmr);
  const figures = options.areas.map((to, at): Figure => {
    const name = `pauc@fmr=${printRate(fmr)},to=${to}`;
    const figure = { name, convention: "exact", ...fields };
    if (reason !== undefined) return { ...figure, value: NaN, reason };
    const interval = intervalFields(intervalOf(drawn.map(({ areas }) => areas[at])), over);
    const { area, ...references } =
      order.by === "images" ? { area: areasTo(curve, [to])[0] } : partialAreaOf(curve, order.steps, to);
    if (Number.isNaN(area)) return { ...figure, value: NaN, reason: `no genuine pair stays up to ${to}` };
    return { ...figure, value: area, ...interval, ...references };
  });
  if (order.by === "pairs" && options.conventions.includes("cr-fiqa")) {
    const points = rejectTable(sorted, order, fmr, "cr-fiqa");
    const name = `pauc@fmr=${printRate(fmr)},to=0.95`;
    figures.push({ name, convention: "cr-fiqa", ...fields, value: trapezoidArea(points) });
  }
  return figures;
}

/** The exact curve of all pairs where it changes. */
function wholeCurve(sorted: SortedPairs, order: RejectOrder, fmr: number) {
  const reason = farTooSmall(fmr, sorted.impostors.length) ?? undefined;
  const threshold = exactThreshold(sorted, fmr);
  return { curve: changeCurve(sorted, order, threshold), threshold, reason };
}

/** Of more steps than this a curve keeps those that change it. */
const mostSteps = 100_000;

/** The exact step curve, every step of it or where it changes, and the band of its replicates. */
export function curveOf(
  { name, order }: Method,
  { sorted }: Work,
  fmr: number,
  intervals: readonly (Interval | undefined)[],
): ErcCurve {
  const { curve } = wholeCurve(sorted, order, fmr);
  const { step, rate, fnmr } = order.steps > mostSteps ? curve : everyStep(curve, order.steps);
  const band = intervals.includes(undefined) ? [] : (intervals as Interval[]);
  return { method: name, fmr, step, rate, fnmr, band };
}
