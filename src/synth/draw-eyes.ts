// Eyes, lids and brows.
import { darker, hex, mix } from "./colour.js";
import { lifts } from "./features.js";
import { element, line, shape, smooth } from "./pen.js";
import { sides, type Side, type Sketch } from "./sketch.js";
import type { Point } from "./view.js";

export const drawEyes = (sketch: Sketch): string =>
  sides.map((side) => drawEye(sketch, side) + drawBrow(sketch, side)).join("");

/** Lids' edges from the inner to the outer corner. */
function lidsOf({ person, features, view }: Sketch, side: Side): { upper: Point[]; lower: Point[] } {
  const { eyeX, eyeY, eyeWidth: w, eyeAbove: above, eyeBelow: below } = features;
  const rise = person.eyeTilt;
  const at = (along: number, y: number): Point =>
    view.on(side * (eyeX + along * w), eyeY - (rise * (along + 1)) / 2 + rise / 2 + y, lifts.eye);
  return {
    upper: [at(-1.05, 1.2), at(-0.62, -above * 0.62), at(-0.05, -above), at(0.55, -above * 0.74), at(1.02, -0.2)],
    lower: [at(-1.05, 1.2), at(-0.5, below * 0.82), at(0.1, below), at(0.62, below * 0.66), at(1.02, -0.2)],
  };
}

function drawEye(sketch: Sketch, side: Side): string {
  const { person, palette, view } = sketch;
  const { upper, lower } = lidsOf(sketch, side);
  const opening = smooth([...upper, ...lower.slice(1, -1).reverse()], true);
  const clip = side < 0 ? "leftEye" : "rightEye";
  const lid = hex(mix(palette.hairDark, [20, 12, 10], 0.7));
  const fold = upper.map(([x, y], i): Point => [x, y - view.length(i === 0 ? 1.4 : 1.9 + 1.5 * person.lidFold)]);
  return (
    element("clipPath", { id: clip }, element("path", { d: opening })) +
    line(fold, view.length(0.9), hex(palette.skinDeep), 0.25 + 0.45 * person.lidFold) +
    element("path", { d: opening, fill: "#f1ece8" }) +
    element("g", { "clip-path": `url(#${clip})` }, drawIris(sketch, side, upper)) +
    line(lower, view.length(0.55), hex(palette.skinDeep), 0.6) +
    line(upper, view.length(0.9 + 1.0 * person.lashes), lid, 0.92) +
    drawLashes(sketch, side, upper, lid)
  );
}

function drawIris({ person, features, moment, palette, view }: Sketch, side: Side, upper: readonly Point[]): string {
  const turn = Math.cos((view.yaw * Math.PI) / 180);
  const [x, y] = view.on(side * features.eyeX + moment.gazeX, features.eyeY - 0.5 + moment.gazeY, lifts.eye);
  const radius = view.length(person.irisSize);
  const disc = (share: number, fill: string): string =>
    element("ellipse", { cx: x, cy: y, rx: radius * share * turn, ry: radius * share, fill });
  const glint = element("circle", { cx: x + radius * 0.32, cy: y - radius * 0.36, r: radius * 0.22, fill: "#fff" });
  return (
    disc(1, hex(darker(palette.iris, 0.5))) +
    disc(0.84, hex(palette.iris)) +
    disc(0.45, "#0c0908") +
    glint +
    line(upper, view.length(2.6), "#3a2a28", 0.35)
  );
}

function drawLashes({ person, view }: Sketch, side: Side, upper: readonly Point[], colour: string): string {
  if (person.lashes < 0.45) return "";
  const [tipX, tipY] = upper[4];
  const out = view.length(1.9 * person.lashes);
  return line([upper[3], upper[4], [tipX + side * out, tipY - out * 0.8]], view.length(0.9), colour, 0.9);
}

function drawBrow({ person, features, palette, view }: Sketch, side: Side): string {
  const start = person.browGap;
  const height = -(person.browHeight + features.browRaise);
  const at = (along: number, rise: number): Point => {
    const tilt = person.browTilt * (along - 0.4) * 2.2;
    return view.on(side * (start + along * person.browLength), height - rise - tilt, lifts.brow);
  };
  const arch = person.browArch;
  const thick = person.browThickness / 2;
  const outline = [
    at(0, thick * 0.9 - arch * 0.6),
    at(0.3, thick * 1.15 + arch * 0.25),
    at(0.62, thick + arch),
    at(1, arch * 0.05),
    at(0.62, -thick * 0.75 + arch),
    at(0.3, -thick * 1.05 + arch * 0.25),
    at(0, -thick * 1.1 - arch * 0.6),
  ];
  return shape(outline, { fill: hex(palette.brow), "fill-opacity": 0.9 });
}
