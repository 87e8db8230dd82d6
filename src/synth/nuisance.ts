// What differs between two pictures of one person: pose, expression, light, background, framing and age.
import { fromHue, type Colour } from "./colour.js";
import { openStream, type Stream } from "./random.js";

/** How far pictures of one person may differ; 1 is the usual everyday spread, 0 none. */
export interface NuisanceRange {
  /** Largest turn of the head in degrees, and the smallest: {least: 35, most: 50} draws profiles to either side. */
  readonly yaw: { readonly least: number; readonly most: number };
  readonly expression: number;
  readonly light: number;
  /** Error of the framing, as a face detector makes it. */
  readonly framing: number;
  /** Years by which the person is older than their base parameters, drawn evenly between the two. */
  readonly years: { readonly least: number; readonly most: number };
}

export const everyday: NuisanceRange = {
  yaw: { least: 0, most: 22 },
  expression: 1,
  light: 1,
  framing: 1,
  years: { least: 0, most: 0 },
};

export interface Background {
  readonly from: Colour;
  readonly to: Colour;
  /** Direction of the gradient in turns. */
  readonly angle: number;
  /** Soft discs, in shares of the picture. */
  readonly discs: readonly {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly colour: Colour;
  }[];
}

/** One picture's circumstances. */
export interface Nuisance {
  /** Degrees; positive turns the face to the right of the picture, up, and clockwise. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** -1 sad .. 1 broad smile. */
  readonly smile: number;
  /** 0 closed .. 1 wide open. */
  readonly mouthOpen: number;
  readonly browRaise: number;
  /** Factor on the eyes' height. */
  readonly eyeOpen: number;
  /** Shift of the irises in face units. */
  readonly gazeX: number;
  readonly gazeY: number;
  /** -1 lit from the left of the picture .. 1 from the right. */
  readonly lightSide: number;
  /** Factor on all channels, and leaning to warm (positive) or cool light. */
  readonly exposure: number;
  readonly temperature: number;
  readonly background: Background;
  readonly clothes: Colour;
  /** Framing error in face units, degrees and as a factor. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly twist: number;
  readonly zoom: number;
  readonly years: number;
  /** Share of the hair's fringe that hangs otherwise than usual. */
  readonly hairStir: number;
  readonly glassesOff: boolean;
}

/** Draws the circumstances of picture `image` of a person. */
export function drawNuisance(label: readonly (string | number)[], range: NuisanceRange): Nuisance {
  const draw = openStream("circumstances", ...label);
  return {
    ...drawPose(draw, range),
    ...drawExpression(draw, range.expression),
    ...drawLight(draw, range.light),
    background: drawBackground(draw),
    clothes: fromHue(draw.uniform(), draw.between(0.05, 0.6), draw.between(0.12, 0.75)),
    ...drawFraming(draw, range.framing),
    years: draw.between(range.years.least, range.years.most),
    hairStir: range.expression * draw.between(-1, 1),
    glassesOff: draw.chance(0.12),
  };
}

function drawPose(draw: Stream, { yaw, expression }: NuisanceRange) {
  const side = draw.chance(0.5) ? 1 : -1;
  // The square root of a product of draws leans to small turns, as people who look at a camera do.
  const turn = yaw.least + (yaw.most - yaw.least) * draw.uniform() * draw.uniform() ** 0.3;
  return {
    yaw: side * turn,
    pitch: expression * 5 * draw.normal(),
    roll: expression * 7 * draw.normal(),
  };
}

function drawExpression(draw: Stream, strength: number) {
  const smiling = draw.chance(0.5);
  return {
    smile: strength * (smiling ? draw.between(0.2, 1) : draw.between(-0.35, 0.2)),
    mouthOpen: strength * (draw.chance(0.35) ? draw.uniform() : 0),
    browRaise: strength * draw.normal() * 0.45,
    eyeOpen: 1 + strength * 0.13 * draw.normal(),
    gazeX: strength * draw.normal() * 0.8,
    gazeY: strength * draw.normal() * 0.35,
  };
}

function drawLight(draw: Stream, strength: number) {
  return {
    lightSide: strength * draw.between(-1, 1),
    exposure: 0.97 + strength * 0.09 * draw.normal(),
    temperature: strength * 0.4 * draw.normal(),
  };
}

function drawBackground(draw: Stream): Background {
  const hue = draw.uniform();
  const tone = (): Colour =>
    fromHue((hue + draw.between(-0.12, 0.12) + 1) % 1, draw.between(0, 0.5), draw.between(0.15, 0.85));
  const discs = Array.from({ length: draw.below(5) }, () => ({
    x: draw.uniform(),
    y: draw.uniform(),
    radius: draw.between(0.08, 0.4),
    colour: tone(),
  }));
  return { from: tone(), to: tone(), angle: draw.uniform(), discs };
}

function drawFraming(draw: Stream, strength: number) {
  return {
    shiftX: strength * 1.1 * draw.normal(),
    shiftY: strength * 1.1 * draw.normal(),
    twist: strength * 1.8 * draw.normal(),
    zoom: 1 + strength * 0.025 * draw.normal(),
  };
}

/** A later frame of the same take: pose, gaze and expression have moved on a little, place, light and clothes have not. */
export function nextFrame(first: Nuisance, label: readonly (string | number)[]): Nuisance {
  const draw = openStream("frame", ...label);
  const moved = drawFraming(draw, 1);
  return {
    ...first,
    ...moved,
    yaw: first.yaw + 5 * draw.normal(),
    pitch: first.pitch + 2.5 * draw.normal(),
    roll: first.roll + 2.5 * draw.normal(),
    smile: first.smile + 0.15 * draw.normal(),
    mouthOpen: Math.max(0, Math.min(1, first.mouthOpen + draw.between(-0.4, 0.4))),
    eyeOpen: draw.chance(0.05) ? 0.3 : first.eyeOpen,
    gazeX: first.gazeX + 0.4 * draw.normal(),
  };
}
