import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { summarise } from "../../src/math/statistics.js";
import { auc } from "../../src/metrics/auc.js";
import { eer } from "../../src/metrics/eer.js";
import { evenEdges, histogram, roundEdges } from "../../src/metrics/histogram.js";
import { operatingPoint } from "../../src/metrics/operating-point.js";
import {
  cornerTally,
  rankedEer,
  rankedHistogram,
  rankedOperatingPoint,
  rankedSummary,
  type RankedScores,
} from "../../src/metrics/ranked.js";
import { tallyOf } from "../../src/metrics/tally.js";
import { naiveAuc, naiveEer, naiveTar, split, type Labelled } from "../oracle/curves.js";

/** Scores of either class with ties inside and across the classes, 0 and -0 among them; a class may be empty. */
const labelled: fc.Arbitrary<Labelled> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: -16, max: 16 }).map((score) => score / 16) },
        { weight: 1, arbitrary: fc.constant(-0) },
      ),
      fc.integer({ min: 0, max: 1 }),
    ),
    { maxLength: 70 },
  )
  .map((pairs) => ({ scores: pairs.map(([score]) => score), genuine: pairs.map(([, same]) => same) }));
const bothClasses = labelled.filter(({ genuine }) => genuine.includes(0) && genuine.includes(1));

const ranked = (data: Labelled): RankedScores => {
  const { same, other } = split(data);
  return { genuine: Float64Array.from(same).sort(), impostor: Float64Array.from(other).sort() };
};
const tally = ({ scores, genuine }: Labelled) => tallyOf(scores, genuine);
const fars = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((part) => part / 40),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
/** -0 as 0, so that a threshold of either is the same. */
const plain = <T extends { readonly threshold: number }>(point: T): T => ({ ...point, threshold: point.threshold + 0 });

describe("figures of two sorted lists are those of the tally of the same scores", () => {
  it("operating points: every field, also without one class", () => {
    fc.assert(
      fc.property(labelled, fars, (data, far) => {
        expect(plain(rankedOperatingPoint(ranked(data), far))).toEqual(plain(operatingPoint(tally(data), far)));
      }),
    );
  });

  it("operating points: counts and threshold by trying every threshold", () => {
    fc.assert(
      fc.property(bothClasses, fc.integer({ min: 0, max: 20 }), (data, twentieths) => {
        const { other } = split(data);
        const expected = naiveTar(data, Math.floor((twentieths * other.length) / 20));
        expect(plain(rankedOperatingPoint(ranked(data), twentieths / 20))).toMatchObject(plain(expected));
      }),
    );
  });

  it("AUC by corners: to the last bit, NaN without both classes", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        const found = auc(cornerTally(ranked(data)));
        expect(found).toBe(auc(tally(data)));
        expect(found).toEqual(
          data.genuine.includes(0) && data.genuine.includes(1) ? expect.closeTo(naiveAuc(data), 13) : NaN,
        );
      }),
    );
  });

  it("corners: each run of steps without genuine pairs is one step, at the highest of them", () => {
    fc.assert(
      fc.property(labelled, (data) => {
        const full = tally(data);
        const steps: { value: number; genuine: number; impostor: number }[] = [];
        full.value.forEach((value, i) => {
          const last = steps[steps.length - 1];
          if (full.genuine[i] === 0 && last?.genuine === 0) {
            last.value = value + 0;
            last.impostor += full.impostor[i];
          } else steps.push({ value: value + 0, genuine: full.genuine[i], impostor: full.impostor[i] });
        });
        const found = cornerTally(ranked(data));
        expect(Array.from(found.value, (value) => value + 0)).toEqual(steps.map(({ value }) => value));
        expect([...found.genuine]).toEqual(steps.map(({ genuine }) => genuine));
        expect([...found.impostor]).toEqual(steps.map(({ impostor }) => impostor));
        expect([found.genuineTotal, found.impostorTotal]).toEqual([full.genuineTotal, full.impostorTotal]);
      }),
    );
  });

  it("EER: the value and the steps on both sides of the crossing", () => {
    fc.assert(
      fc.property(bothClasses, (data) => {
        const [found, expected] = [rankedEer(ranked(data)), eer(tally(data))];
        expect(found.value).toBe(expected.value);
        expect([found.before, found.after].map(plain)).toEqual([expected.before, expected.after].map(plain));
        expect(found.value).toBeCloseTo(naiveEer(data), 12);
      }),
    );
  });

  it("EER is undefined without both classes", () => {
    const [none, some] = [new Float64Array(0), Float64Array.of(0.1, 0.2)];
    expect(rankedEer({ genuine: none, impostor: some }).value).toBeNaN();
    expect(rankedEer({ genuine: some, impostor: none }).value).toBeNaN();
    expect(rankedEer({ genuine: none, impostor: none }).value).toBeNaN();
  });

  it("histograms, with values on the edges and outside them", () => {
    const value = fc.oneof(
      fc.integer({ min: -12, max: 12 }).map((tenths) => tenths / 10),
      fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 2, max: 30 }), (values, bins) => {
        const sorted = Float64Array.from(values).sort();
        for (const edges of [evenEdges(-1, 1, bins), roundEdges(sorted, bins)]) {
          const expected = Array.from({ length: bins }, (_, bin) => {
            const [from, to] = [
              bin === 0 ? -Infinity : edges[bin],
              bin === edges.length - 2 ? Infinity : edges[bin + 1],
            ];
            return values.filter((each) => each >= from && each < to).length;
          }).slice(0, edges.length - 1);
          expect([...rankedHistogram(sorted, edges)]).toEqual(expected);
          expect([...rankedHistogram(sorted, edges)]).toEqual([...histogram(values, edges).counts]);
        }
      }),
    );
  });
});

describe("summaries of sorted lists", () => {
  const same = (values: Float64Array): void => {
    const [found, expected] = [rankedSummary(values.slice().sort()), summarise(values)];
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    expect(found.count).toBe(values.length);
    for (const [key, value] of Object.entries(expected))
      expect(found[key as keyof typeof found]).toBeCloseTo(value, 12);
  };

  it("are those of math/statistics.ts within 1e-12", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 120 }), (values) =>
        same(Float64Array.from(values)),
      ),
    );
  });

  it("also of 10,000 and of 4,096 and one numbers, whose squares are summed in parts", () => {
    const random = seededRandom(6);
    for (const length of [4095, 4096, 4097, 10_000])
      same(Float64Array.from({ length }, () => random.below(2 ** 20) / 2 ** 20));
  });

  it("by hand", () => {
    const { median, q25, q05, std, mean } = rankedSummary(Float64Array.of(1, 2, 4, 9));
    expect([median, q25, mean]).toEqual([3, 1.75, 4]);
    expect(q05).toBeCloseTo(1.15, 15);
    expect(std).toBeCloseTo(Math.sqrt((9 + 4 + 0 + 25) / 4), 15);
  });

  it("of nothing are NaN but for the count", () => {
    const { count, ...rest } = rankedSummary(new Float64Array(0));
    expect(count).toBe(0);
    expect(Object.values(rest)).toEqual(Array(9).fill(NaN));
  });
});
