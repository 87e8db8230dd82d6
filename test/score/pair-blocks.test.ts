import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/math/random.js";
import {
  blockPairs,
  genuineBit,
  templatesAt,
  type PairBlocks,
  type TemplatePairRows,
} from "../../src/score/pair-blocks.js";

/** Pairs of `left` and `right` many templates, out of `templates`; some pairs twice. */
function drawPairs(seed: number, pairs: number, templates: number, left: number, right: number): TemplatePairRows {
  const random = seededRandom(seed);
  const some = (count: number) => Array.from({ length: count }, () => random.below(templates));
  const [lefts, rights] = [some(left), some(right)];
  return {
    left: Uint32Array.from({ length: pairs }, () => lefts[random.below(left)]),
    right: Uint32Array.from({ length: pairs }, () => rights[random.below(right)]),
    genuine: Uint8Array.from({ length: pairs }, () => random.below(5) >> 2),
  };
}

const distinct = (values: Uint32Array): number[] => [...new Set(values)].sort((a, b) => a - b);

/** What the blocks say: row template, column template and class of each pair in their order. */
function unfolded(blocks: PairBlocks): { row: number; column: number; genuine: number; block: number }[] {
  const width = blocks.columns.length;
  return Array.from({ length: blocks.starts.length - 1 }, (_, block) => block).flatMap((block) =>
    Array.from(blocks.places.subarray(blocks.starts[block], blocks.starts[block + 1]), (place) => {
      const at = place % 2 ** 31;
      const row = blocks.rows[64 * block + Math.floor(at / width)];
      return { row, column: blocks.columns[at % width], genuine: place >= 2 ** 31 ? 1 : 0, block };
    }),
  );
}

/** Every pair of the list is found once, block after block, in list order inside one. */
function check(blocks: PairBlocks, { left, right, genuine }: TemplatePairRows, swapped: boolean): void {
  const [rowSide, columnSide] = swapped ? [left, right] : [right, left];
  const found = unfolded(blocks);
  const expected = Array.from(left, (_, i) => {
    const block = Math.floor(blocks.rows.indexOf(rowSide[i]) / 64);
    return { row: rowSide[i], column: columnSide[i], genuine: genuine[i], block };
  });
  const order = expected.map((_, i) => i).sort((i, j) => expected[i].block - expected[j].block || i - j);
  expect(found).toEqual(order.map((i) => expected[i]));
  expect(blocks.order && [...blocks.order]).toEqual(blocks.order && order);
  expect(blocks.genuine).toBe(genuine.reduce((sum, same) => sum + same, 0));
  expect(blocks.starts).toHaveLength(Math.ceil(blocks.rows.length / 64) + 1);
}

describe("pairs in blocks of 64 rows", () => {
  it.each([
    ["many rows, few columns", 2000, 500, 40, 300, false],
    ["few rows, many columns: the sides change", 2000, 500, 300, 40, true],
    ["one block", 100, 60, 20, 40, false],
    ["exactly two blocks", 3000, 128, 128, 5000, false],
    ["one pair", 1, 9, 1, 1, false],
  ])("%s", (_, pairs, templates, left, right, swapped) => {
    const list = drawPairs(pairs, pairs, templates, left, right);
    const blocks = blockPairs([list], templates, { keepOrder: true });
    check(blocks, list, swapped);
    expect([...blocks.columns]).toEqual(distinct(swapped ? list.right : list.left));
    expect([...blocks.rows]).toEqual(distinct(swapped ? list.left : list.right));
  });

  it("order is there only where it was asked for", () => {
    expect(blockPairs([drawPairs(3, 50, 20, 9, 9)], 20).order).toBeNull();
  });

  it("a list in several pieces, empty ones among them, is the list in one", () => {
    const list = drawPairs(5, 1500, 400, 90, 200);
    const cuts = [0, 0, 7, 700, 700, 1499, 1500];
    const pieces = cuts.map((from, at) => {
      const cut = <T extends Uint32Array | Uint8Array>(side: T) => side.slice(from, cuts[at + 1] ?? 1500) as T;
      return { left: cut(list.left), right: cut(list.right), genuine: cut(list.genuine) };
    });
    expect(blockPairs(pieces, 400, { keepOrder: true })).toEqual(blockPairs([list], 400, { keepOrder: true }));
  });

  it("templates of a place: those of its row in the block and its column", () => {
    const blocks = blockPairs([drawPairs(6, 900, 300, 100, 200)], 300);
    let block = 0;
    const found = Array.from(blocks.places, (place, at) => {
      while (at >= blocks.starts[block + 1]) block++;
      return templatesAt(blocks, block, place);
    });
    expect(found).toEqual(unfolded(blocks).map(({ row, column }) => [row, column]));
    expect(genuineBit).toBe(2 ** 31);
  });

  it("lies in shared memory", () => {
    const { rows, columns, starts, places, order } = blockPairs([drawPairs(6, 9, 9, 9, 9)], 9, { keepOrder: true });
    for (const part of [rows, columns, starts, places, order!]) expect(part.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

describe("templates that are wanted", () => {
  const list = drawPairs(8, 400, 300, 120, 30);
  const wanted = { rows: Uint32Array.of(299, 5, 120, 7), columns: Uint32Array.of(44, 3, 299) };
  const blocks = blockPairs([list], 300, { wanted, keepOrder: true });

  it("come first, in their order, whether a pair names them or not; the others follow", () => {
    const rest = (side: Uint32Array, first: Uint32Array) => distinct(side).filter((one) => !first.includes(one));
    expect([...blocks.rows]).toEqual([...wanted.rows, ...rest(list.right, wanted.rows)]);
    expect([...blocks.columns]).toEqual([...wanted.columns, ...rest(list.left, wanted.columns)]);
  });

  it("leave rows rows: the right sides, though they are fewer", () => {
    check(blocks, list, false);
  });

  it("need all products", () => {
    const few = drawPairs(9, 2, 300, 2, 2);
    const all = Uint32Array.from({ length: 300 }, (_, i) => i);
    expect(blockPairs([few], 300, { wanted: { rows: all, columns: all } }).dense).toBe(true);
  });
});

describe("whole blocks of products", () => {
  it.each([
    [24, 1, true],
    [25, 1, false],
    [48, 2, true],
    [49, 2, false],
  ])("%i rows and columns with %i pairs a row, at most 24 products a pair: %s", (templates, times, dense) => {
    const side = (first: number) => Uint32Array.from({ length: templates * times }, (_, i) => first + (i % templates));
    const list = { left: side(0), right: side(templates), genuine: new Uint8Array(templates * times) };
    expect(blockPairs([list], 2 * templates).dense).toBe(dense);
  });
});
