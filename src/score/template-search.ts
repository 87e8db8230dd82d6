// 1:N identification: what each probe's row of products says about the galleries.

/** Galleries as ranges of the columns of a product, and what each probe looks for in them. */
export interface SearchPlan {
  /** Columns [starts[g], starts[g + 1]) are gallery g; the galleries come first of all columns. */
  readonly starts: readonly number[];
  /** Per matrix row: column of the probe's mate, -1 = it has none in any gallery, -2 = the row is no probe. */
  readonly mate: Int32Array;
}

/** Found for every matrix row; shared memory. Rows that are no probes keep their zeros. */
export interface SearchFound {
  /** Score of the mate; -Infinity without one. */
  readonly own: Float64Array;
  /** [row x galleries + g]: gallery templates that score above the mate, and others that score the same. */
  readonly above: Uint32Array;
  readonly tied: Uint32Array;
  /** [row x galleries + g]: highest score that is not the mate's. */
  readonly best: Float64Array;
}

/** Room for what a search finds. */
export function searchRoom(rows: number, galleries: number): SearchFound {
  const floats = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
  const counts = (length: number) => new Uint32Array(new SharedArrayBuffer(4 * length));
  const cells = rows * galleries;
  return { own: floats(rows), above: counts(cells), tied: counts(cells), best: floats(cells) };
}

/**
 * Searches one row of products.
 *
 * @param from where in `products` the row begins
 * @param others receives scores of non-mated gallery templates above `others.least`
 */
export function searchRow(
  products: Float64Array,
  from: number,
  row: number,
  { starts, mate }: SearchPlan,
  found: SearchFound,
  others: HighestScores,
): void {
  const own = mate[row] < 0 ? -Infinity : products[from + mate[row]];
  found.own[row] = own;
  const galleries = starts.length - 1;
  for (let g = 0; g < galleries; g++) {
    let [above, tied, best] = [0, 0, -Infinity];
    for (let column = starts[g]; column < starts[g + 1]; column++) {
      const score = products[from + column];
      if (column === mate[row]) continue;
      if (score > best) best = score;
      if (score >= own) {
        if (score === own) tied++;
        else above++;
      }
      if (score > others.least) others.add(score);
    }
    const cell = row * galleries + g;
    found.above[cell] = above;
    found.tied[cell] = tied;
    found.best[cell] = best;
  }
}

/** The highest `count` of many scores. */
export class HighestScores {
  /** Scores at or below it are not among the highest. */
  least = -Infinity;
  #kept: Float64Array;
  #size = 0;

  constructor(private readonly count: number) {
    this.#kept = new Float64Array(4 * count + 16);
  }

  add(score: number): void {
    this.#kept[this.#size++] = score;
    if (this.#size === this.#kept.length) this.#shrink();
  }

  /** Descending, at most `count`. */
  finish(): Float64Array {
    this.#shrink();
    return this.#kept.slice(0, this.#size);
  }

  #shrink(): void {
    this.#kept.subarray(0, this.#size).sort().reverse();
    this.#size = Math.min(this.#size, this.count);
    // Equal to the last kept: adding it again would change nothing, the count is full.
    if (this.#size === this.count) this.least = this.#kept[this.count - 1];
  }
}
