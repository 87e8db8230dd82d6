// The text files of a set, in pieces.
import { openStream } from "../random.js";
import { alignedPlaces } from "../view.js";
import type { IjbCounts, IjbKind } from "./counts.js";
import type { IjbLayout } from "./layout.js";
import { pairPieces } from "./pairs.js";
import { detectorScore } from "./quality.js";
import type { IjbSet } from "./set.js";

/** A text file, its path relative to the folder. */
export interface TextFile {
  readonly path: string;
  readonly pieces: Iterable<string>;
}

/** What the sets call their first and second gallery. */
const galleryNames: Readonly<Record<IjbKind, readonly [string, string]>> = {
  ijbb: ["S1", "S2"],
  ijbc: ["G1", "G2"],
};

/** Landmarks lie about ArcFace's places by up to this many pixels each way. */
const landmarkSpread = 3;

/** Images are called by their rows, from 1. */
const nameOf = (row: number): string => `${row + 1}.jpg`;

/** All lists of a set. */
export function textFiles(set: IjbSet): TextFile[] {
  const { kind, layout, counts } = set;
  const meta = (name: string, pieces: Iterable<string>): TextFile => ({ path: `meta/${kind}_${name}`, pieces });
  const { images, subjects, firstGallery, probes } = counts;
  const [first, second] = galleryNames[kind];
  return [
    { path: "feats.txt", pieces: inPieces(images, (row) => `${nameOf(row)}\n`) },
    { path: "feats_flip.txt", pieces: inPieces(images, (row) => `${nameOf(row)}\n`) },
    meta("face_tid_mid.txt", facePieces(layout)),
    meta("name_5pts_score.txt", pointPieces(set)),
    meta(`1N_gallery_${first}.csv`, searchPieces(layout, 0, firstGallery)),
    meta(`1N_gallery_${second}.csv`, searchPieces(layout, firstGallery, subjects)),
    meta("1N_probe_mixed.csv", searchPieces(layout, subjects, subjects + probes)),
    meta("template_pair_label.txt", pairPieces(set)),
  ];
}

/** Lines of all lists together: five with a line an image, three of those with a head, and the pairs. */
export const lineTotal = ({ images, genuine, impostor }: IjbCounts): number => 5 * images + 3 + genuine + impostor;

export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

const itemsAPiece = 1 << 12;

/** Texts of items 0 .. count - 1, made as they are asked for. */
function* inPieces(count: number, text: (item: number) => string): Iterable<string> {
  for (let from = 0; from < count; from += itemsAPiece) {
    let piece = "";
    for (let item = from; item < Math.min(from + itemsAPiece, count); item++) piece += text(item);
    yield piece;
  }
}

/** `name tid mid`, template after template. */
function facePieces({ blocks, number, firstRow, medium, group }: IjbLayout): Iterable<string> {
  return inPieces(blocks.length, (at) => {
    const tid = number[blocks[at]];
    let lines = "";
    for (let row = firstRow[at]; row < firstRow[at + 1]; row++)
      lines += `${nameOf(row)} ${tid} ${medium[group[row]]}\n`;
    return lines;
  });
}

/** `name x1 y1 .. x5 y5 score`: pixels of the 112x112 crop, and the detector's score. */
function pointPieces({ kind, seed, quality }: IjbSet): Iterable<string> {
  const draw = openStream("ijb points", kind, seed);
  return inPieces(quality.length, (row) => {
    const points = alignedPlaces.map((place) => (place + draw.between(-landmarkSpread, landmarkSpread)).toFixed(3));
    return `${nameOf(row)} ${points.join(" ")} ${detectorScore(draw, quality[row]).toFixed(3)}\n`;
  });
}

/** `tid,subject,name` for the images of templates from .. to - 1 by place, subjects counted from 1. */
function* searchPieces(layout: IjbLayout, from: number, to: number): Iterable<string> {
  const { blocks, number, subject, firstRow } = layout;
  const blockOf = new Uint32Array(blocks.length);
  blocks.forEach((template, at) => (blockOf[template] = at));
  yield "TEMPLATE_ID,SUBJECT_ID,FILENAME\n";
  yield* inPieces(to - from, (item) => {
    const template = from + item;
    const at = blockOf[template];
    let lines = "";
    for (let row = firstRow[at]; row < firstRow[at + 1]; row++)
      lines += `${number[template]},${subject[template] + 1},${nameOf(row)}\n`;
    return lines;
  });
}
