// Hair behind and over the head, and the beard.
import { hex } from "./colour.js";
import { jawDepth } from "./draw-head.js";
import { element, lines, shape, smooth } from "./pen.js";
import { mirrored, type Sketch } from "./sketch.js";
import type { Point } from "./view.js";

/** Waves of curly hair along an outline. */
const wave = (curl: number, place: number): number => curl * 2.2 * Math.sin(place * 1.9);

/** Hair that hangs behind the head; nothing for short hair. */
export function drawBackHair({ person, view, palette }: Sketch): string {
  if (person.hairLength < 16) return "";
  const w = person.faceWidth;
  const v = person.hairVolume;
  const end = person.hairLength;
  const right: Point[] = [
    [0, -64 - v],
    [w * 0.72, -57 - v],
    [w * 1.02 + v, -24],
    [w * 1.06 + v + wave(person.curl, 1), 0],
    [w * 1.08 + v + wave(person.curl, 2.6), end * 0.5],
    [w * 1.04 + v + wave(person.curl, 4.2), end * 0.85],
    [w * 0.8, end + 3],
    [w * 0.45, end],
    [0, end * 0.8],
  ];
  return shape(
    mirrored(right, (x, y) => view.rim(x, y, -6)),
    { fill: hex(palette.hairDark) },
  );
}

/** Hair over the forehead and down the temples. */
export function drawFrontHair(sketch: Sketch): string {
  const outline = [...outerEdge(sketch), ...hairline(sketch)];
  const clip = element("clipPath", { id: "hairShape" }, element("path", { d: smooth(outline, true) }));
  return (
    element("path", {
      d: smooth(hairline(sketch)),
      stroke: "url(#hairEdge)",
      "stroke-width": sketch.view.length(3),
      "stroke-opacity": 0.5,
    }) +
    shape(outline, { fill: "url(#hair)" }) +
    clip +
    element("g", { "clip-path": "url(#hairShape)" }, drawStrands(sketch))
  );
}

/** Where the hair ends beside the eyes. */
const sideEnd = ({ person }: Sketch): number => Math.min(person.hairLength, 48);

/** From the left end over the crown to the right end. */
function outerEdge(sketch: Sketch): Point[] {
  const { person, view } = sketch;
  const w = person.faceWidth;
  const v = person.hairVolume;
  const end = sideEnd(sketch);
  const hangs = end > 16;
  const right: Point[] = [
    [w * 0.5, -61 - v],
    [w * 0.92 + v * 0.6, -42 - v * 0.3],
    [w * 1.01 + v * (hangs ? 0.7 : 0.4) + wave(person.curl, 1.3), -17],
    [w * (hangs ? 1.02 : 0.995) + v * (hangs ? 0.6 : 0) + wave(person.curl, 2.9) * 0.5, (end - 16) / 2],
    [w * (hangs ? 1 : 0.985) + v * (hangs ? 0.6 : 0), end],
  ];
  const at = ([x, y]: Point): Point => view.rim(x, y, -2);
  const left = [...right].reverse().map(([x, y]): Point => at([-x, y]));
  return [...left, at([0, -64 - v]), ...right.map(at)];
}

/** From the right end up along the temple, over the forehead and down to the left end. */
function hairline(sketch: Sketch): Point[] {
  const { person, moment, view } = sketch;
  const w = person.faceWidth;
  const end = sideEnd(sketch);
  const inner = end > 16 ? 0.84 : 0.95;
  const top = -person.hairline - 11 * person.hairRecede;
  const fringe = person.fringe * (1 + 0.2 * moment.hairStir);
  const forehead = [0.78, 0.55, 0.28, 0, -0.28, -0.55, -0.78].map((u, i): Point => {
    const temple = Math.abs(u) > 0.4 && Math.abs(u) < 0.7 ? -8 * person.hairRecede - 2 : 0;
    const parted = 1 - Math.max(0, 1 - Math.abs(u - person.parting * 0.6) * 2.4);
    const hang = fringe * parted * (1 - 0.25 * u * u) + wave(person.curl, i * 1.7 + 0.4) * 0.7;
    return view.on(u * w, top + temple + hang + 13 * u * u, 1.5);
  });
  const side = (s: number): Point[] => [
    view.rim(s * w * inner, end, end > 16 ? jawDepth(end) * 0.3 : 2),
    view.rim(s * w * (inner - 0.005), end > 16 ? end * 0.35 : end - 4, 3),
    view.rim(s * w * (inner - 0.035), -17, 6),
  ];
  return [...side(1), ...forehead, ...side(-1).reverse()];
}

function drawStrands({ person, palette, view }: Sketch): string {
  const w = person.faceWidth;
  const crown = person.parting * w * 0.5;
  const light: Point[][] = [];
  const dark: Point[][] = [];
  for (let i = 0; i < 12; i++) {
    const u = -1.05 + (2.1 * i) / 11;
    const bend = wave(person.curl, i * 2.1) * 2;
    (i % 2 === 0 ? light : dark).push([
      view.rim(crown * 0.6 + u * 5, -62 - person.hairVolume, 4),
      view.rim(crown * 0.3 + u * w * 0.7 + bend, -44, 8),
      view.rim(u * w * 0.98 - bend, -24 + Math.abs(u) * 14, 4),
      view.rim(u * w * 1.06 + bend, 12 + Math.abs(u) * 16, 0),
    ]);
  }
  const width = view.length(1.5);
  return lines(light, width, hex(palette.hairLight), 0.42) + lines(dark, width, hex(palette.hairDark), 0.42);
}

/** Beard over jaw and chin, and moustache. */
export function drawBeard(sketch: Sketch): string {
  return drawJawBeard(sketch) + drawMoustache(sketch);
}

function drawJawBeard({ person, features, palette, view }: Sketch): string {
  if (person.beard === 0) return "";
  const w = person.faceWidth;
  const chin = person.chinHeight + features.chinDrop;
  const long = person.beardLength * Math.max(0, person.beard - 0.3);
  const jaw = w * person.jawWidth;
  const m = features.mouthHalf;
  const right: Point[] = [
    [0, features.mouthY + 7.5 + features.gap * 0.6],
    [m * 0.8, features.mouthY + 5 + features.gap * 0.4],
    [m * 1.18, features.mouthY - 2],
    [w * 0.62, features.mouthY - 6],
    [w * 0.86, 14],
    [w * 0.985, 2],
    [w * (0.975 + person.cheeks), 20],
    [jaw + long * 0.5, person.jawHeight + long * 0.5],
    [(jaw + person.chinWidth) * 0.53, (person.jawHeight + chin) / 2 + 3 + long],
    [0, chin + 0.5 + long * 1.4],
  ];
  const place = (x: number, y: number): Point =>
    Math.abs(x) > w * 0.7 || y > chin - 6 ? view.rim(x, y, jawDepth(y)) : view.on(x, y, 1);
  const opacity = Math.min(0.95, 0.22 + 0.85 * person.beard);
  return shape(mirrored(right, place), { fill: hex(palette.hair), "fill-opacity": opacity });
}

function drawMoustache({ person, features, palette, view }: Sketch): string {
  if (person.moustache === 0) return "";
  const lip = features.mouthY - person.upperLip - features.gap * 0.35;
  const m = features.mouthHalf;
  const thick = 2.2 + 2.6 * person.moustache;
  const right: Point[] = [
    [0, lip - thick * 0.8],
    [m * 0.5, lip - thick * 0.85 + 0.6],
    [m * 1.02, lip + 1.2],
    [m * 1.12, lip + 4],
    [m * 0.7, lip + 1.2],
    [0, lip + 0.5],
  ];
  const opacity = Math.min(0.95, 0.35 + 0.6 * person.moustache);
  return shape(
    mirrored(right, (x, y) => view.on(x, y, 4)),
    { fill: hex(palette.hair), "fill-opacity": opacity },
  );
}
