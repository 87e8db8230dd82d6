import { describe, expect, it } from "vitest";
import { mostChoices, seededRandom } from "../../src/math/random.js";

const word = (1n << 64n) - 1n;
const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & word;

/** xoroshiro128+ as its authors print it (24, 16, 37), on 64-bit whole numbers; the low half of each output. */
function* xoroshiro(s0: bigint, s1: bigint): Generator<bigint> {
  for (;;) {
    yield (s0 + s1) & 0xffffffffn;
    const mixed = s0 ^ s1;
    s0 = rotate(s0, 24n) ^ mixed ^ ((mixed << 16n) & word);
    s1 = rotate(mixed, 37n);
  }
}

/** Numbers below `count` by the multiply method in whole numbers, without any double. */
function* naiveBelow(seed: number, count: number): Generator<number> {
  const low = BigInt(seed >>> 0);
  const first = (0xffffffffn << 32n) | (~low & 0xffffffffn);
  for (const bits of xoroshiro(first, low << 32n)) {
    const product = bits * BigInt(count);
    if ((product & 0xffffffffn) >= (1n << 32n) % BigInt(count)) yield Number(product >> 32n);
  }
}

describe("seeded draws", () => {
  it.each([
    [1, 6000],
    [42, 3],
    [-7, mostChoices],
    [2024, mostChoices - 1],
  ])("seed %i below %i equal xoroshiro128+ in whole numbers", (seed, count) => {
    const random = seededRandom(seed);
    const expected = naiveBelow(seed, count);
    for (let n = 0; n < 2000; n++) expect(random.below(count)).toBe(expected.next().value);
  });

  it("may change the count from draw to draw", () => {
    const random = seededRandom(5);
    const low = 5n;
    const words = xoroshiro((0xffffffffn << 32n) | (~low & 0xffffffffn), low << 32n);
    for (let n = 1; n < 200; n++) {
      expect(random.below(n)).toBe(Number(((words.next().value as bigint) * BigInt(n)) >> 32n));
    }
  });

  it("hit each of 16 numbers about equally often", () => {
    const random = seededRandom(3);
    const hits = new Uint32Array(16);
    for (let n = 0; n < 160_000; n++) hits[random.below(16)]++;
    // Five standard deviations of a binomial(160000, 1/16).
    for (const count of hits) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 97);
  });

  it.each([0, -1, 2.5, NaN, mostChoices + 1])("refuse a count of %d", (count) => {
    expect(() => seededRandom(1).below(count)).toThrow(RangeError);
  });
});
