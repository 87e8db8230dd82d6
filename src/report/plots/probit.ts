import { vega } from "../plotter.js";

// vega exports the statistics its expressions use; its types leave them out
const { quantileNormal } = vega as unknown as { quantileNormal(rate: number, mean: number, deviation: number): number };

/** Where a rate in (0, 1) lies on a probit axis: the standard normal quantile. */
export const probit = (rate: number): number => quantileNormal(rate, 0, 1);
