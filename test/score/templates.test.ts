import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { poolTemplates, zeroTemplates, type Pooling } from "../../src/score/templates.js";
import { naiveTemplate } from "../oracle/templates.js";

const dim = 7;
const random = seededRandom(8);
const count = 60;
const values = Float32Array.from({ length: count * dim }, () => random.below(2000) / 100 - 10);
// Template numbers with gaps; media numbers used by several templates, images in no order.
const template = Array.from({ length: count }, () => 3 + 10 * random.below(6));
const medium = Array.from({ length: count }, () => random.below(4));
const weights = Float64Array.from({ length: count }, () => (1 + random.below(100)) / 100);
const embeddings = { count, dim, values };

describe("templates", () => {
  const ways = (["magface", "magface-plus", "insightface"] as Pooling[]).flatMap((pooling) =>
    [true, false].flatMap((keepNorm) => [null, weights].map((weight) => ({ pooling, keepNorm, weights: weight }))),
  );
  it.each(ways)("$pooling, norm kept $keepNorm, equal the definition within 1e-12", (options) => {
    const found = poolTemplates(embeddings, { template, medium }, options);
    expect([...found.numbers]).toEqual([3, 13, 23, 33, 43, 53]);
    found.numbers.forEach((number, at) => {
      const rows = template.flatMap((own, row) => (own === number ? [row] : []));
      const images = rows.map((row) => ({
        vector: Array.from(values.subarray(row * dim, (row + 1) * dim)),
        medium: medium[row],
        weight: options.weights?.[row] ?? 1,
      }));
      naiveTemplate(images, options.pooling, options.keepNorm).forEach((expected, j) =>
        expect(found.values[at * dim + j]).toBeCloseTo(expected, 12),
      );
    });
    expect(zeroTemplates(found)).toEqual([]);
  });

  it("by hand: a video of two frames and a photograph", () => {
    const images = { count: 3, dim: 2, values: Float32Array.of(4, 0, 2, 0, 0, 1) };
    const members = { template: [1, 1, 1], medium: [5, 5, 6] };
    const pool = (pooling: Pooling) =>
      Array.from(poolTemplates(images, members, { pooling, keepNorm: true, weights: null }).values);
    expect(pool("magface")).toEqual([0.5, 0.5]);
    expect(pool("magface-plus")).toEqual([1.5, 0.5]);
    expect(pool("insightface")).toEqual([3, 1]);
  });

  it("without direction are found", () => {
    const images = { count: 3, dim: 1, values: Float32Array.of(1, -1, 2) };
    const members = { template: [7, 7, 9], medium: [1, 1, 1] };
    for (const pooling of ["magface", "magface-plus"] as const) {
      expect(zeroTemplates(poolTemplates(images, members, { pooling, keepNorm: true, weights: null }))).toEqual([7]);
    }
  });
});
