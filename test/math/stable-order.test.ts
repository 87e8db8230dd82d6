import fc from "fast-check";
import { expect, it } from "vitest";
import { stableOrder } from "../../src/math/stable-order.js";

/** A comparing sort, which is stable by the language's own rules. */
const naive = (values: Float64Array): number[] =>
  Array.from(values.keys()).sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0));

const any = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, 1 + Number.EPSILON),
);

it.each([10, 6000])("orders %i numbers as a comparing stable sort does, ties, zeros and infinities too", (size) => {
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 97 }), (few, step) => {
      const values = Float64Array.from({ length: size }, (_, i) => few[(i * step) % few.length]);
      expect(Array.from(stableOrder(values))).toEqual(naive(values));
    }),
    { numRuns: size > 1000 ? 20 : 100 },
  );
});

it("orders distinct numbers of every size", () => {
  const values = Float64Array.from({ length: 20_000 }, (_, i) => Math.sin(i * 12.9898) * 10 ** ((i % 40) - 20));
  expect(Array.from(stableOrder(values))).toEqual(naive(values));
  expect(Array.from(stableOrder(new Float64Array(5000)))).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  expect(stableOrder(new Float64Array(0))).toHaveLength(0);
});
