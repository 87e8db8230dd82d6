// Error-versus-reject curves as the data that a drawing thread is handed.
import type { ErcCurve } from "../evaluate/erc-input.js";
import { printRate } from "../metrics/operating-point.js";
import { thinCurve } from "../metrics/thin.js";
import type { ErcChart } from "../report/chart.js";

/** More points than this no plot shows. */
const mostPoints = 600;
/** Rates up to which curves are drawn: beyond, hardly a pair stays. */
const lastRate = 0.95;

/** One plot a FMR at which curves are defined. */
export function ercCharts(curves: readonly ErcCurve[], reject: ErcChart["reject"], title: string): ErcChart[] {
  const fmrs = [...new Set(curves.map(({ fmr }) => fmr))];
  return fmrs.flatMap((fmr): ErcChart[] => {
    const own = curves.filter((curve) => curve.fmr === fmr && !Number.isNaN(curve.fnmr[0]));
    if (own.length === 0) return [];
    return [
      {
        file: `erc-${printRate(fmr)}`,
        title: `${title}, FMR ${printRate(fmr)}`,
        reject,
        start: own[0].fnmr[0],
        methods: own.map(({ method, rate, fnmr, band }) => ({ name: method, ...thinned(rate, fnmr), band })),
      },
    ];
  });
}

function thinned(rate: Float64Array, fnmr: Float64Array): { rate: Float64Array; fnmr: Float64Array } {
  let end = 0;
  while (end < rate.length && rate[end] <= lastRate && !Number.isNaN(fnmr[end])) end++;
  const [x, y] = [rate.subarray(0, end), fnmr.subarray(0, end)];
  const kept = thinCurve(x, y, mostPoints);
  return { rate: Float64Array.from(kept, (i) => x[i]), fnmr: Float64Array.from(kept, (i) => y[i]) };
}
