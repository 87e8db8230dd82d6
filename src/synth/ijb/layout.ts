// Who belongs to what: templates of subjects, media of templates, images of media, and the order of the rows.
import { openStream, shuffle, type Stream } from "../random.js";
import type { IjbCounts, IjbKind } from "./counts.js";

/** Templates by place: the gallery template of subject i is the i-th, probes follow, subject after subject. */
export interface IjbLayout {
  /** Number of each template in the files: ascending, with gaps. */
  readonly number: Uint32Array;
  /** Subject that each template is said to be of, from 0. */
  readonly subject: Uint32Array;
  /** Subject that its images show: another one where a probe is mislabelled. */
  readonly shown: Uint32Array;
  /** First group of each template, and one past the last: a group is the images of one medium inside one template. */
  readonly firstGroup: Uint32Array;
  /** Number of each group's medium in the files. */
  readonly medium: Uint32Array;
  /** Templates in the order of their rows. */
  readonly blocks: Uint32Array;
  /** First row of each block, and one past the last. A template's rows lie together, its media's are scattered. */
  readonly firstRow: Uint32Array;
  /** Group of each row. */
  readonly group: Uint32Array;
}

// How uneven: the exponents of `spread`. Few subjects have many probes, few templates many media, and most media are
// stills of one image beside videos of many.
const unevenness = { probes: 2, media: 5, images: 9 };

export function drawLayout(kind: IjbKind, seed: number, counts: IjbCounts): IjbLayout {
  const draw = openStream("ijb layout", kind, seed);
  const templates = counts.subjects + counts.probes;
  const probesOf = spread(draw, counts.subjects, counts.probes, unevenness.probes);
  const subject = Uint32Array.from([...probesOf.keys(), ...repeated(probesOf)]);
  const number = risingNumbers(draw, templates, 3);
  const groups = counts.media + counts.sharedMedia;
  const firstGroup = startsOf(spread(draw, templates, groups, unevenness.media));
  const firstImage = startsOf(spread(draw, groups, counts.images, unevenness.images));
  const medium = drawMedia(draw, subject, firstGroup, counts);
  const blocks = shuffle(
    draw,
    Uint32Array.from({ length: templates }, (_, i) => i),
  );
  const rows = drawRows(draw, blocks, firstGroup, firstImage);
  return { number, subject, shown: drawShown(draw, subject, counts), firstGroup, medium, blocks, ...rows };
}

/** `total` in `holders` parts of at least 1, the largest about `unevenness` + 2 times the mean. Sums are exact. */
function spread(draw: Stream, holders: number, total: number, unevenness: number): Uint32Array {
  const upTo = new Float64Array(holders + 1);
  for (let i = 0; i < holders; i++) {
    const u = 1 - draw.uniform(); // Above 0, so that the sum is.
    let weight = u;
    for (let k = 0; k < unevenness; k++) weight *= u;
    upTo[i + 1] = upTo[i] + weight;
  }
  // Rounding the running share instead of each part leaves nothing over; the last one is all.
  const given = (i: number): number => Math.floor((total - holders) * (upTo[i] / upTo[holders]));
  return Uint32Array.from({ length: holders }, (_, i) => 1 + given(i + 1) - given(i));
}

/** 0 as often as the first count says, 1 as the second, ... */
function* repeated(counts: Uint32Array): Iterable<number> {
  for (const [i, count] of counts.entries()) for (let k = 0; k < count; k++) yield i;
}

/** Where each part starts when they lie one after another, and where the last ends. */
function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => (starts[i + 1] = starts[i] + count));
  return starts;
}

/** Numbers that rise by 1 to `most`. */
function risingNumbers(draw: Stream, count: number, most: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0, last = 0; i < count; i++) numbers[i] = last += 1 + draw.below(most);
  return numbers;
}

/**
 * Media numbers of groups. Templates of a subject pair up (gallery with first probe, second with third, ...); in some
 * pairs, the first group of the second template has the medium of the first one's.
 */
function drawMedia(draw: Stream, subject: Uint32Array, firstGroup: Uint32Array, counts: IjbCounts): Uint32Array {
  const pairs = shuffle(draw, templatePairs(subject, counts.subjects)).slice(0, counts.sharedMedia);
  const numbers = shuffle(draw, risingNumbers(draw, counts.media, 5));
  const donor = new Map(pairs.map(([giver, taker]) => [firstGroup[taker], firstGroup[giver]]));
  const medium = new Uint32Array(counts.media + counts.sharedMedia);
  let next = 0;
  for (let group = 0; group < medium.length; group++) if (!donor.has(group)) medium[group] = numbers[next++];
  for (const [taker, giver] of donor) medium[taker] = medium[giver];
  return medium;
}

function templatePairs(subject: Uint32Array, subjects: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  const single: (number | undefined)[] = Array.from({ length: subjects });
  for (const [template, of] of subject.entries()) {
    const other = single[of];
    if (other !== undefined) pairs.push([other, template]);
    single[of] = other === undefined ? template : undefined;
  }
  return pairs;
}

function drawRows(draw: Stream, blocks: Uint32Array, firstGroup: Uint32Array, firstImage: Uint32Array) {
  const firstRow = new Uint32Array(blocks.length + 1);
  const group = new Uint32Array(firstImage[firstImage.length - 1]);
  for (const [at, template] of blocks.entries()) {
    let row = firstRow[at];
    for (let g = firstGroup[template]; g < firstGroup[template + 1]; g++) {
      const images = firstImage[g + 1] - firstImage[g];
      group.fill(g, row, row + images);
      row += images;
    }
    firstRow[at + 1] = row;
    shuffle(draw, group.subarray(firstRow[at], row));
  }
  return { firstRow, group };
}

/** A few probes show somebody else, as a few templates of the real sets do. */
function drawShown(draw: Stream, subject: Uint32Array, { subjects, probes, mislabelled }: IjbCounts): Uint32Array {
  const shown = subject.slice();
  const order = shuffle(
    draw,
    Uint32Array.from({ length: probes }, (_, i) => subjects + i),
  );
  for (const template of order.subarray(0, mislabelled))
    shown[template] = (subject[template] + 1 + draw.below(subjects - 1)) % subjects;
  return shown;
}
