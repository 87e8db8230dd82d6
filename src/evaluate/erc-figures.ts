// Figures and curves of one quality at one FMR.
import {
  errorVersusReject,
  partialArea,
  rejectCurve,
  trapezoidArea,
  type RejectConvention,
} from "../metrics/error-versus-reject.js";
import { percentileInterval } from "../metrics/interval.js";
import { farTooSmall, printRate } from "../metrics/operating-point.js";
import {
  areasTo,
  fnmrAt,
  StepCounter,
  weightedThreshold,
  type RejectOrder,
  type SortedPairs,
} from "../metrics/reject-steps.js";
import type { Figure } from "../types.js";
import { tableRates, type Drawn, type ErcCurve, type Method, type Work } from "./erc-input.js";

const intervalFields = (values: readonly number[], over: string): Partial<Figure> => {
  const interval = values.length === 0 ? undefined : percentileInterval(Float64Array.from(values));
  return interval === undefined ? {} : { interval, intervalMethod: `bootstrap over ${over}` };
};

/** FNMR at 0, 5 .. 95 % set aside. */
export function tableFigures(
  { pairs, order, fields }: Method,
  { sorted, over }: Work,
  fmr: number,
  convention: RejectConvention,
  drawn: readonly Drawn[],
): Figure[] {
  const name = (rate: number): string => `fnmr@fmr=${printRate(fmr)},reject=${rate}`;
  const interval = (k: number): Partial<Figure> =>
    convention === "exact"
      ? intervalFields(
          drawn.map(({ fnmr }) => fnmr[k]),
          over,
        )
      : {};
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
  return errorVersusReject(pairs, fmr, convention).map((point, k): Figure => {
    const counts = { rejected: point.rejected, genuine: point.genuine, impostor: point.impostor };
    const figure = { name: name(point.rate), convention, ...fields, value: point.fnmr, ...counts };
    return point.reason === undefined
      ? { ...figure, ...interval(k), threshold: point.threshold }
      : { ...figure, reason: point.reason };
  });
}

/** pAUC of the exact curve, and where it lies between the ideal order (0) and a random one (1). */
export function areaFigures(
  { pairs, order, fields }: Method,
  { sorted, over, options }: Work,
  fmr: number,
  drawn: readonly Drawn[],
): Figure[] {
  const figures = options.areas.map((to, at): Figure => {
    const name = `pauc@fmr=${printRate(fmr)},to=${to}`;
    const reason = farTooSmall(fmr, sorted.impostors.length);
    const figure = { name, convention: "exact", ...fields };
    if (reason !== null) return { ...figure, value: NaN, reason };
    const interval = intervalFields(
      drawn.map(({ areas }) => areas[at]),
      over,
    );
    const byImages = order.by === "images";
    const { area, ...references } = byImages
      ? { area: areasTo(wholeCurve(sorted, order, fmr).curve, [to])[0] }
      : partialArea(rejectCurve(pairs, fmr), to);
    if (Number.isNaN(area)) return { ...figure, value: NaN, reason: `no genuine pair stays up to ${to}` };
    return { ...figure, value: area, ...interval, ...references };
  });
  if (order.by === "pairs" && options.conventions.includes("cr-fiqa")) {
    const points = errorVersusReject(pairs, fmr, "cr-fiqa");
    const name = `pauc@fmr=${printRate(fmr)},to=0.95`;
    figures.push({ name, convention: "cr-fiqa", ...fields, value: trapezoidArea(points) });
  }
  return figures;
}

/** The exact curve of all pairs, each counting once. */
function wholeCurve(sorted: SortedPairs, order: RejectOrder, fmr: number) {
  const weights = new Uint32Array(sorted.distance.length).fill(1);
  const reason = farTooSmall(fmr, sorted.impostors.length) ?? undefined;
  const threshold = reason === undefined ? weightedThreshold(sorted, weights, fmr) : NaN;
  return { curve: new StepCounter(sorted, order).count(weights, threshold), threshold, reason };
}

/** The exact step curve and the band of its replicates. */
export function curveOf({ name, order }: Method, { sorted }: Work, fmr: number, drawn: readonly Drawn[]): ErcCurve {
  const { rate, fnmr } = wholeCurve(sorted, order, fmr).curve;
  const bands = tableRates.map((_, k) => percentileInterval(Float64Array.from(drawn, (one) => one.fnmr[k])));
  const band = drawn.length === 0 || bands.includes(undefined) ? [] : (bands as [number, number][]);
  return { method: name, fmr, rate, fnmr, band };
}
