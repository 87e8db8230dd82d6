// The paper that thumbnails are laid on: how many a row, where each lies, and the words around them.
import { fontFamily, ink } from "./plots/theme.js";
import { escapeXml } from "./xml.js";

/** Thumbnails of a sheet at most: eight rows of twelve. */
export const mostThumbnails = 96;

/** Side of the square that a thumbnail fits into, in pixels. */
export const thumbnailSide = 112;

const gap = 8;
const margin = 12;
const titleRoom = 30;
const numberRoom = 17;

/** A sheet as SVG, white where thumbnails go, and where that is. */
export interface Sheet {
  readonly svg: string;
  /** Top left corner of each thumbnail's square, row after row. */
  readonly places: readonly (readonly [left: number, top: number])[];
}

/** @param labels what stands under each thumbnail, one at least */
export function laySheet(title: string, labels: readonly string[]): Sheet {
  const columns = Math.min(12, Math.ceil(Math.sqrt(1.5 * labels.length)));
  const rows = Math.ceil(labels.length / columns);
  const [across, down] = [thumbnailSide + gap, thumbnailSide + numberRoom + gap];
  const width = Math.max(2 * margin + columns * across - gap, Math.ceil(2 * margin + 8.2 * title.length));
  const height = 2 * margin + titleRoom + rows * down - gap;
  const places = labels.map((_, i): readonly [number, number] => [
    margin + (i % columns) * across,
    margin + titleRoom + Math.floor(i / columns) * down,
  ]);
  const texts = labels.map((label, i) => {
    const [left, top] = places[i];
    return `<text x="${left + thumbnailSide / 2}" y="${top + thumbnailSide + 13}" text-anchor="middle" font-size="11">${escapeXml(label)}</text>`;
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${fontFamily}" fill="${ink}">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="${margin}" y="${margin + 13}" font-size="13">${escapeXml(title)}</text>`,
    ...texts,
    "</svg>\n",
  ].join("\n");
  return { svg, places };
}
