// Head, ears, neck and clothes, and the soft shades that make the flat shapes round.
import { darker, hex, mix } from "./colour.js";
import { element, line, shape, smooth, softDisc } from "./pen.js";
import { mirrored, sides, type Side, type Sketch } from "./sketch.js";
import type { Point } from "./view.js";

/** The jaw lies before the plane of the ears, so it moves when the head turns. */
export const jawDepth = (y: number): number => (y < 16 ? 0 : Math.min(24, (y - 16) * 0.55));

/** Outline of the head without hair, in pixels. */
export function headOutline({ person, features, view }: Sketch): Point[] {
  const w = person.faceWidth;
  const chin = person.chinHeight + features.chinDrop;
  const jaw = w * person.jawWidth;
  const right: Point[] = [
    [0, -61],
    [w * 0.56, -56],
    [w * person.foreheadWidth, -32],
    [w, -4],
    [w * (0.965 + person.cheeks), 18],
    [jaw, person.jawHeight + features.chinDrop * 0.5],
    [(jaw + person.chinWidth) * 0.53, (person.jawHeight + chin * 1.45) / 2.45 + features.chinDrop * 0.3],
    [person.chinWidth * 0.72, chin - 1.4],
    [0, chin],
  ];
  return mirrored(right, (x, y) => view.rim(x, y, jawDepth(y)));
}

export function drawBody(sketch: Sketch): string {
  const { person, palette, view, moment } = sketch;
  const w = person.faceWidth;
  const shift = Math.sin((view.yaw * Math.PI) / 180) * 7;
  const neck = mirrored(
    [
      [w * 0.56, 10],
      [w * 0.57, 58],
      [w * 0.68, 84],
      [w * 1.3, 100],
      [w * 1.3, 150],
      [0, 150],
    ],
    (x, y) => view.rim(x + shift * (1 - y / 100), y),
  );
  const shirt = mirrored(
    [
      [0, 101],
      [w * 0.5, 92],
      [w * 0.8, 87],
      [w * 1.75, 100],
      [w * 2.3, 124],
      [w * 2.5, 240],
      [0, 240],
    ],
    (x, y) => view.rim(x, y),
  );
  const shade = view.rim(shift * 0.4, person.chinHeight + 8, 8);
  return (
    shape(neck, { fill: hex(mix(palette.skin, palette.skinShade, 0.55)) }) +
    softDisc(shade, view.length(w * 0.55), view.length(20), "deep", 0.8) +
    shape(shirt, { fill: hex(moment.clothes), stroke: hex(darker(moment.clothes, 0.3)), "stroke-width": 0.6 })
  );
}

function drawEar({ person, palette, view }: Sketch, side: Side): string {
  const w = person.faceWidth;
  const out = 2.5 + 3.4 * person.earStand;
  const size = person.earSize;
  const ear = (x: number, y: number): Point => view.rim(side * (w * 0.97 + x), 6 + y * size, -3);
  const outline = [ear(-4, -12), ear(out * 0.7, -15), ear(out + 2.2, -9), ear(out, 3), ear(out * 0.4, 12), ear(-4, 12)];
  const fold = [ear(out * 0.2, -8), ear(out * 0.75, -10), ear(out * 0.7, -2), ear(0, 5)];
  return (
    shape(outline, { fill: hex(mix(palette.skin, palette.skinShade, 0.4)) }) +
    line(fold, view.length(1.1), hex(palette.skinDeep), 0.5)
  );
}

/** The ears behind the head; the one on the near side of a turned head comes later, over it. */
export const drawFarEars = (sketch: Sketch): string =>
  sides
    .filter((side) => side !== nearSide(sketch))
    .map((side) => drawEar(sketch, side))
    .join("");

export function drawNearEar(sketch: Sketch): string {
  const side = nearSide(sketch);
  if (side === 0) return "";
  // A turned head shows the whole ear, further in than the outline.
  const inward = (Math.abs(sketch.view.yaw) - 12) * 0.55;
  return drawEar({ ...sketch, person: { ...sketch.person, faceWidth: sketch.person.faceWidth - inward } }, side);
}

function nearSide({ view: { yaw } }: Sketch): Side | 0 {
  if (Math.abs(yaw) < 12) return 0;
  return yaw > 0 ? -1 : 1;
}

/** The head's skin with its shades; `outline` is what headOutline gave. */
export function drawHead(sketch: Sketch, outline: readonly Point[]): string {
  return (
    element("path", { d: smooth(outline, true), fill: "url(#skin)" }) +
    element("g", { "clip-path": "url(#head)" }, drawShades(sketch))
  );
}

function drawShades({ person, features, palette, view }: Sketch): string {
  const w = person.faceWidth;
  const disc = (x: number, y: number, rx: number, ry: number, gradient: string, opacity: number): string =>
    softDisc(view.on(x, y), view.length(rx * Math.cos((view.yaw * Math.PI) / 180)), view.length(ry), gradient, opacity);
  const parts = [disc(0, -26, 26, 17, "light", 0.5)];
  for (const side of sides) {
    parts.push(
      disc(side * w * 0.56, 21, 14, 12, "blush", 0.25 + 0.5 * person.blush),
      disc(side * w * 0.5, 14, 10, 6, "light", 0.4),
      disc(side * w * 0.95, 34, 15, 24, "shade", 0.75),
      disc(side * w * 0.98, -22, 12, 24, "shade", 0.6),
      disc(side * features.eyeX, features.eyeY - 3, 13.5, 9, "shade", 0.62),
    );
  }
  parts.push(
    disc(0, person.mouthHeight + 10.5, 12, 3.6, "shade", 0.55),
    disc(0, person.chinHeight - 8, 11, 7, "light", 0.3),
    line(
      [
        view.on(-6, person.chinHeight - 1.5),
        view.on(0, person.chinHeight - 0.4 + features.chinDrop * 0.5),
        view.on(6, person.chinHeight - 1.5),
      ],
      view.length(2.5),
      hex(palette.skinShade),
      0.35,
    ),
  );
  return parts.join("");
}
