import type { FacesChart } from "../chart.js";
import { escapeXml } from "../xml.js";
import { fontFamily, ink, shorten } from "./theme.js";

/** Pixels of a PNG are two fifths of a unit: what lies on multiples of it keeps its pixels. */
const grain = 0.4;
const onGrain = (length: number): number => Math.ceil(length / grain - 1e-9) * grain;

const margin = 6;
const gap = 2;
const titleSize = 11;

/** A letter is at most so many ems wide in DejaVu Sans, digits and small letters taken. */
const emsPerLetter = 0.62;
const titleLetter = titleSize * emsPerLetter;
/** Letters that a title may have though the pictures below it are narrower. */
const longestTitle = 44;

/**
 * Pictures side by side with their lines of text as an SVG that holds all it shows. No plotter: it would want each
 * picture's bytes behind an address.
 */
export function facesSvg({ title, columns, width, height, faces }: FacesChart): string {
  const longest = Math.max(1, ...faces.flatMap(({ lines }) => lines.map(({ length }) => length)));
  const size = Math.min(8, width / (longest * emsPerLetter));
  const leading = size * 1.25;
  const lines = Math.max(0, ...faces.map((face) => face.lines.length));
  const pitch = { x: onGrain(width + gap), y: onGrain(height + gap + lines * leading + gap) };
  const across = Math.min(columns, faces.length);
  const top = onGrain(margin + titleSize * 1.6);
  const shownTitle = shorten(title, Math.max(longestTitle, Math.floor((across * pitch.x) / titleLetter)));
  const total = {
    width: onGrain(2 * margin + Math.max(across * pitch.x - gap, shownTitle.length * titleLetter)),
    height: onGrain(top + Math.ceil(faces.length / across) * pitch.y - gap + margin),
  };
  const body = faces.map(({ png, lines: texts }, at) => {
    const [x, y] = [onGrain(margin) + (at % across) * pitch.x, top + Math.floor(at / across) * pitch.y];
    const below = texts.map((text, i) =>
      label(text, x + width / 2, y + height + gap + size * 0.85 + i * leading, size),
    );
    return picture(png, x, y, width, height) + below.join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${print(total.width)}" height="${print(total.height)}" viewBox="0 0 ${print(total.width)} ${print(total.height)}" font-family="${fontFamily}, sans-serif" fill="${ink}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="${margin}" y="${print(margin + titleSize)}" font-size="${titleSize}">${escapeXml(shownTitle)}</text>`,
    ...body,
    "</svg>\n",
  ].join("\n");
}

const print = (length: number): string => String(Number(length.toFixed(2)));

const picture = (png: Uint8Array, x: number, y: number, width: number, height: number): string =>
  `<image x="${print(x)}" y="${print(y)}" width="${print(width)}" height="${print(height)}" href="data:image/png;base64,${Buffer.from(png).toString("base64")}"/>`;

const label = (text: string, x: number, y: number, size: number): string =>
  `<text x="${print(x)}" y="${print(y)}" font-size="${print(size)}" text-anchor="middle">${escapeXml(text)}</text>`;
