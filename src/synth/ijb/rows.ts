// Embeddings of whole templates. A template's draws depend on nothing but the set and its place, so that any thread can
// make any of them.
import { openStream, type Stream } from "../random.js";
import type { IjbLayout } from "./layout.js";
import { magnitudeAt } from "./quality.js";
import type { IjbSet } from "./set.js";
import { badDirectionsOf, centreOf, fillNoise, lengthOf, type Space } from "./space.js";

/** The rows of one template. */
export interface Block {
  readonly template: number;
  /** Subject whose face the images show. */
  readonly shown: number;
  readonly groups: number;
  /** Group of each row, from 0. */
  readonly group: Uint16Array;
  /** Of each row's image, from 0 to 1. */
  readonly quality: Float64Array;
}

export interface RowsTask {
  readonly space: Space;
  readonly blocks: readonly Block[];
}

/** Embeddings of images and of their mirror images: one row of `dim` values each, in the blocks' order. */
export interface Rows {
  readonly plain: Float32Array;
  readonly flip: Float32Array;
}

// Noise against a centre of length 1: its length for the best image, and how much more for the worst.
const leastNoise = 0.6;
const moreNoise = 2.6;
/** Length of the worst image's pull towards a bad direction. */
const mostPull = 1.4;
// Parts of the noise's variance: of the medium, of the image, of the view (as it is, or mirrored).
const [ofMedium, ofImage, ofView] = [0.6, 0.25, 0.15].map(Math.sqrt);

/** Bytes that a task's answer takes, about: small beside a matrix, large beside the cost of handing it over. */
const bytesATask = 1 << 23;

/** The rows of a set as tasks of whole templates, in the order of the rows. */
export function* rowTasks({ kind, seed, layout, quality }: IjbSet, dim: number): Iterable<RowsTask> {
  const space = { kind, seed, dim };
  const rowsATask = bytesATask / (2 * Float32Array.BYTES_PER_ELEMENT * dim);
  let blocks: Block[] = [];
  let rows = 0;
  for (let at = 0; at < layout.blocks.length; at++) {
    blocks.push(blockAt(layout, quality, at));
    rows += blocks[blocks.length - 1].quality.length;
    if (rows < rowsATask && at + 1 < layout.blocks.length) continue;
    yield { space, blocks };
    [blocks, rows] = [[], 0];
  }
}

function blockAt({ blocks, shown, firstGroup, firstRow, group }: IjbLayout, quality: Float64Array, at: number): Block {
  const template = blocks[at];
  const first = firstGroup[template];
  return {
    ...{ template, shown: shown[template], groups: firstGroup[template + 1] - first },
    group: Uint16Array.from(group.subarray(firstRow[at], firstRow[at + 1]), (g) => g - first),
    quality: quality.slice(firstRow[at], firstRow[at + 1]),
  };
}

export function makeRows({ space, blocks }: RowsTask): Rows {
  const rows = blocks.reduce((sum, { quality }) => sum + quality.length, 0);
  const [plain, flip] = [0, 1].map(() => new Float32Array(rows * space.dim));
  const bad = badDirectionsOf(space);
  let at = 0;
  for (const block of blocks) {
    const end = at + block.quality.length * space.dim;
    fillBlock(space, bad, block, { plain: plain.subarray(at, end), flip: flip.subarray(at, end) });
    at = end;
  }
  return { plain, flip };
}

function fillBlock(space: Space, bad: readonly Float64Array[], block: Block, into: Rows): void {
  const { dim } = space;
  const draw = openStream("ijb rows", space.kind, space.seed, block.template);
  const centre = centreOf(space, block.shown);
  // One direction a template: its bad images agree, so that a plain mean of them is misled and a weighted one less.
  const pull = draw.pick(bad);
  const media = Array.from({ length: block.groups }, () => drawNoise(draw, dim));
  const [image, view, row] = [0, 1, 2].map(() => new Float64Array(dim));
  for (const [i, quality] of block.quality.entries()) {
    const medium = media[block.group[i]];
    const worse = (1 - quality) * (1 - quality);
    const noise = (leastNoise + moreNoise * worse) / Math.sqrt(dim);
    fillNoise(draw, image);
    for (const values of [into.plain, into.flip]) {
      fillNoise(draw, view);
      for (let j = 0; j < dim; j++) {
        const off = ofMedium * medium[j] + ofImage * image[j] + ofView * view[j];
        row[j] = centre[j] + noise * off + mostPull * worse * pull[j];
      }
      const factor = magnitudeAt(quality, draw.uniform()) / lengthOf(row);
      for (let j = 0, p = i * dim; j < dim; j++, p++) values[p] = row[j] * factor;
    }
  }
}

function drawNoise(draw: Stream, dim: number): Float64Array {
  const noise = new Float64Array(dim);
  fillNoise(draw, noise);
  return noise;
}
