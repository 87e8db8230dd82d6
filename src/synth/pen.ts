// Text of SVG shapes. Opacity is always that of fill or stroke: `opacity` itself makes librsvg draw on a second surface.
// Coordinates have two decimals: finer ones change no pixel and could differ in the last digit.
import type { Point } from "./view.js";

/** "" and ".01" to ".99". */
const decimals = Array.from({ length: 100 }, (_, i) => (i === 0 ? "" : String(i / 100).slice(1)));

/** A number to two decimals, put together from whole numbers: printing doubles would take most of a drawing's time. */
function short(value: number): string {
  const hundredths = Math.round(Math.abs(value) * 100);
  const whole = Math.floor(hundredths / 100);
  const text = whole + decimals[hundredths - whole * 100];
  return value < 0 && hundredths > 0 ? `-${text}` : text;
}

const pair = (x: number, y: number): string => `${short(x)} ${short(y)}`;

export type Attributes = Readonly<Record<string, string | number>>;

const attributes = (values: Attributes): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? short(value) : value}"`)
    .join("");

export const element = (name: string, values: Attributes, inside = ""): string =>
  inside === "" ? `<${name}${attributes(values)}/>` : `<${name}${attributes(values)}>${inside}</${name}>`;

/** Path data of a smooth curve through points (Catmull-Rom as cubics); a closed one returns to its first point. */
export function smooth(points: readonly Point[], closed = false): string {
  const count = points.length;
  const at = (index: number): Point =>
    closed ? points[(index + count) % count] : points[Math.min(Math.max(index, 0), count - 1)];
  const parts = [`M${pair(...points[0])}`];
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    parts.push(`C${pair(...first)} ${pair(...second)} ${pair(...to)}`);
  }
  return parts.join("") + (closed ? "Z" : "");
}

export const shape = (points: readonly Point[], values: Attributes): string =>
  element("path", { d: smooth(points, true), ...values });

export const line = (points: readonly Point[], width: number, colour: string, opacity = 1): string =>
  lines([points], width, colour, opacity);

/** Several lines of one look as one element, which librsvg draws in the time of one. */
export const lines = (rows: readonly (readonly Point[])[], width: number, colour: string, opacity = 1): string =>
  element("path", {
    d: rows.map((points) => smooth(points)).join(""),
    stroke: colour,
    "stroke-width": width,
    "stroke-opacity": opacity,
  });

/** A disc that fades to nothing at its edge, by a gradient that `fading` made. */
export const softDisc = ([x, y]: Point, radiusX: number, radiusY: number, gradient: string, opacity: number): string =>
  element("ellipse", { cx: x, cy: y, rx: radiusX, ry: radiusY, fill: `url(#${gradient})`, "fill-opacity": opacity });

/** A radial gradient from a colour in the middle to nothing at the edge. */
export const fading = (id: string, colour: string): string =>
  element(
    "radialGradient",
    { id },
    `<stop offset="0" stop-color="${colour}"/><stop offset="0.45" stop-color="${colour}" stop-opacity="0.55"/>` +
      `<stop offset="1" stop-color="${colour}" stop-opacity="0"/>`,
  );

/** A linear gradient across the shape's box; stops are [offset, colour, opacity]. */
export function linear(
  id: string,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  stops: readonly (readonly [number, string, number])[],
): string {
  const inside = stops.map(
    ([offset, colour, opacity]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${short(opacity)}"/>`,
  );
  return element("linearGradient", { id, x1, y1, x2, y2 }, inside.join(""));
}
