import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { TemplatePooler, type PoolingMode, type TemplateMembership } from "../../src/score/template-pooler.js";
import { poolings, poolTemplates } from "../../src/score/templates.js";
import { naiveTemplate } from "../oracle/templates.js";

const count = 240;
const templates = 17;
const random = seededRandom(12);
// The first images give every template one; media numbers mean other media in other templates.
const templateOf = Uint32Array.from({ length: count }, (_, i) => (i < templates ? i : random.below(templates)));
const mediumOf = Uint32Array.from({ length: count }, () => 5 * random.below(4));
const weights = Float64Array.from({ length: count }, () => (1 + random.below(100)) / 100);
const membership: TemplateMembership = { templates, templateOf, mediumOf };
const modes: PoolingMode[] = poolings.flatMap((pooling) =>
  (["kept", "removed"] as const).map((norm) => ({ pooling, norm })),
);
/** Orders in which images may come. */
const inOrder = Array.from({ length: count }, (_, i) => i);
const shuffled = [...inOrder];
for (let i = count - 1; i > 0; i--) {
  const j = random.below(i + 1);
  [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
}

const embeddings = (dim: number): Float32Array =>
  Float32Array.from({ length: count * dim }, () => random.below(2000) / 100 - 10);
const unit = (vector: readonly number[]): number[] => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

interface Pooling {
  readonly dim: number;
  readonly values: Float32Array | Float64Array;
  readonly order?: readonly number[];
  readonly weigh?: boolean;
}

function pool({ dim, values, order = inOrder, weigh = false }: Pooling, wanted: readonly PoolingMode[]) {
  const pooler = new TemplatePooler(membership, dim, wanted);
  const magnitudes = order.map((image) => pooler.add(image, values, image * dim, weigh ? weights[image] : 1));
  return { ...pooler.finish(), qualities: pooler.qualities(), magnitudes };
}

/** Largest difference of two lists. */
const apart = (found: ArrayLike<number>, expected: readonly number[]): number => {
  expect(found).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
};

function naive({ dim, values, weigh }: Pooling, { pooling, norm }: PoolingMode): number[] {
  return Array.from({ length: templates }, (_, template) => {
    const images = inOrder.filter((image) => templateOf[image] === template);
    const prepared = images.map((image) => ({
      vector: Array.from(values.slice(image * dim, (image + 1) * dim)),
      medium: mediumOf[image],
      weight: weigh ? weights[image] : 1,
    }));
    return unit(naiveTemplate(prepared, pooling, norm === "kept"));
  }).flat();
}

describe.each([2, 7, 24])("templates of dimension %i pooled while images stream by", (dim) => {
  const values = embeddings(dim);
  const ways = modes.flatMap((mode) => [false, true].map((weigh) => ({ ...mode, weigh })));

  it.each(ways)("$pooling, norm $norm, weights $weigh: the definition within 1e-12", ({ weigh, ...mode }) => {
    for (const order of [inOrder, shuffled, [...inOrder].reverse()]) {
      const found = pool({ dim, values, order, weigh }, [mode]);
      expect(found.zero).toEqual([]);
      expect(apart(found.templates[0], naive({ dim, values, weigh }, mode))).toBeLessThan(1e-12);
    }
  });

  it("all ways at once are each way alone", () => {
    const together = pool({ dim, values, order: shuffled, weigh: true }, modes);
    modes.forEach((mode, at) => {
      const alone = pool({ dim, values, order: shuffled, weigh: true }, [mode]);
      expect(apart(together.templates[at], [...alone.templates[0]])).toBeLessThan(1e-14);
    });
  });

  it.each(ways)("$pooling, norm $norm, weights $weigh: directions of score/templates.ts", ({ weigh, ...mode }) => {
    const whole = poolTemplates(
      { count, dim, values },
      { template: templateOf, medium: mediumOf },
      { pooling: mode.pooling, keepNorm: mode.norm === "kept", weights: weigh ? weights : null },
    );
    const directions = Array.from({ length: templates }, (_, row) =>
      unit(Array.from(whole.values.subarray(row * dim, (row + 1) * dim))),
    ).flat();
    expect(apart(pool({ dim, values, order: shuffled, weigh }, [mode]).templates[0], directions)).toBeLessThan(1e-12);
  });

  it("magnitudes are those of the images, qualities their mean in each template, whatever the weights", () => {
    const magnitude = (image: number): number => Math.hypot(...values.subarray(image * dim, (image + 1) * dim));
    const means = Array.from({ length: templates }, (_, template) => {
      const own = inOrder.filter((image) => templateOf[image] === template).map(magnitude);
      return own.reduce((sum, each) => sum + each, 0) / own.length;
    });
    for (const some of [modes, modes.slice(0, 1), modes.slice(1, 2)]) {
      const found = pool({ dim, values, order: shuffled, weigh: true }, some);
      expect(apart(found.magnitudes, shuffled.map(magnitude))).toBeLessThan(1e-12);
      expect(apart(found.qualities, means)).toBeLessThan(1e-12);
    }
  });
});

describe("a pooler", () => {
  it("takes sums of two views in float64 as well", () => {
    const values = Float64Array.from({ length: count * 5 }, () => random.below(2 ** 20) / 2 ** 20 - 0.5);
    for (const mode of modes)
      expect(apart(pool({ dim: 5, values }, [mode]).templates[0], naive({ dim: 5, values }, mode))).toBeLessThan(1e-12);
  });

  it("by hand: a video of two frames and a photograph, unit length", () => {
    const hand = new TemplatePooler(
      { templates: 1, templateOf: Uint32Array.of(0, 0, 0), mediumOf: Uint32Array.of(5, 6, 5) },
      2,
      poolings.map((pooling) => ({ pooling, norm: "kept" as const })),
    );
    const values = Float32Array.of(4, 0, 0, 1, 2, 0);
    for (const image of [0, 1, 2]) hand.add(image, values, 2 * image, 1);
    // Media means (3, 0) and (0, 1): 45 degrees once they are brought to length one, else they weigh 3 to 1.
    const [magface, plus, insightface] = hand.finish().templates.map((one) => [...one]);
    expect(apart(magface, [Math.SQRT1_2, Math.SQRT1_2])).toBeLessThan(1e-15);
    expect(apart(plus, [3 / Math.sqrt(10), 1 / Math.sqrt(10)])).toBeLessThan(1e-15);
    expect(apart(insightface, plus)).toBeLessThan(1e-15);
    expect(hand.qualities()[0]).toBe(7 / 3);
  });

  it("reports templates without direction, of any of the ways, once each and in order", () => {
    // Template 0: two media that cancel. 1: a medium that cancels. 2: fine. 3: a zero image, which has no unit vector.
    const templateOf = Uint32Array.of(3, 0, 0, 1, 1, 2, 3);
    const mediumOf = Uint32Array.of(1, 1, 2, 1, 1, 1, 2);
    const values = Float32Array.of(0, 1, -1, 2, -2, 3, 1);
    const zero = (mode: PoolingMode) => {
      const pooler = new TemplatePooler({ templates: 4, templateOf, mediumOf }, 1, [mode]);
      values.forEach((_, image) => pooler.add(image, values, image, 1));
      return pooler.finish().zero;
    };
    expect(zero({ pooling: "magface-plus", norm: "kept" })).toEqual([0, 1]);
    expect(zero({ pooling: "insightface", norm: "removed" })).toEqual([0, 1, 3]);
    expect(zero({ pooling: "magface", norm: "kept" })).toEqual([0, 1, 3]);
    const pooler = new TemplatePooler({ templates: 4, templateOf, mediumOf }, 1, modes);
    expect(Array.from(values, (_, image) => pooler.add(image, values, image, 1))).toEqual([0, 1, 1, 2, 2, 3, 1]);
    expect(pooler.finish().zero).toEqual([0, 1, 3]);
  });

  it("says that an image is not finite", () => {
    const pooler = new TemplatePooler({ templates: 1, templateOf: Uint32Array.of(0), mediumOf: Uint32Array.of(0) }, 2, [
      { pooling: "magface", norm: "kept" },
    ]);
    expect(pooler.add(0, Float32Array.of(1, Infinity), 0, 1)).toBe(Infinity);
    expect(pooler.finish().zero).toEqual([0]);
  });

  it("leaves templates in shared memory", () => {
    const [values] = pool({ dim: 2, values: embeddings(2) }, [modes[0]]).templates;
    expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
