import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHalf, toHalf } from "../../../src/embed/float16.js";

/** Value of a half by the words of the standard: sign, 5 bits of exponent, 10 of fraction. */
function valueOf(bits: number): number {
  const text = bits.toString(2).padStart(16, "0");
  const sign = text[0] === "1" ? -1 : 1;
  const exponent = parseInt(text.slice(1, 6), 2);
  const fraction = parseInt(text.slice(6), 2) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

const every = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
const positive = Array.from({ length: 0x7c00 }, (_, bits) => valueOf(bits));

/** The nearest half by search over all of them; ties go to the even bit pattern, 65520 and more to infinity. */
function nearest(value: number): number {
  const magnitude = Math.abs(value);
  const sign = Object.is(Math.sign(value), -0) || value < 0 ? 0x8000 : 0;
  if (magnitude >= 65520) return sign | 0x7c00;
  let best = 0;
  let low = 0;
  let high = positive.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positive[middle] < magnitude) low = middle + 1;
    else high = middle;
  }
  for (const bits of [low - 1, low]) {
    if (bits < 0) continue;
    const gain = Math.abs(positive[best] - magnitude) - Math.abs(positive[bits] - magnitude);
    if (gain > 0 || (gain === 0 && bits % 2 === 0)) best = bits;
  }
  return sign | best;
}

describe("half precision", () => {
  test("all 65,536 halves have the standard's value", () => {
    const values = fromHalf(every);
    for (const bits of every) expect(Object.is(values[bits], valueOf(bits)), `bits ${bits}`).toBe(true);
  });

  test("every half that is a number comes back as itself", () => {
    const numbers = every.filter((bits) => !Number.isNaN(valueOf(bits)));
    expect(toHalf(fromHalf(numbers))).toEqual(numbers);
  });

  test("NaN stays NaN", () => {
    expect(fromHalf(toHalf(Float32Array.of(NaN)))[0]).toBeNaN();
  });

  test("any float32 goes to the nearest half, ties to even, as a search over all halves finds it", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(toHalf(Float32Array.of(value))[0]).toBe(nearest(value));
      }),
      { numRuns: 3000 },
    );
  });

  test("the midpoint of two neighbouring halves goes to the even one", () => {
    for (let bits = 0; bits < positive.length - 1; bits += 7) {
      const middle = (positive[bits] + positive[bits + 1]) / 2;
      expect(toHalf(Float32Array.of(middle))[0]).toBe(bits % 2 === 0 ? bits : bits + 1);
    }
  });
});
