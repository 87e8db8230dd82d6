import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { oneProduct, qualityAware, takeScores, weighBlock } from "../../src/score/block-scores.js";
import { genuineBit } from "../../src/score/pair-blocks.js";

const random = seededRandom(4);
const unit = (): number => random.below(2 ** 20) / 2 ** 19 - 1;

describe("QMagFace's score, by hand: s + q min(0, 0.125926 s - 0.077428)", () => {
  it.each([
    [0.5, 20, 0.5 + 20 * (0.062963 - 0.077428)],
    [0, 10, -0.77428],
    [-1, 30, -1 - 30 * (0.125926 + 0.077428)],
    // From s = 0.077428 / 0.125926 = 0.6149 on a score stays as it is.
    [0.62, 40, 0.62],
    [0.614, 40, 0.614 + 40 * (0.077318564 - 0.077428)],
    [1, 100, 1],
    [0.3, 0, 0.3],
  ])("s %f, q %f", (score, quality, expected) => {
    expect(qualityAware(score, quality)).toBeCloseTo(expected, 12);
  });

  it("a block weighs each product with the lesser quality of its row and column", () => {
    const [rows, columns] = [10, 7];
    const qualities = {
      rows: Float64Array.from({ length: 30 }, () => 20 + 15 * unit()),
      columns: Float64Array.from({ length: columns }, () => 20 + 15 * unit()),
    };
    const before = Float64Array.from({ length: rows * columns }, unit);
    const products = before.slice();
    weighBlock(products, 13, qualities);
    products.forEach((product, at) => {
      const [row, column] = [13 + Math.floor(at / columns), at % columns];
      const quality = Math.min(qualities.rows[row], qualities.columns[column]);
      const score = before[at];
      expect(product).toBeCloseTo(score + quality * Math.min(0, 0.125926 * score - 0.077428), 12);
    });
  });
});

describe("scores of places", () => {
  it("are the products there, genuine or not", () => {
    const products = Float64Array.from({ length: 50 }, unit);
    const at = Array.from({ length: 80 }, () => random.below(50));
    const places = Uint32Array.from(at, (place, i) => (i % 3 === 0 ? place + genuineBit : place));
    const into = new Float64Array(80);
    takeScores(products, places, into);
    expect([...into]).toEqual(at.map((place) => products[place]));
  });

  it("made one by one are plain dot products within 1e-15", () => {
    const [a, b] = [0, 1].map(() => Float64Array.from({ length: 60 }, () => unit() / 8));
    for (let dim = 1; dim <= 20; dim++) {
      const [from, start] = [random.below(40), random.below(40)];
      let sum = 0;
      for (let j = 0; j < dim; j++) sum += a[from + j] * b[start + j];
      expect(Math.abs(oneProduct(a, from, b, start, dim) - sum)).toBeLessThan(1e-15);
    }
  });
});
