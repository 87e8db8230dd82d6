// The one source of chance: seeded, so that the same request gives the same bytes.
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Largest `count` that `below` takes: up to here 32 random bits times `count` is exact in a double. */
export const mostChoices = 2 ** 21;

export interface Random {
  /** Whole number in [0, count), each equally likely. @throws RangeError unless 1 <= count <= 2^21 */
  below(count: number): number;
}

/**
 * Draws that depend on the seed alone (xoroshiro128+).
 *
 * Multiplying by `count` and keeping the high part is far cheaper than a remainder in a bootstrap's loop; the few
 * draws that would favour some numbers are drawn again (D. Lemire, "Fast random integer generation in an interval", 2019).
 *
 * @param seed 32-bit whole number
 */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  let lastCount = 1;
  let refused = 0;
  return {
    below(count) {
      if (count !== lastCount) [lastCount, refused] = [count, refusedBelow(count)];
      for (;;) {
        const product = (generator.next() >>> 0) * count;
        const high = (product * 2 ** -32) | 0; // exact, and below 2^21
        if (product - high * 2 ** 32 >= refused) return high;
      }
    },
  };
}

/** How many of the 2^32 low parts must be drawn again so that all numbers below `count` are equally likely. */
function refusedBelow(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= mostChoices) return 2 ** 32 % count;
  throw new RangeError(`draw below ${count}, expected a whole number from 1 to ${mostChoices}`);
}

/** A draw from 2^21 evenly spaced numbers in (0, 1). */
export const uniformOf = (random: Random): number => (random.below(2 ** 21) + 0.5) / 2 ** 21;

/** 32 random bits a call (xoroshiro128+). @param state 16 bytes that are not all zero, well mixed: those of a digest */
export function randomWords(state: Uint8Array): () => number {
  const bytes = new DataView(state.buffer, state.byteOffset, 16);
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => bytes.getInt32(at, true)));
  return () => generator.next();
}
