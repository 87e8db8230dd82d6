// Which templates meet: genuine pairs, then impostor pairs in random order.
import { openStream, shuffle, type Stream } from "../random.js";
import type { IjbCounts } from "./counts.js";
import type { IjbSet } from "./set.js";

/** Lines of a piece of the pair list: some megabytes are held at once, not all of it. */
const linesAPiece = 1 << 15;

/** `tid1 tid2 0|1` a line: a gallery template, a probe, and whether they are of one subject. Genuine pairs come first. */
export function* pairPieces({ kind, seed, layout, counts }: IjbSet): Iterable<string> {
  const { number, subject } = layout;
  const draw = openStream("ijb pairs", kind, seed);
  const lefts = Array.from(number.subarray(0, counts.subjects), (tid) => `${tid} `);
  const rights = Array.from(number.subarray(counts.subjects), String);
  const mated = drawMated(draw, counts);
  yield Array.from(mated, (probe) => `${lefts[subject[counts.subjects + probe]]}${rights[probe]} 1\n`).join("");
  const cellAt = gridOrder(draw, counts.subjects, counts.probes);
  let lines = "";
  for (let step = 0, found = 0; found < counts.impostor; step++) {
    const cell = cellAt(step);
    const probe = cell % counts.probes;
    const gallery = (cell - probe) / counts.probes;
    if (subject[counts.subjects + probe] === gallery) continue;
    found++;
    lines += `${lefts[gallery]}${rights[probe]} 0\n`;
    if (found % linesAPiece > 0 && found < counts.impostor) continue;
    yield lines;
    lines = "";
  }
}

/** Probes that have a genuine pair, ascending: all but a few for IJB-C. */
function drawMated(draw: Stream, { probes, genuine }: IjbCounts): Uint32Array {
  const order = Uint32Array.from({ length: probes }, (_, i) => i);
  return shuffle(draw, order).subarray(0, genuine).sort();
}

const rounds = 8;

/**
 * The cells of a `rows` x `columns` grid in a shuffled order that needs no memory: place 0 .. rows * columns - 1 to cell
 * `row * columns + column`, each once.
 *
 * A Feistel network on two coordinates: each round moves one by an amount that hangs on the other, which can be undone,
 * so no two places meet (J. Black and P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002).
 */
export function gridOrder(draw: Stream, rows: number, columns: number): (place: number) => number {
  const keys = Int32Array.from({ length: rounds }, () => draw.bits());
  return (place) => {
    let column = place % columns;
    let row = (place - column) / columns;
    for (let round = 0; round < rounds; round += 2) {
      row = (row + mix(column ^ keys[round])) % rows;
      column = (column + mix(row ^ keys[round + 1])) % columns;
    }
    return row * columns + column;
  };
}

/** Scatters the bits of a whole number; the result is in [0, 2^30). Any good hash would do: this is murmur3's finish. */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 2;
}
