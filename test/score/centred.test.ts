import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { centredAngles } from "../../src/score/centred.js";
import { naiveCentredAngle } from "../oracle/folds.js";

const random = seededRandom(11);
const draw = (): number => random.below(2 ** 20) / 2 ** 19 - 1;

/** Twelve pairs in four uneven folds over 20 rows, some used twice, around a common vector of the given length. */
function sample(common: number) {
  const dim = 24;
  const values = Float32Array.from({ length: 20 * dim }, (_, i) => common * Math.cos(i % dim) + draw());
  const left = Uint32Array.from({ length: 12 }, (_, i) => i);
  const right = Uint32Array.from({ length: 12 }, (_, i) => 19 - i);
  const folds = [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3];
  return { embeddings: { count: 20, dim, values }, pairs: { left, right }, folds };
}

describe("angles less the training mean", () => {
  it.each([0, 1, 30, 1000])("equal the direct computation within 1e-11, common part %d", (common) => {
    const { embeddings, pairs, folds } = sample(common);
    const row = (a: number): number[] => Array.from(embeddings.values.subarray(a * 24, (a + 1) * 24));
    const found = centredAngles(embeddings, pairs, folds, 4);
    for (let fold = 0; fold < 4; fold++) {
      const training = folds.flatMap((own, i) => (own === fold ? [] : [row(pairs.left[i]), row(pairs.right[i])]));
      folds.forEach((_, i) => {
        const expected = naiveCentredAngle(row(pairs.left[i]), row(pairs.right[i]), training);
        expect(Math.abs(found[fold][i] - expected)).toBeLessThan(1e-11);
      });
    }
  });

  it("are beyond every threshold where an embedding is the mean", () => {
    const embeddings = { count: 2, dim: 3, values: Float32Array.of(0.1, 0.7, 1.3, 0.1, 0.7, 1.3) };
    const pairs = { left: Uint32Array.of(0, 0, 1), right: Uint32Array.of(1, 1, 0) };
    for (const distances of centredAngles(embeddings, pairs, [0, 1, 2], 3)) {
      expect([...distances]).toEqual([Infinity, Infinity, Infinity]);
    }
  });
});
