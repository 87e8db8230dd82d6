import { describe, expect, it } from "vitest";
import { measureErc } from "../../src/evaluate/erc.js";
import type { ErcInput, ErcOptions } from "../../src/evaluate/erc-input.js";
import { seededRandom } from "../../src/math/random.js";

/** 400 pairs of 100 people's pictures; the worse a picture, the less alike its genuine pairs. */
function made(): { input: ErcInput; truth: Float64Array } {
  const random = seededRandom(5);
  const uniform = (): number => random.below(1 << 20) / (1 << 20);
  const truth = Float64Array.from({ length: 800 }, uniform);
  const left = Uint32Array.from({ length: 400 }, (_, pair) => 2 * pair);
  const right = Uint32Array.from({ length: 400 }, (_, pair) => 2 * pair + 1);
  const genuine = Uint8Array.from(left, (_, pair) => pair % 2);
  const distance = Float64Array.from(left, (row, pair) =>
    genuine[pair] === 1 ? 0.5 - 0.3 * Math.min(truth[row], truth[row + 1]) + 0.1 * uniform() : 0.45 + 0.1 * uniform(),
  );
  return { input: { distance, genuine, left, right, subjects: null, qualities: [] }, truth };
}

const options: ErcOptions = {
  ...{ fmrs: [0.05, 1e-3], conventions: ["exact"], combination: "min", reject: "pairs" },
  ...{ areas: [0.2, 0.95], bootstrap: 200, seed: 3 },
};

const random = (): Float64Array => {
  const draw = seededRandom(9);
  return Float64Array.from({ length: 800 }, () => draw.below(1 << 20));
};

describe("an error-versus-reject study", () => {
  const { input, truth } = made();
  const study = (qualities: ErcInput["qualities"], more: Partial<ErcOptions> = {}) =>
    measureErc({ ...input, qualities }, { ...options, ...more });

  it("finds the quality that knows, and says so by a paired interval", () => {
    const { comparisons, figures, warnings } = study([
      { name: "truth", values: truth },
      { name: "random", values: random() },
    ]);
    const found = comparisons.find(({ fmr, to }) => fmr === 0.05 && to === 0.2)!;
    expect(found).toMatchObject({ one: "truth", other: "random" });
    expect(found.interval![1]).toBeLessThan(0);
    const area = (quality: string) =>
      figures.find((figure) => figure.name === "pauc@fmr=5e-2,to=0.2" && figure.quality === quality)!;
    expect(found.difference).toBe(area("truth").value - area("random").value);
    expect(area("truth").normalised).toBeLessThan(area("random").normalised as number);
    expect(warnings).toEqual([]);
  });

  it("says why a FMR is undefined, and draws no curve of it", () => {
    const { figures, curves } = study([{ name: "truth", values: truth }]);
    for (const figure of figures.filter(({ name }) => name.includes("fmr=1e-3")))
      expect(figure).toMatchObject({ value: NaN, reason: "needs 1,000 impostors, has 200" });
    expect(curves.find(({ fmr }) => fmr === 1e-3)!.fnmr.every(Number.isNaN)).toBe(true);
  });

  it("warns of a quality that is upside down, and of one that is the same everywhere", () => {
    const { warnings } = study([
      { name: "upside-down", values: truth.map((value) => -value) },
      { name: "constant", values: truth.map(() => 1) },
    ]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/quality upside-down falls where genuine pairs are more alike/);
    expect(warnings[1]).toMatch(/quality constant is the same everywhere/);
  });

  it("leaves pairs with a missing quality out of all methods, and counts them", () => {
    const some = truth.map((value, row) => (row < 20 ? NaN : value));
    const { dropped, figures } = study([
      { name: "some", values: some },
      { name: "random", values: random() },
    ]);
    expect(dropped).toBe(10);
    const start = figures.filter(({ name }) => name === "fnmr@fmr=5e-2,reject=0");
    expect(start[0].value).toBe(start[1].value);
    expect(start[0].genuine).toBe(195);
    expect(() => study([{ name: "none", values: truth.map(() => NaN) }])).toThrow("no pair has a quality by none");
  });

  it("takes a constant quality's pairs in the order of the list", () => {
    const { figures } = study([{ name: "constant", values: truth.map(() => 1) }], { bootstrap: 0 });
    const half = figures.find(({ name }) => name === "fnmr@fmr=5e-2,reject=0.5")!;
    expect(half).toMatchObject({ rejected: 200, genuine: 100, impostor: 100 });
  });

  it("is undefined, not 0, where no genuine pair stays", () => {
    const oracle = Float64Array.from(input.genuine, (label, pair) => (label === 1 ? -input.distance[pair] : Infinity));
    const { figures } = study([{ name: "oracle", values: null, ofPairs: oracle }], { bootstrap: 0 });
    const at = (rate: number) => figures.find(({ name }) => name === `fnmr@fmr=5e-2,reject=${rate}`)!;
    expect(at(0.45).value).toBe(0);
    expect(at(0.5)).toMatchObject({ value: NaN, reason: "no genuine pair stays" });
    const area = figures.find(({ name }) => name === "pauc@fmr=5e-2,to=0.95")!;
    expect(area).toMatchObject({ value: NaN, reason: "no genuine pair stays up to 0.95" });
    expect(figures.find(({ name }) => name === "pauc@fmr=5e-2,to=0.2")!.value).toBeGreaterThan(0);
    expect(() => study([{ name: "oracle", values: null, ofPairs: oracle }], { reject: "images" })).toThrow(
      "quality oracle is one of pairs, expected one of images to set images aside",
    );
  });

  it("sets images aside: the table counts images, not pairs", () => {
    const { figures } = study([{ name: "truth", values: truth }], { reject: "images", bootstrap: 50 });
    const whole = figures.find(({ name }) => name === "pauc@fmr=5e-2,to=0.95")!;
    expect(Number.isNaN(whole.value)).toBe(whole.reason === "no genuine pair stays up to 0.95");
    const start = figures.find(({ name }) => name === "fnmr@fmr=5e-2,reject=0")!;
    const later = figures.find(({ name }) => name === "fnmr@fmr=5e-2,reject=0.1")!;
    expect(start).toMatchObject({ reject: "images", quality: "truth" });
    expect(later.value).toBeLessThan(start.value);
    expect(later.interval![0]).toBeLessThanOrEqual(later.value);
  });

  it("gives the same figures for the same seed, and other intervals for another", () => {
    const of = (seed: number) => JSON.stringify(study([{ name: "truth", values: truth }], { seed }).figures);
    expect(of(1)).toBe(of(1));
    expect(of(1)).not.toBe(of(2));
  });
});
