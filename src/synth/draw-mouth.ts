import { darker, hex, lighter } from "./colour.js";
import { lifts } from "./features.js";
import { line, shape, softDisc } from "./pen.js";
import type { Sketch } from "./sketch.js";
import type { Point } from "./view.js";

/** Lips, and teeth behind an open mouth. */
export function drawMouth(sketch: Sketch): string {
  const { person, features, palette, view } = sketch;
  const { mouthHalf: half, mouthY, cornerDrop, gap } = features;
  const at = (along: number, y: number): Point => {
    // Corners follow the expression, the middle stays: a parabola between them.
    return view.on(along * half, mouthY + cornerDrop * along * along + y, lifts.lips + 2.5 * (1 - along * along));
  };
  const row = (places: readonly (readonly [number, number])[]): Point[] => places.map(([along, y]) => at(along, y));
  const up = -gap * 0.35;
  const down = gap * 0.65;
  const corners = { left: at(-1, 0), right: at(1, 0) };
  const upperEdge = row([
    [-0.55, up * 0.85],
    [0, up + 0.3],
    [0.55, up * 0.85],
  ]);
  const lowerEdge = row([
    [-0.55, down * 0.85],
    [0, down],
    [0.55, down * 0.85],
  ]);
  const bow = row([
    [-0.6, up - person.upperLip * 0.62],
    [-0.2, up - person.upperLip],
    [0, up - person.upperLip * 0.78],
    [0.2, up - person.upperLip],
    [0.6, up - person.upperLip * 0.62],
  ]);
  const bottom = row([
    [-0.58, down + person.lowerLip * 0.72],
    [0, down + person.lowerLip],
    [0.58, down + person.lowerLip * 0.72],
  ]);
  const parting = [corners.left, ...upperEdge, corners.right];
  return (
    drawInside(sketch, [corners.left, ...upperEdge, corners.right, ...[...lowerEdge].reverse()]) +
    shape([corners.left, ...bow, corners.right, ...[...upperEdge].reverse()], {
      fill: hex(darker(palette.lip, 0.14)),
    }) +
    shape([corners.left, ...lowerEdge, corners.right, ...[...bottom].reverse()], { fill: hex(palette.lip) }) +
    softDisc(
      at(0, down + person.lowerLip * 0.5),
      view.length(half * 0.4),
      view.length(person.lowerLip * 0.32),
      "gloss",
      0.55,
    ) +
    line(parting, view.length(gap > 1 ? 0.5 : 0.95), hex(darker(palette.lip, 0.6)), 0.8) +
    drawCorners(sketch, at)
  );
}

function drawInside({ features, view }: Sketch, outline: Point[]): string {
  const { gap, mouthHalf, mouthY } = features;
  if (gap < 0.6) return "";
  const top = mouthY - gap * 0.35;
  const tall = Math.min(3, gap * 0.55);
  const across = (y: number): Point[] =>
    [-0.62, 0, 0.62].map((along) =>
      view.on(along * mouthHalf, y + features.cornerDrop * along * along, lifts.lips + 1),
    );
  const teeth = [...across(top), ...across(top + tall).reverse()];
  return shape(outline, { fill: "#3c1517" }) + shape(teeth, { fill: hex(lighter([226, 219, 206], 0.3)) });
}

function drawCorners({ palette, view }: Sketch, at: (along: number, y: number) => Point): string {
  return [-1, 1]
    .map((side) => line([at(side * 0.97, -0.3), at(side * 1.06, 0.1)], view.length(1.3), hex(palette.skinDeep), 0.45))
    .join("");
}
