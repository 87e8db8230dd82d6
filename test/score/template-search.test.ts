import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import { HighestScores, searchRoom, searchRow } from "../../src/score/template-search.js";

/** Keeps scores as a search does: those above the least of the kept. */
function kept(count: number, scores: readonly number[]): number[] {
  const highest = new HighestScores(count);
  for (const score of scores) if (score > highest.least) highest.add(score);
  return [...highest.finish()];
}
const descending = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a);

describe("the highest of many scores", () => {
  it("with ties, in any order: those of a sorted list", () => {
    const score = fc.integer({ min: -20, max: 20 }).map((value) => value / 20);
    fc.assert(
      fc.property(fc.array(score, { maxLength: 200 }), fc.integer({ min: 1, max: 12 }), (scores, count) => {
        expect(kept(count, scores)).toEqual(descending(scores).slice(0, count));
      }),
    );
  });

  it.each(["rising", "falling"])("of 20,000 %s scores", (order) => {
    const scores = Array.from({ length: 20_000 }, (_, i) => (order === "rising" ? i : -i) / 20_000);
    expect(kept(100, scores)).toEqual(descending(scores).slice(0, 100));
  });

  it("none where none are wanted, fewer where there are fewer", () => {
    expect(kept(0, [3, 1, 2])).toEqual([]);
    expect(
      kept(
        0,
        Array.from({ length: 100 }, (_, i) => i),
      ),
    ).toEqual([]);
    expect(kept(5, [0.2, 0.3])).toEqual([0.3, 0.2]);
    expect(kept(5, [])).toEqual([]);
  });
});

describe("a row of products searched, against looking at every column again", () => {
  const random = seededRandom(23);
  const [rows, galleries, width] = [80, 3, 30];
  // The third gallery is empty; from column 22 on products are of pairs, not of galleries.
  const starts = [0, 10, 22, 22];
  const mate = Int32Array.from({ length: rows }, () => random.below(24) - 2);
  const offset = 5;
  const products = Float64Array.from({ length: offset + rows * width }, () => random.below(9) / 8);
  const found = searchRoom(rows, galleries);
  const others = new HighestScores(40);
  for (let row = 0; row < rows; row++) {
    if (mate[row] > -2) searchRow(products, offset + row * width, row, { starts, mate }, found, others);
  }
  const score = (row: number, column: number): number => products[offset + row * width + column];
  const inGallery = (row: number, gallery: number): number[] =>
    Array.from({ length: width }, (_, column) => column).filter(
      (column) => column >= starts[gallery] && column < starts[gallery + 1] && column !== mate[row],
    );
  const probes = Array.from(mate, (_, row) => row).filter((row) => mate[row] > -2);

  it("the mate's score, -Infinity without a mate", () => {
    for (const row of probes) expect(found.own[row]).toBe(mate[row] < 0 ? -Infinity : score(row, mate[row]));
    expect(probes.some((row) => mate[row] < 0) && probes.length < rows).toBe(true);
  });

  it("others above the mate and as high, in each gallery", () => {
    for (const row of probes.filter((probe) => mate[probe] >= 0)) {
      for (let gallery = 0; gallery < galleries; gallery++) {
        const scores = inGallery(row, gallery).map((column) => score(row, column));
        expect([found.above[row * galleries + gallery], found.tied[row * galleries + gallery]]).toEqual([
          scores.filter((one) => one > found.own[row]).length,
          scores.filter((one) => one === found.own[row]).length,
        ]);
      }
    }
  });

  it("the best other of each gallery, -Infinity where it has none", () => {
    for (const row of probes) {
      for (let gallery = 0; gallery < galleries; gallery++) {
        const best = Math.max(...inGallery(row, gallery).map((column) => score(row, column)));
        expect(found.best[row * galleries + gallery]).toBe(best);
      }
    }
  });

  it("the highest scores that are not the mates', of galleries only", () => {
    const all = probes.flatMap((row) =>
      [0, 1, 2].flatMap((gallery) => inGallery(row, gallery).map((column) => score(row, column))),
    );
    expect([...others.finish()]).toEqual(descending(all).slice(0, 40));
  });

  it("rows that are no probes keep their zeros", () => {
    for (const row of [...mate.keys()].filter((one) => mate[one] === -2)) {
      const cells = [row * galleries, (row + 1) * galleries];
      expect([
        found.own[row],
        ...[found.above, found.tied, found.best].flatMap((all) => [...all.slice(...cells)]),
      ]).toEqual(Array(10).fill(0));
    }
  });
});
