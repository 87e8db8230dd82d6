// Dropout as SER-FIQ repeats it: each pass drops other values of one row.
import { randomWords } from "../math/random.js";

/** How often, and with what probability a value is dropped. */
export interface DropoutPlan {
  readonly passes: number;
  /** Known to 1/65536. */
  readonly drop: number;
}

const stepBits = 16;
/** Least and greatest probability that can be drawn, in the same unit. */
export const dropSteps = 2 ** stepBits;

/** Words that a pass over `length` values takes. */
const wordsOf = (length: number): number => Math.ceil(length / 32);

/**
 * Draws which values are dropped: one bit a value, the lowest first, 1 = dropped; each pass begins with a word of its own.
 *
 * Bits of a given probability come 32 at a time: with the digits of p = 0.b1 b2 .. bn from the last to the first, a random
 * word is joined by OR where the digit is 1 and by AND where it is 0, which halves the probability and adds the digit.
 *
 * @param seed 16 bytes that are not all zero, a digest's say
 */
export function drawMasks(seed: Uint8Array, length: number, { passes, drop }: DropoutPlan): Int32Array {
  const next = randomWords(seed);
  const digits = digitsOf(drop);
  const masks = new Int32Array(passes * wordsOf(length));
  for (let at = 0; at < masks.length; at++) {
    let word = 0;
    for (const one of digits) word = one ? word | next() : word & next();
    masks[at] = word;
  }
  return masks;
}

/** Binary digits of a probability behind the point, the last 1 first. */
function digitsOf(probability: number): boolean[] {
  const steps = Math.round(probability * dropSteps);
  if (steps < 1 || steps >= dropSteps) throw new RangeError(`probability ${probability}, expected one between 0 and 1`);
  const digits = Array.from({ length: stepBits }, (_, digit) => ((steps >>> digit) & 1) === 1);
  return digits.slice(digits.indexOf(true));
}

/**
 * A row once for each pass, dropped values 0 and the others scaled by 1 / (1 - drop) ("inverted" dropout: the mean stays).
 *
 * @param masks of {@link drawMasks}
 * @returns passes x length
 */
export function dropOut(row: Float32Array, masks: Int32Array, { passes, drop }: DropoutPlan): Float32Array {
  const { length } = row;
  const kept = new Int32Array(row.map((value) => value / (1 - drop)).buffer);
  const out = new Int32Array(passes * length);
  // Whole numbers stand for the floats' bits: AND with 0 or -1 in place of a product, which takes half the time.
  for (let pass = 0, word = 0, to = 0; pass < passes; pass++) {
    for (let from = 0; from < length; word++) {
      const end = Math.min(length, from + 32);
      for (let bits = ~masks[word]; from < end; bits >>>= 1) out[to++] = kept[from++] & -(bits & 1);
    }
  }
  return new Float32Array(out.buffer);
}
