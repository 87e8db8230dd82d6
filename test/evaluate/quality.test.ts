import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { qualityFigures } from "../../src/evaluate/quality-figures.js";
import { evenlySpaced, fromBest, fromWorst } from "../../src/evaluate/quality-order.js";

const values = (...list: number[]): Float64Array => Float64Array.from(list);
const figure = (figures: ReturnType<typeof qualityFigures>, name: string, quality: string) =>
  figures.find((each) => each.name === name && each.quality === quality)!;

/** Spearman's correlation without ties, by its textbook formula. */
function byDifferences(a: readonly number[], b: readonly number[]): number {
  const rank = (list: readonly number[], value: number): number => list.filter((other) => other < value).length;
  const squares = a.map((value, i) => (rank(a, value) - rank(b, b[i])) ** 2);
  return 1 - (6 * squares.reduce((sum, square) => sum + square, 0)) / (a.length * (a.length ** 2 - 1));
}

describe("figures of qualities", () => {
  const figures = qualityFigures([
    { name: "a", values: values(1, 2, 3, NaN, 4) },
    { name: "b", values: values(9, NaN, 7, 5, 1) },
  ]);

  it("are over the images that have a number, by hand", () => {
    const of = (name: string) => figure(figures, name, "a").value;
    expect(["images", "mean", "min", "q25", "median", "q75", "max"].map(of)).toEqual([4, 2.5, 1, 1.75, 2.5, 3.25, 4]);
    expect(of("std")).toBeCloseTo(Math.sqrt(1.25), 15);
  });

  it("correlate two qualities over the images that have both", () => {
    expect(figures.at(-1)).toMatchObject({ name: "spearman", quality: "a", against: "b", images: 3 });
    expect(figures.at(-1)!.value).toBeCloseTo(-1, 15);
  });

  it("have Spearman's correlation of the textbook", () => {
    const lists = fc.uniqueArray(fc.integer(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const made = qualityFigures([
          { name: "a", values: values(...a) },
          { name: "b", values: values(...b) },
        ]);
        expect(made.at(-1)!.value).toBeCloseTo(byDifferences(a, b), 12);
      }),
    );
  });

  it("are undefined with a reason where nothing can be said", () => {
    const same = qualityFigures([
      { name: "a", values: values(1, 2, 3) },
      { name: "b", values: values(5, 5, 5) },
      { name: "c", values: values(NaN, NaN, 1) },
      { name: "d", values: values(NaN, NaN, NaN) },
    ]);
    const reason = (quality: string, against: string) =>
      same.find((each) => each.name === "spearman" && each.quality === quality && each.against === against)!.reason;
    expect(reason("a", "b")).toBe("b is the same for all images");
    expect(reason("a", "c")).toBe("needs two images with both numbers, has 1");
    expect(figure(same, "images", "d").value).toBe(0);
    expect(figure(same, "mean", "d")).toMatchObject({ value: NaN, reason: "no image has a number" });
    expect(figure(same, "images", "d").reason).toBeUndefined();
  });
});

describe("the order of images", () => {
  const column = values(3, NaN, 1, 3, 2);

  it("goes from the worst or the best, leaves out what has no number, and keeps equal ones as given", () => {
    expect([...fromWorst(column)]).toEqual([2, 4, 0, 3]);
    expect([...fromBest(column)]).toEqual([0, 3, 4, 2]);
    expect([...fromWorst(values())]).toEqual([]);
  });

  it("is thinned evenly, its ends kept", () => {
    const all = Uint32Array.from({ length: 200 }, (_, i) => i);
    const some = [...evenlySpaced(all, 96)];
    const steps = some.slice(1).map((place, i) => place - some[i]);
    expect([some.length, some[0], some.at(-1)]).toEqual([96, 0, 199]);
    expect(new Set(steps)).toEqual(new Set([2, 3]));
    expect([...evenlySpaced(all, 200)]).toEqual([...all]);
    expect([...evenlySpaced(all.subarray(0, 3), 96)]).toEqual([0, 1, 2]);
  });
});
