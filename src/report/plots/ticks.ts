// Ticks are chosen here, never by the plotter: its own log and linear ticks are too dense or fall between round rates.
import { printShort } from "../number.js";

export interface Tick {
  /** Position on the axis, in the axis' own scale. */
  readonly at: number;
  readonly text: string;
}

/** Whole decades in [low, 1], written as targets are: 1e-3, 1e-2; where fewer than two fit below 1, 0.05, 0.1, 0.2 and so on. */
export function logTicks(low: number): Tick[] {
  const decades = Math.ceil(-Math.log10(low));
  const fine = low > 0.01;
  const steps = fine ? [1, 2, 5] : [1];
  const values = Array.from({ length: decades + 1 }, (_, back) => back - decades)
    .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
    .filter((value) => value >= low && value <= 1);
  return values.map((at) => ({ at, text: fine || at === 1 ? printShort(at, 1) : at.toExponential() }));
}

/** Rates on a DET axis, in percent, the ones to keep first where room is short. */
const detRates = [
  ...[0.1, 0.01, 0.001, 0.0001, 1e-5, 1e-6, 0.5, 0.9, 0.99, 0.999],
  ...[0.2, 0.4, 0.05, 0.02, 0.005, 0.002, 0.6, 0.8, 0.95, 0.98, 0.3, 0.7],
];

/**
 * Round rates inside [low, high], no two nearer than `gap` pixels.
 *
 * @param place rate -> position on the axis
 * @param pixels length of the axis from low to high
 */
export function rateTicks(
  low: number,
  high: number,
  place: (rate: number) => number,
  pixels: number,
  gap: number,
): Tick[] {
  const scale = pixels / (place(high) - place(low));
  const kept: Tick[] = [];
  for (const rate of detRates) {
    const at = place(rate);
    const free = kept.every((tick) => Math.abs(tick.at - at) * scale >= gap);
    if (rate >= low && rate <= high && free) kept.push({ at, text: printPercentTick(rate) });
  }
  return kept.sort((a, b) => a.at - b.at);
}

/** 0.001 -> "0.1", 0.0001 -> "0.01": a rate in percent without trailing zeros. */
export const printPercentTick = (rate: number): string => String(Number((rate * 100).toPrecision(6)));

/** Evenly spaced round values in [low, high], about `most` of them, a step of 1, 2 or 5 times a power of ten apart. */
export function evenTicks(low: number, high: number, most: number): number[] {
  const rough = (high - low) / most;
  const power = Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10]
    .map((times) => Number(`${times}e${power}`))
    .find((each) => each >= rough * 0.999) as number;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
