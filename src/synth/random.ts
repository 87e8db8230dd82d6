// Seeded draws for drawn faces. Each stream has a label, so that one face can be drawn without drawing those before it.
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { digestOf } from "../host/digest.js";

/** A stream of draws. Equal labels give equal streams; different labels give unrelated ones. */
export interface Stream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number in [0, count). */
  below(count: number): number;
  /** Standard normal, cut at +-2.5 so that no face falls apart. */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Thirty-two random bits as a signed integer, for loops over pixels. */
  bits(): number;
}

/** Opens the stream of a label such as ("eval", 7, "person", 12). */
export function openStream(...label: readonly (string | number)[]): Stream {
  const digest = digestOf(label.join("\u0000"));
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  const bits = (): number => generator.next();
  const uniform = (): number => (bits() >>> 0) / 4294967296;
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const below = (count: number): number => Math.floor(uniform() * count);
  return {
    uniform,
    between,
    below,
    normal: () => cutNormal(uniform),
    chance: (probability) => uniform() < probability,
    pick: (choices) => choices[below(choices.length)],
    bits,
  };
}

/** Brings values into an order drawn evenly from all, in place. @returns the same values */
export function shuffle<Values extends { [place: number]: unknown; readonly length: number }>(
  draw: Stream,
  values: Values,
): Values {
  for (let i = values.length - 1; i > 0; i--) {
    const j = draw.below(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

/** Marsaglia's polar method: square roots and logarithms only, one value a call. */
function cutNormal(uniform: () => number): number {
  for (;;) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const r = x * x + y * y;
    if (r >= 1 || r === 0) continue;
    const value = x * Math.sqrt((-2 * Math.log(r)) / r);
    if (Math.abs(value) <= 2.5) return value;
  }
}
