// Which products the pairs of a list need, in an order in which they can be made fast: blocks of matrix rows, each with all
// columns at once. A protocol's 15.7 million pairs are then read in the order of the blocks, near each other in memory.

/** Pairs of templates by their rows, 1 genuine, 0 impostor. */
export interface TemplatePairRows {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly genuine: Uint8Array;
}

/** Rows of a block, a power of two: its products with the 3,531 columns of IJB-C take 1.8 MB. */
export const blockRows = 64;
const blockShift = 6;

/** Set in a place where its pair is genuine. */
export const genuineBit = 2 ** 31;

/** All in shared memory, so that threads can read it. */
export interface PairBlocks {
  /** Template of each matrix row and column. */
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
  /** Pairs of block b are [starts[b], starts[b + 1]) of the lists below. */
  readonly starts: Uint32Array;
  /** Where in its block's products a pair's score is (row in block x columns + column), with the genuine bit. */
  readonly places: Uint32Array;
  /** Place in the list of each pair; null where nobody asked for it. */
  readonly order: Uint32Array | null;
  readonly genuine: number;
  /** Whether making all products of a block costs less than making each pair's by itself. */
  readonly dense: boolean;
}

/** A matrix product makes so many products in the time in which a loop makes one (bench/templates.ts: about 25). */
const gemmGain = 24;

/** Templates that must be rows or columns whether a pair names them or not, in this order before the others. */
export interface Wanted {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

const nothing: Wanted = { rows: new Uint32Array(0), columns: new Uint32Array(0) };

/**
 * @param pieces the list in pieces, in order
 * @param templates how many there are; every row of a pair is below
 */
export function blockPairs(
  pieces: readonly TemplatePairRows[],
  templates: number,
  { wanted = nothing, keepOrder = false }: { readonly wanted?: Wanted; readonly keepOrder?: boolean } = {},
): PairBlocks {
  const named = (["left", "right"] as const).map((side) => marked(pieces, side, templates));
  // The shorter side becomes the columns: they are kept whole, rows come block by block.
  const swap = wanted === nothing && count(named[0]) > count(named[1]);
  const columns = numbered(swap ? named[1] : named[0], wanted.columns);
  const rows = numbered(swap ? named[0] : named[1], wanted.rows);
  const sides = pieces.map(({ left, right, genuine }) => ({
    rows: swap ? left : right,
    columns: swap ? right : left,
    genuine,
  }));
  const placed = placePairs(sides, rows, columns, keepOrder);
  const dense = wanted !== nothing || rows.list.length * columns.list.length <= gemmGain * placed.places.length;
  return { rows: rows.list, columns: columns.list, ...placed, dense };
}

const shared = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length));

function marked(pieces: readonly TemplatePairRows[], which: "left" | "right", templates: number): Uint8Array {
  const marks = new Uint8Array(templates);
  for (const piece of pieces) {
    const side = piece[which];
    for (let i = 0; i < side.length; i++) marks[side[i]] = 1;
  }
  return marks;
}

const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

/** Templates in an order, and the place of each in it. */
interface Numbered {
  readonly list: Uint32Array;
  readonly numberOf: Int32Array;
}

/** The wanted templates, then the marked ones in their own order. */
function numbered(marks: Uint8Array, wanted: Uint32Array): Numbered {
  const numberOf = new Int32Array(marks.length).fill(-1);
  const found: number[] = [];
  const add = (template: number): void => {
    if (numberOf[template] >= 0) return;
    numberOf[template] = found.length;
    found.push(template);
  };
  wanted.forEach(add);
  marks.forEach((mark, template) => (mark === 1 ? add(template) : undefined));
  const list = shared(found.length);
  list.set(found);
  return { list, numberOf };
}

interface Sides {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
  readonly genuine: Uint8Array;
}

/** Sorts pairs by block, list order within one. */
function placePairs(sides: readonly Sides[], rows: Numbered, columns: Numbered, keepOrder: boolean) {
  const starts = blockStarts(sides, rows);
  const pairs = starts[starts.length - 1];
  const places = shared(pairs);
  const order = keepOrder ? shared(pairs) : null;
  const next = starts.slice();
  const width = columns.list.length;
  let genuine = 0;
  let listed = 0;
  for (const side of sides) {
    for (let i = 0; i < side.rows.length; i++, listed++) {
      const row = rows.numberOf[side.rows[i]];
      const at = next[row >>> blockShift]++;
      const place = (row & (blockRows - 1)) * width + columns.numberOf[side.columns[i]];
      places[at] = side.genuine[i] === 1 ? place + genuineBit : place;
      genuine += side.genuine[i];
      if (order !== null) order[at] = listed;
    }
  }
  return { starts, places, order, genuine };
}

function blockStarts(sides: readonly Sides[], rows: Numbered): Uint32Array {
  const starts = shared(Math.ceil(rows.list.length / blockRows) + 1);
  for (const side of sides) {
    for (let i = 0; i < side.rows.length; i++) starts[(rows.numberOf[side.rows[i]] >>> blockShift) + 1]++;
  }
  for (let block = 1; block < starts.length; block++) starts[block] += starts[block - 1];
  return starts;
}

/** The two templates of a place in a block. */
export function templatesAt(blocks: PairBlocks, block: number, place: number): [row: number, column: number] {
  const at = place & (genuineBit - 1);
  const width = blocks.columns.length;
  const row = Math.floor(at / width);
  return [blocks.rows[block * blockRows + row], blocks.columns[at - row * width]];
}
