// What lies on the face: folds of age, moles, freckles and glasses.
import { darker, hex, mix } from "./colour.js";
import { element, line, lines, smooth } from "./pen.js";
import { sides, type Side, type Sketch } from "./sketch.js";
import type { Point, View } from "./view.js";

export const drawMarks = (sketch: Sketch): string => drawFolds(sketch) + drawFreckles(sketch) + drawMoles(sketch);

function drawFolds({ person, features, moment, palette, view }: Sketch): string {
  const deep = hex(palette.skinDeep);
  const age = person.wrinkles;
  const smile = Math.max(0, moment.smile);
  const parts: string[] = [];
  for (const side of sides) {
    const { eyeX, eyeWidth, mouthHalf, mouthY, cornerDrop, noseY } = features;
    const cheek = [
      view.on(side * person.noseWidth * 1.15, noseY + 1.5, 2),
      view.on(side * (person.noseWidth * 0.5 + mouthHalf * 0.6), noseY + 7, 2),
      view.on(side * mouthHalf * 1.14, mouthY + cornerDrop - 4, 2),
    ];
    const bag = [-0.7, 0, 0.75].map((along) =>
      view.on(side * (eyeX + along * eyeWidth), features.eyeBelow + 3.2 - along * along * 1.6),
    );
    parts.push(
      line(cheek, view.length(1.3), deep, 0.04 + 0.36 * age + 0.2 * smile),
      line(bag, view.length(1), deep, 0.08 + 0.4 * age),
    );
    if (age > 0.35) parts.push(crowsFeet({ eyeX, eyeWidth, side, age, deep }, view));
  }
  if (age > 0.25) parts.push(foreheadLines(view, age, deep, person.browHeight));
  return parts.join("");
}

interface Corner {
  readonly eyeX: number;
  readonly eyeWidth: number;
  readonly side: Side;
  readonly age: number;
  readonly deep: string;
}

const crowsFeet = ({ eyeX, eyeWidth, side, age, deep }: Corner, view: View): string =>
  lines(
    [-2.5, 0, 2.5].map((y) => [
      view.on(side * (eyeX + eyeWidth + 2.4), y * 0.5),
      view.on(side * (eyeX + eyeWidth + 6), y * 1.3),
    ]),
    view.length(0.7),
    deep,
    0.6 * age,
  );

const foreheadLines = (view: View, age: number, deep: string, browHeight: number): string =>
  lines(
    [9, 14, 19].map((rise) => [-17, -6, 6, 17].map((x) => view.on(x, -browHeight - rise + x * x * 0.008))),
    view.length(0.8),
    deep,
    0.55 * (age - 0.2),
  );

function drawFreckles({ person, palette, view }: Sketch): string {
  if (person.freckles === 0) return "";
  const spots: Point[][] = [];
  for (let i = 0; i < 26; i++) {
    // Two steps with no common measure spread the spots evenly, without rows; a line of no length is a round dot.
    const spot = view.on((((i * 0.754878) % 1) * 2 - 1) * 27, 11 + ((i * 0.56984) % 1) * 15);
    spots.push([spot, [spot[0] + 0.01, spot[1]]]);
  }
  return lines(spots, view.length(1.3), hex(mix(palette.skinShade, [120, 60, 20], 0.4)), 0.25 + 0.6 * person.freckles);
}

const drawMoles = ({ person, palette, view }: Sketch): string =>
  person.moles
    .map(({ x, y, radius }) => {
      const [cx, cy] = view.on(x, y, 0.5);
      return element("circle", {
        cx,
        cy,
        r: view.length(radius),
        fill: hex(darker(palette.skinDeep, 0.35)),
        "fill-opacity": 0.85,
      });
    })
    .join("");

/** Frames over the eyes, unless the picture shows the person without. */
export function drawGlasses({ person, moment, features, palette, view }: Sketch): string {
  if (person.glasses === 0 || moment.glassesOff) return "";
  const width = 12.2 * person.glassesSize;
  const height = (7.5 + 3 * person.glassesRound) * person.glassesSize;
  const stroke = view.length(1 + 1.1 * (1 - person.glassesRound));
  const colour = hex(palette.glasses);
  const frames = sides.map((side) => {
    const rim = lensOutline(person.glassesRound).map(([x, y]) =>
      view.on(side * (features.eyeX + 0.8) + x * width, 1.4 + y * height, 7),
    );
    const arm = [view.on(side * (features.eyeX + 0.8 + width), -1, 7), view.rim(side * person.faceWidth * 0.95, -2, 2)];
    const lens = element("path", {
      d: smooth(rim, true),
      fill: "#dfe8f0",
      "fill-opacity": 0.1,
      stroke: colour,
      "stroke-width": stroke,
    });
    return lens + line(arm, stroke, colour);
  });
  const inner = features.eyeX + 0.8 - width;
  const bridge = [view.on(-inner, 0, 8), view.on(0, -1.6, 9), view.on(inner, 0, 8)];
  return frames.join("") + line(bridge, stroke, colour);
}

/** A superellipse between a box (round = 0) and a circle (round = 1), sixteen points. */
function lensOutline(round: number): Point[] {
  const power = 0.42 + 0.58 * round;
  const bent = (value: number): number => Math.sign(value) * Math.abs(value) ** power;
  return Array.from({ length: 16 }, (_, i): Point => {
    const angle = (i * Math.PI) / 8;
    return [bent(Math.cos(angle)), bent(Math.sin(angle))];
  });
}
