import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openGemm } from "../../src/host/gemm.js";
import { seededRandom } from "../../src/math/random.js";

const folder = new URL("../../fixtures/gemm/", import.meta.url);

describe("products of float64 matrices", () => {
  it("by the model that fixtures/gemm/make.mjs writes, byte for byte", async () => {
    const { gemmModel } = (await import(new URL("make.mjs", folder).href)) as { gemmModel: () => Uint8Array };
    expect(readFileSync(new URL("gemm-f64.onnx", folder)).equals(gemmModel())).toBe(true);
  });

  it.each([1, 7, 24, 129])("of dimension %i, blocks of several heights: plain sums within 1e-13", async (dim) => {
    const random = seededRandom(dim);
    const draw = (count: number) => Float64Array.from({ length: count * dim }, () => random.below(2000) / 1000 - 1);
    const columns = draw(33);
    const gemm = await openGemm(columns, dim, "cpu");
    expect(gemm.provider).toBe("cpu");
    try {
      for (const rows of [1, 5, 64]) {
        const block = draw(rows);
        const products = await gemm.multiply(block);
        expect(products).toHaveLength(33 * rows);
        products.forEach((product, at) => {
          const [row, column] = [Math.floor(at / 33) * dim, (at % 33) * dim];
          let sum = 0;
          for (let j = 0; j < dim; j++) sum += block[row + j] * columns[column + j];
          expect(Math.abs(product - sum)).toBeLessThan(1e-13);
        });
      }
    } finally {
      await gemm.close();
    }
  });

  it("of a row do not depend on the rows beside it", async () => {
    const random = seededRandom(1);
    const [dim, columns] = [24, Float64Array.from({ length: 24 * 70 }, () => random.below(2000) / 1000 - 1)];
    const gemm = await openGemm(columns, dim, "cpu");
    try {
      const whole = (await gemm.multiply(columns)).slice();
      for (const [from, to] of [
        [0, 1],
        [3, 7],
        [10, 70],
      ]) {
        const part = await gemm.multiply(columns.slice(from * dim, to * dim));
        expect([...part]).toEqual([...whole.subarray(70 * from, 70 * to)]);
      }
    } finally {
      await gemm.close();
    }
  });

  it("by the processor where a graphics card is asked for and there is none", async () => {
    const gemm = await openGemm(Float64Array.of(1, 2), 2, "cuda");
    expect([...(await gemm.multiply(Float64Array.of(3, 4)))]).toEqual([11]);
    await gemm.close();
  });
});
