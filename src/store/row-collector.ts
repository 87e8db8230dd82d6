import type { EmbeddingMatrix } from "../types.js";

/**
 * A matrix whose rows come one batch after another and whose height is not known beforehand.
 *
 * Memory for the expected height, and some more, is asked for at once: the system hands out pages only when they are
 * written, so asking for too much costs nothing, while growing by copies would need both copies at one time.
 */
export class RowCollector {
  #values: Float32Array;
  #used = 0;

  constructor(
    readonly dim: number,
    expectedRows: number,
  ) {
    this.#values = new Float32Array(Math.ceil(expectedRows * 1.1 + 16) * dim);
  }

  /** @param values whole rows, copied */
  append(values: Float32Array): void {
    const needed = this.#used + values.length;
    if (needed > this.#values.length) {
      const larger = new Float32Array(Math.ceil((needed * 1.3) / this.dim) * this.dim);
      larger.set(this.#values.subarray(0, this.#used));
      this.#values = larger;
    }
    this.#values.set(values, this.#used);
    this.#used = needed;
  }

  finish(): EmbeddingMatrix {
    return { count: this.#used / this.dim, dim: this.dim, values: this.#values.subarray(0, this.#used) };
  }
}
