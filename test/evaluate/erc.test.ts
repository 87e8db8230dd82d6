import { describe, expect, it } from "vitest";
import { measureErc } from "../../src/evaluate/erc.js";
import type { ErcInput, ErcOptions } from "../../src/evaluate/erc-input.js";
import { sampleErc } from "../../src/evaluate/erc-sample.js";
import { seededRandom } from "../../src/math/random.js";
import { sortPairs } from "../../src/metrics/reject-steps.js";

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

describe("a study of more impostors than a bootstrap can draw", () => {
  const count = 112_500;
  const draw = seededRandom(11);
  const uniform = (): number => (draw.below(1 << 20) + 0.5) / (1 << 20);
  const genuine = Uint8Array.from({ length: count }, (_, pair) => (pair % 45 === 0 ? 1 : 0));
  const left = Uint32Array.from(genuine, (_, pair) => pair % 400);
  const right = Uint32Array.from(genuine, (_, pair) => (pair * 7) % 397);
  const distance = Float64Array.from(genuine, (same) => (same === 1 ? 0.7 * uniform() : 0.3 + 0.7 * uniform()));
  const values = Float64Array.from({ length: 400 }, (_, row) => (row * 37) % 101);
  const input: ErcInput = {
    ...{ distance, genuine, left, right, subjects: null },
    qualities: [{ name: "q", values }],
  };
  const study = (more: Partial<ErcOptions>) => measureErc(input, { ...options, fmrs: [1e-2], ...more });
  const sample = sampleErc(input, sortPairs(distance, genuine));

  it("has all genuine pairs and the most alike impostors one by one, the others stand for the rest", () => {
    const { input: chosen, stands } = sample;
    expect(chosen.genuine.reduce((sum, same) => sum + same, 0)).toBe(2500);
    const impostors = [...chosen.distance.keys()].filter((pair) => chosen.genuine[pair] === 0);
    expect(impostors.reduce((sum, pair) => sum + stands[pair], 0) / (count - 2500)).toBeCloseTo(1, 3);
    const highest = [...distance].filter((_, pair) => genuine[pair] === 0).sort((a, b) => a - b);
    const single = impostors.filter((pair) => stands[pair] === 1).map((pair) => chosen.distance[pair]);
    expect(single.sort((a, b) => a - b)).toEqual(highest.slice(0, single.length));
    expect(single.length).toBe(32_000);
  });

  it("counts figures on all pairs: the definition, one rate at a time", () => {
    const { figures, curves } = study({ bootstrap: 0 });
    const impostors = distance.filter((_, pair) => genuine[pair] === 0).sort();
    const threshold = impostors[1100];
    const quality = Float64Array.from(left, (row, pair) => Math.min(values[row], values[right[pair]]));
    const order = [...quality.keys()].sort((a, b) => quality[a] - quality[b] || a - b);
    for (const rate of [0, 0.35, 0.95]) {
      const stay = order.slice(Math.floor(rate * count)).filter((pair) => genuine[pair] === 1);
      const missed = stay.filter((pair) => distance[pair] >= threshold).length;
      const found = figures.find(({ name }) => name === `fnmr@fmr=1e-2,reject=${rate}`)!;
      expect(found).toMatchObject({ value: missed / stay.length, genuine: stay.length, threshold });
    }
    expect(curves[0].step.length).toBe(2501);
  });

  it("has an interval as wide as a proportion's: only the genuine pairs move it much", () => {
    const start = study({ bootstrap: 300 }).figures.find(({ name }) => name === "fnmr@fmr=1e-2,reject=0")!;
    const [low, high] = start.interval!;
    const error = Math.sqrt((start.value * (1 - start.value)) / 2500);
    expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.85);
    expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.25);
    expect((low + high) / 2).toBeCloseTo(start.value, 2);
  });
});
