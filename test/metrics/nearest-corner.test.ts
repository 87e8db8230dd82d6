import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { float32Angles, highestCorners, nearestCorners } from "../../src/metrics/nearest-corner.js";
import { naiveCorners, naiveNearest, naiveSteps } from "../oracle/corners.js";
import { split, type Labelled } from "../oracle/curves.js";

const pairs = (score: fc.Arbitrary<number>, genuineOf: number, maxLength: number): fc.Arbitrary<Labelled> =>
  fc
    .array(fc.tuple(score, fc.integer({ min: 0, max: 99 })), { minLength: 2, maxLength })
    .map((drawn) => ({
      scores: drawn.map(([value]) => value),
      genuine: drawn.map(([, percent]) => (percent < genuineOf ? 1 : 0)),
    }))
    .filter(({ genuine }) => genuine.includes(0) && genuine.includes(1));

const sixteenths = fc.integer({ min: -16, max: 16 }).map((score) => score / 16);
const anything = fc.double({ min: -1, max: 1, noNaN: true });

/** Both classes ascending, as float64 or float32. */
const lists = (data: Labelled, Floats: typeof Float64Array | typeof Float32Array = Float64Array) => {
  const { same, other } = split(data);
  return [Floats.from(same).sort(), Floats.from(other).sort()] as const;
};

function check(data: Labelled, Floats: typeof Float64Array | typeof Float32Array = Float64Array): void {
  const { same, other } = split(data);
  // Besides plain rates those that lie halfway between two points, where the larger FAR is to be taken.
  const halves = other.map((_, k) => (k + 0.5) / other.length);
  const targets = [0, 1e-6, 1e-3, 0.01, 0.1, 0.125, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1, ...halves];
  const { points, steps, corners } = nearestCorners(...lists(data, Floats), targets);
  const expected = naiveCorners(data);
  expect([steps, corners]).toEqual([naiveSteps(data).length, expected.length]);
  targets.forEach((target, at) => {
    const { threshold, genuine, impostor } = naiveNearest(expected, target);
    expect({ ...points[at], threshold: points[at].threshold + 0 }).toEqual({
      ...{ genuine, impostor, threshold: threshold + 0 },
      ...{ tar: genuine / same.length, far: impostor / other.length },
    });
  });
}

describe("nearest corners, against dropping and searching points one by one", () => {
  it.each([
    ["many ties", pairs(sixteenths, 50, 120)],
    ["hardly any ties", pairs(anything, 50, 60)],
    ["few scores", pairs(sixteenths, 50, 5)],
    ["few genuine pairs", pairs(sixteenths, 5, 120)],
    ["few impostors", pairs(anything, 95, 60)],
    ["two values only", pairs(fc.constantFrom(0.25, 0.5), 50, 20)],
  ])("%s", (_, data) => {
    fc.assert(fc.property(data, (drawn) => check(drawn)));
  });

  it("from the highest impostors alone: the same points, or none where they are too few to tell", () => {
    let told = 0;
    fc.assert(
      fc.property(pairs(sixteenths, 50, 120), fc.nat(120), (data, count) => {
        const [same, other] = lists(data);
        for (const target of [0, 0.01, 0.1, 0.25, 0.5]) {
          const found = highestCorners(same, other.subarray(Math.max(0, other.length - count)), other.length, [target]);
          if (found === null) continue;
          told++;
          expect(found).toEqual(nearestCorners(same, other, [target]).points);
        }
      }),
    );
    expect(told).toBeGreaterThan(50);
    const many = Float64Array.from({ length: 1000 }, (_, i) => Math.sqrt(i));
    const between = Float64Array.from({ length: 100 }, (_, i) => Math.sqrt(10 * i + 5.5));
    expect(highestCorners(between, many.subarray(880), 1000, [0.1])).not.toBeNull();
    expect(highestCorners(between, many.subarray(950), 1000, [0.1])).toBeNull();
  });

  it("0 and -0 are one score", () => {
    check({ scores: [0, -0, 0.5, -0, 0, -1], genuine: [1, 0, 0, 1, 0, 1] });
  });

  it("of float32 scores as well", () => {
    fc.assert(fc.property(pairs(sixteenths, 50, 60), (drawn) => check(drawn, Float32Array)));
  });

  it("of 3,000 scores with straight runs of either class", () => {
    const random = seededRandom(14);
    const scores = Array.from({ length: 3000 }, () => random.below(900) / 900);
    check({ scores, genuine: scores.map((score) => (random.below(900) < 900 * score ** 3 ? 1 : 0)) });
  });

  it("by hand: a straight run of impostors has its ends only", () => {
    // From the top: one genuine pair, five impostors alone, one genuine pair.
    const { points, steps, corners } = nearestCorners(
      Float64Array.of(0.1, 0.9),
      Float64Array.of(0.3, 0.4, 0.5, 0.6, 0.7),
      [0.4, 0.5, 0.6],
    );
    expect([steps, corners]).toEqual([7, 3]);
    expect(points.map(({ far }) => far)).toEqual([0, 1, 1]);
    expect(points.map(({ tar }) => tar)).toEqual([0.5, 1, 1]);
    expect(points.map(({ threshold }) => threshold)).toEqual([0.9, 0.1, 0.1]);
  });

  it("by hand: two points as near give the one of larger FAR", () => {
    const { points } = nearestCorners(Float64Array.of(0.35), Float64Array.of(0.1, 0.2, 0.3, 0.4), [0.375, 0.125]);
    // Kept: 0.4 (FAR 1/4), 0.35 (1/4, TAR 1), 0.1 (1); 1/8 is as near to (0, 0) as to 1/4.
    expect(points.map(({ far, tar }) => [far, tar])).toEqual([
      [0.25, 1],
      [0.25, 1],
    ]);
  });
});

describe("float32 angles", () => {
  it("are 1 - arccos / pi, rounded to float32 after every step", () => {
    // The right column: numpy's, of float32 arccos, float32 pi and float32 1.
    const known = [
      [0.5, 0.6666666269302368],
      [0.1, 0.5318843126296997],
      [-0.25, 0.41956937313079834],
      [0.9999, 0.99549800157547],
      [-0.7, 0.25318336486816406],
      [0, 0.5],
      [1, 1],
      [-1, 0],
    ];
    expect([...float32Angles(Float64Array.from(known, ([cosine]) => cosine))]).toEqual(known.map(([, angle]) => angle));
  });

  it("as numpy 2.4 gives them on a processor with AVX-512, to the last bit", () => {
    // np.float32(1) - np.arccos(x) / np.float32(np.pi)
    const expected = [
      [-0.5, 0.3333333134651184],
      [-0.4375, 0.3558639883995056],
      [-0.30000001192092896, 0.40301334857940674],
      [-0.15000000596046448, 0.4520726203918457],
      [-0.05000000074505806, 0.4840778708457947],
      [-0.009999999776482582, 0.49681687355041504],
      [-0.0010000000474974513, 0.49968165159225464],
      [0.0010000000474974513, 0.5003182888031006],
      [0.009999999776482582, 0.503183126449585],
      [0.019999999552965164, 0.5063666105270386],
      [0.05000000074505806, 0.5159221291542053],
      [0.09989999979734421, 0.5318522453308105],
      [0.12345600128173828, 0.5393977761268616],
      [0.20000000298023224, 0.5640941858291626],
      [0.25, 0.5804306268692017],
      [0.30000001192092896, 0.5969866514205933],
      [0.33000001311302185, 0.607048749923706],
      [0.4099999964237213, 0.6344712972640991],
      [0.4699999988079071, 0.6557461023330688],
      [0.49900001287460327, 0.6662992238998413],
    ];
    const angles = float32Angles(Float64Array.from(expected, ([cosine]) => cosine));
    expect([...angles]).toEqual(expected.map(([, angle]) => angle));
  });

  it("lie in [0, 1], also where a cosine is beyond 1 by rounding", () => {
    const cosines = Float64Array.of(1 + 1e-16, 1 + 2e-7, 1.5, -1 - 2e-7, -1.5);
    expect([...float32Angles(cosines)]).toEqual([1, 1, 1, 0, 0]);
  });

  it("rise with the cosine", () => {
    const random = seededRandom(3);
    const cosines = Float64Array.from({ length: 20_000 }, () => random.below(2 ** 21) / 2 ** 20 - 1).sort();
    const angles = float32Angles(cosines);
    expect(angles.every((angle, i) => angle >= 0 && angle <= 1 && (i === 0 || angle >= angles[i - 1]))).toBe(true);
  });

  it("make ties of cosines that float64 tells apart", () => {
    const angles = float32Angles(Float64Array.of(0.7, 0.7 + 1e-9, 0.7 + 2e-9));
    expect(new Set(angles).size).toBe(1);
  });
});
