import type { PairList } from "../types.js";

/** Collects pairs as a reader meets them and numbers the names in order of first mention. */
export class PairListBuilder {
  readonly #rows = new Map<string, number>();
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #genuine: number[] = [];
  readonly #folds: number[] = [];

  get length(): number {
    return this.#left.length;
  }

  /** @param fold 0-based; given for every pair or for none */
  add(left: string, right: string, genuine: boolean, fold?: number): void {
    this.#left.push(this.#row(left));
    this.#right.push(this.#row(right));
    this.#genuine.push(genuine ? 1 : 0);
    if (fold !== undefined) this.#folds.push(fold);
  }

  /** @param subjectOf subject of a name; left out where the list tells none */
  finish(source: string, subjectOf?: (name: string) => string): PairList {
    const names = [...this.#rows.keys()];
    return {
      names,
      left: Uint32Array.from(this.#left),
      right: Uint32Array.from(this.#right),
      genuine: Uint8Array.from(this.#genuine),
      fold: this.#folds.length > 0 ? Uint16Array.from(this.#folds) : null,
      subjects: subjectOf ? names.map(subjectOf) : null,
      source,
    };
  }

  #row(name: string): number {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    this.#rows.set(name, this.#rows.size);
    return this.#rows.size - 1;
  }
}
