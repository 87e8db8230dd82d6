import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EmbedOptions } from "../../../src/embed/embed-options.js";
import { embedImages } from "../../../src/embed/embedder.js";
import { prepareHere } from "../../../src/embed/prepare-here.js";
import { presetCard } from "../../../src/embed/presets.js";
import {
  applyVariant,
  clearlyBetter,
  errorOfGain,
  samplePairs,
  separation,
  variantsOf,
  type VariantScores,
} from "../../../src/embed/self-check.js";
import type { ImageRef, PairList } from "../../../src/types.js";
import { draws, onnxModel } from "../../onnx-models.js";
import { ppm, scratch, smallCard } from "./scratch.js";

const scores = (genuine: number[], impostor: number[]): VariantScores => ({
  genuine: Float64Array.from(genuine),
  impostor: Float64Array.from(impostor),
});

describe("separation", () => {
  test("by hand: means 0.8 and 0.1, variances 0.01 and 0.03", () => {
    // 0.7, 0.8, 0.9: variance 0.01; 0.1 and 0.1 +- sqrt(0.03): variance 0.03; sqrt(0.04 / 2) = 0.1414.
    const spread = Math.sqrt(0.03);
    expect(separation(scores([0.7, 0.8, 0.9], [0.1 - spread, 0.1, 0.1 + spread]))).toBeCloseTo(
      0.7 / Math.sqrt(0.02),
      12,
    );
  });

  const sample = fc.array(
    fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000),
    { minLength: 8, maxLength: 12 },
  );

  test("does not change when all scores are scaled and shifted", () => {
    fc.assert(
      fc.property(sample, sample, (genuine, impostor) => {
        const before = separation(scores(genuine, impostor));
        fc.pre(Number.isFinite(before) && Math.abs(before) > 1e-3 && Math.abs(before) < 1e3);
        const change = (values: number[]) => values.map((value) => 3 * value + 0.5);
        expect(separation(scores(change(genuine), change(impostor))) / before).toBeCloseTo(1, 6);
      }),
    );
  });

  test("the jackknife's error, against pairs left out one by one by hand", () => {
    fc.assert(
      fc.property(sample, sample, sample, sample, (g1, i1, g2, i2) => {
        const [g, i] = [Math.min(g1.length, g2.length), Math.min(i1.length, i2.length)];
        const own = [g1.slice(0, g), i1.slice(0, i)];
        const other = [g2.slice(0, g), i2.slice(0, i)];
        const gain = (drop: [number, number]) => {
          const of = ([a, b]: number[][]) =>
            dPrime(
              a.filter((_, at) => drop[0] !== 0 || at !== drop[1]),
              b.filter((_, at) => drop[0] !== 1 || at !== drop[1]),
            );
          return of(other) - of(own);
        };
        const part = (kind: number, n: number) => {
          const gains = Array.from({ length: n }, (_, at) => gain([kind, at]));
          const mean = gains.reduce((sum, value) => sum + value, 0) / n;
          return ((n - 1) / n) * gains.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        };
        const expected = Math.sqrt(part(0, g) + part(1, i));
        fc.pre(Number.isFinite(expected) && expected > 1e-6 && expected < 1e6);
        expect(errorOfGain(scores(own[0], own[1]), scores(other[0], other[1])) / expected).toBeCloseTo(1, 6);
      }),
      { numRuns: 50 },
    );
  });
});

function dPrime(genuine: number[], impostor: number[]): number {
  const mean = (v: number[]) => v.reduce((sum, x) => sum + x, 0) / v.length;
  const variance = (v: number[]) => v.reduce((sum, x) => sum + (x - mean(v)) ** 2, 0) / (v.length - 1);
  return (mean(genuine) - mean(impostor)) / Math.sqrt((variance(genuine) + variance(impostor)) / 2);
}

describe("what is clearly better", () => {
  const result = (value: number, sigmas: number) => ({ label: "", separation: value, sigmas });

  test("a tenth more, and three standard errors", () => {
    const own = result(2, 0);
    expect(clearlyBetter([own, result(2.19, 9), result(2.3, 2.9), result(2.3, 3.1), result(4, 5)])).toEqual([4, 3]);
  });

  test("nothing that hardly separates, and anything that does where the card gives one score for all", () => {
    expect(clearlyBetter([result(0.1, 0), result(0.4, 8)])).toEqual([]);
    expect(clearlyBetter([result(NaN, 0), result(1.5, NaN), result(0.9, NaN)])).toEqual([1]);
  });
});

describe("the rivals", () => {
  test("of magface: three scalings in RGB, two others in BGR", () => {
    expect(variantsOf(presetCard("magface")).map(({ label }) => label)).toEqual([
      "BGR, x / 255",
      "BGR, (x - 127.5) / 127.5",
      "BGR, x",
      "RGB, x / 255",
      "RGB, (x - 127.5) / 127.5",
      "RGB, x",
    ]);
  });

  test("128 in place of 127.5 is no rival", () => {
    expect(variantsOf(presetCard("facenet")).map(({ label }) => label)).toEqual([
      "RGB, (x - 127.5) / 128",
      "RGB, x / 255",
      "RGB, x",
      "BGR, x / 255",
      "BGR, (x - 127.5) / 127.5",
      "BGR, x",
    ]);
  });

  test.each(["NCHW", "NHWC"] as const)(
    "arithmetic on raw pixels gives what preparing anew gives, to the bit (%s)",
    async (layout) => {
      const { write } = scratch();
      const path = write(
        "a.ppm",
        ppm(
          4,
          4,
          Uint8Array.from({ length: 48 }, (_, i) => (i * 71) % 256),
        ),
      );
      const base = { width: 4, height: 4, layout, whiten: false, resize: false };
      const raw = await prepareHere({ ...base, channels: "RGB", mean: [0, 0, 0], scale: [1, 1, 1] }).prepare(
        [{ name: "a", path }],
        ["plain"],
      );
      for (const variant of variantsOf(presetCard("sphereface"))) {
        const { channels, mean, scale } = variant;
        const anew = await prepareHere({ ...base, channels, mean, scale }).prepare([{ name: "a", path }], ["plain"]);
        expect(applyVariant(raw.values, 16, layout, variant), variant.label).toEqual(anew.values);
      }
    },
  );

  test("a sample is spread evenly over the list", () => {
    const pairs = pairList(Array.from({ length: 100 }, (_, i) => [i, i, i % 2]));
    const sample = samplePairs(pairs, 5);
    expect(sample.genuine.map(([a]) => a)).toEqual([1, 21, 41, 61, 81]);
    expect(sample.impostor.map(([a]) => a)).toEqual([0, 20, 40, 60, 80]);
    expect(samplePairs(pairs, 80).genuine).toHaveLength(50);
  });
});

function pairList(pairs: readonly (readonly number[])[]): PairList {
  return {
    names: [],
    left: Uint32Array.from(pairs, ([a]) => a),
    right: Uint32Array.from(pairs, ([, b]) => b),
    genuine: Uint8Array.from(pairs, ([, , same]) => same),
    fold: null,
    subjects: null,
    source: "test",
  };
}

describe("with a model", () => {
  const people = 110;
  const pairs = pairList(
    Array.from({ length: people }, (_, i) => [
      [2 * i, 2 * i + 1, 1],
      [2 * i, (2 * i + 3) % (2 * people), 0],
    ]).flat(),
  );

  /** Two images a person: red is the person's with some noise, green and blue are noise. */
  function faces() {
    const { write } = scratch();
    const draw = draws(11);
    const images: ImageRef[] = [];
    for (let person = 0; person < people; person++) {
      const red = Array.from({ length: 16 }, () => draw());
      for (let k = 0; k < 2; k++) {
        const pixels = Uint8Array.from({ length: 48 }, (_, i) => {
          const value = i % 3 === 0 ? 0.8 * red[i / 3] + 0.2 * draw() : draw();
          return 127.5 + 120 * value;
        });
        const name = `${person}-${k}`;
        images.push({ name, path: write(`${name}.ppm`, ppm(4, 4, pixels)) });
      }
    }
    return { write, images };
  }

  /** The embedding is tanh(gain * (the first plane as fed - centre)): it wants red first, and pixels around `centre`. */
  const firstPlane = (centre: number, gain: number): Uint8Array =>
    onnxModel({
      inputs: [{ name: "input", shape: ["n", 3, 4, 4] }],
      outputs: [{ name: "embedding", shape: ["n", 16] }],
      weights: [
        {
          name: "w",
          shape: [16, 48],
          values: Float32Array.from({ length: 768 }, (_, i) => (i % 48 === Math.floor(i / 48) ? gain : 0)),
        },
        { name: "b", shape: [16], values: new Float32Array(16).fill(-gain * centre) },
      ],
      nodes: [
        { op: "Flatten", inputs: ["input"], outputs: ["flat"], attributes: { axis: 1 } },
        { op: "Gemm", inputs: ["flat", "w", "b"], outputs: ["linear"], attributes: { transB: 1 } },
        { op: "Tanh", inputs: ["linear"], outputs: ["embedding"] },
      ],
    });

  const check = async (wants: "x" | "x / 255", card: EmbedOptions["card"], list = pairs) => {
    const { write, images } = faces();
    const warnings: string[] = [];
    const io = {
      progress: { start() {}, step() {}, stop() {} },
      note() {},
      warn: (text: string) => void warnings.push(text),
      detail() {},
      signal: new AbortController().signal,
      now: () => performance.now(),
    };
    const options = {
      card,
      provider: "cpu",
      batch: 16,
      threads: 1,
      cache: null,
      resize: false,
      strict: false,
      pairs: list,
      io,
    } as const;
    const { selfCheck } = await embedImages(images, {
      model: write("m.onnx", wants === "x" ? firstPlane(127.5, 1 / 64) : firstPlane(0.5, 4)),
      ...options,
    });
    return { selfCheck, warnings };
  };

  test("the right card: no warning", async () => {
    const { selfCheck, warnings } = await check("x", smallCard());
    expect(selfCheck!.results[0].label).toBe("RGB, x");
    expect(selfCheck!.warning).toBeNull();
    expect(warnings).toEqual([]);
  });

  test("channels exchanged: the warning names the right ones", async () => {
    const { warnings } = await check("x", smallCard({ channels: "BGR" }));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^the model seems to want other pixels than card "small" gives \(BGR, x\): with RGB, x it separates genuine from impostor pairs better \(d' \d+\.\d\d against -?\d+\.\d\d on a sample of the pairs\); check --preset$/,
    );
  });

  test("a model of x / 255 fed x, which gives one and the same embedding for all", async () => {
    const { warnings } = await check("x / 255", smallCard());
    expect(warnings[0]).toMatch(/with RGB, x \/ 255 it separates .* \(d' \d+\.\d\d against none on/);
  });

  test("too few pairs of a kind, or per-image whitening: no check", async () => {
    const few = pairList([...Array(7).keys()].map((i) => [i, i + 1, i % 2]));
    expect((await check("x", smallCard({ channels: "BGR" }), few)).selfCheck).toBeNull();
    expect((await check("x", smallCard({ whiten: true }))).selfCheck).toBeNull();
  });
});
