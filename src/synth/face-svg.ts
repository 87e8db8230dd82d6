// One drawn face as SVG text with its five landmarks, from the same geometry.
import { hex } from "./colour.js";
import { drawBackHair, drawBeard, drawFrontHair } from "./draw-hair.js";
import { drawEyes } from "./draw-eyes.js";
import { drawBody, drawFarEars, drawHead, drawNearEar, headOutline } from "./draw-head.js";
import { drawGlasses, drawMarks } from "./draw-marks.js";
import { drawMouth } from "./draw-mouth.js";
import { drawNose } from "./draw-nose.js";
import { featuresOf, landmarksOf } from "./features.js";
import { aged, type Identity } from "./identity.js";
import type { Nuisance } from "./nuisance.js";
import { paletteOf } from "./palette.js";
import { element, fading, linear, smooth } from "./pen.js";
import type { Sketch } from "./sketch.js";
import { alignedPlaces, applySimilarity, fitSimilarity, openView, type Landmarks, type Similarity } from "./view.js";

/** How the face lies in the picture: as an aligner crops it, in a loose box around the head, or somewhere in a larger photo. */
export type Framing = "aligned" | "loose" | "photo";

export interface DrawnFace {
  /** SVG text of a square picture without filters or text, so that it renders alike wherever librsvg does. */
  readonly svg: string;
  /** Eyes, nose tip and mouth corners in pixels of the picture, exactly as drawn. */
  readonly landmarks: Landmarks;
}

/** Draws a person under a picture's circumstances into a square of `size` pixels. */
export function drawFace(base: Identity, moment: Nuisance, framing: Framing, size: number): DrawnFace {
  const sketch = setUp(base, moment, framing, size);
  return { svg: drawAll(sketch), landmarks: landmarksOf(sketch.features, sketch.view) };
}

/** The landmarks alone, far faster than with the drawing. */
export function faceLandmarks(base: Identity, moment: Nuisance, framing: Framing, size: number): Landmarks {
  const { features, view } = setUp(base, moment, framing, size);
  return landmarksOf(features, view);
}

function setUp(base: Identity, moment: Nuisance, framing: Framing, size: number): Sketch {
  const person = aged(base, moment.years);
  const features = featuresOf(person, moment);
  const place = framing === "aligned" ? placeAligned(person, moment, size) : placeInPhoto(moment, framing, size);
  return { person, moment, features, palette: paletteOf(person), view: openView(person, moment, place), size };
}

/** The similarity an aligner would use on the true landmarks, and the picture's framing error after it. */
function placeAligned(person: Identity, moment: Nuisance, size: number): Similarity {
  const upright = openView(person, moment, { a: 1, b: 0, shiftX: 0, shiftY: 0 });
  const fit = fitSimilarity(landmarksOf(featuresOf(person, moment), upright), alignedPlaces);
  const angle = (moment.twist * Math.PI) / 180;
  const scale = (moment.zoom * size) / 112;
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  // The error turns and zooms about the middle of the crop.
  const half = size / 2;
  const shiftX = half - a * 56 + b * 56 + (moment.shiftX * size) / 112;
  const shiftY = half - b * 56 - a * 56 + (moment.shiftY * size) / 112;
  const [x, y] = applySimilarity({ a, b, shiftX, shiftY }, [fit.shiftX, fit.shiftY]);
  return { a: a * fit.a - b * fit.b, b: a * fit.b + b * fit.a, shiftX: x, shiftY: y };
}

/** Face units across a picture: a photo's head takes about three fifths of its height, a loose crop's nine tenths. */
const unitsAcross = { loose: 150, photo: 215 } as const;

function placeInPhoto(moment: Nuisance, framing: "loose" | "photo", size: number): Similarity {
  const angle = (moment.roll * Math.PI) / 180;
  const scale = ((1 + (moment.zoom - 1) * 3) * size) / unitsAcross[framing];
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const x = size * (0.5 + moment.shiftX * 0.025);
  const y = size * (0.47 + moment.shiftY * 0.02);
  return { a, b, shiftX: x, shiftY: y };
}

function drawAll(sketch: Sketch): string {
  const outline = headOutline(sketch);
  const body = [
    drawBackground(sketch),
    drawBackHair(sketch),
    drawBody(sketch),
    drawFarEars(sketch),
    drawHead(sketch, outline),
    drawNose(sketch),
    drawMarks(sketch),
    drawBeard(sketch),
    drawMouth(sketch),
    drawEyes(sketch),
    drawNearEar(sketch),
    drawSidelight(sketch, smooth(outline, true)),
    drawFrontHair(sketch),
    drawGlasses(sketch),
  ];
  const head = element("clipPath", { id: "head" }, element("path", { d: smooth(outline, true) }));
  const { size } = sketch;
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: size, height: size, fill: "none", "stroke-linecap": "round" },
    element("defs", {}, gradients(sketch) + head) + body.join(""),
  );
}

function gradients({ palette, moment }: Sketch): string {
  const { background, lightSide } = moment;
  const angle = background.angle * 2 * Math.PI;
  const [dx, dy] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
  const dark = Math.abs(lightSide) * 0.5;
  const bright = Math.abs(lightSide) * 0.1;
  const across: [number, number, number, number] = lightSide < 0 ? [0, 0.4, 1, 0.6] : [1, 0.4, 0, 0.6];
  return [
    linear(
      "backdrop",
      [0.5 - dx, 0.5 - dy, 0.5 + dx, 0.5 + dy],
      [
        [0, hex(background.from), 1],
        [1, hex(background.to), 1],
      ],
    ),
    linear(
      "skin",
      [0.5, 0, 0.5, 1],
      [
        [0, hex(palette.skin), 1],
        [0.62, hex(palette.skin), 1],
        [1, hex(palette.skinShade), 1],
      ],
    ),
    linear(
      "hair",
      [0.5, 0, 0.5, 1],
      [
        [0, hex(palette.hairLight), 1],
        [0.3, hex(palette.hair), 1],
        [1, hex(palette.hairDark), 1],
      ],
    ),
    linear(
      "hairEdge",
      [0, 0, 0, 1],
      [
        [0, hex(palette.skinDeep), 1],
        [1, hex(palette.skinDeep), 0.4],
      ],
    ),
    linear("side", across, [
      [0, "#ffffff", bright],
      [0.4, "#ffffff", 0],
      [0.45, "#000000", 0],
      [1, "#000000", dark],
    ]),
    fading("shade", hex(palette.skinShade)),
    fading("deep", hex(palette.skinDeep)),
    fading("light", hex(palette.skinLight)),
    fading("blush", hex(palette.blush)),
    fading("gloss", "#ffffff"),
  ].join("");
}

function drawBackground({ moment, size }: Sketch): string {
  const discs = moment.background.discs.map(({ x, y, radius, colour }) =>
    element("circle", { cx: x * size, cy: y * size, r: radius * size, fill: hex(colour), "fill-opacity": 0.35 }),
  );
  return element("rect", { width: size, height: size, fill: "url(#backdrop)" }) + discs.join("");
}

const drawSidelight = ({ moment }: Sketch, outline: string): string =>
  moment.lightSide === 0 ? "" : element("path", { d: outline, fill: "url(#side)" });
