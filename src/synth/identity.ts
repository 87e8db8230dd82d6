// A person as continuous parameters. Lengths are face units: one pixel of the 112x112 aligned crop, origin between the eyes.
import { openStream, type Stream } from "./random.js";

/** Which world a person belongs to: streams of different worlds share no draw, so no person is in two of them. */
export type World = "train" | "dev" | "eval";

/** What makes one drawn person differ from another. Shares are in [0, 1] and leanings in about [-1, 1] unless said. */
export interface Identity {
  /** Half width of the face at the cheekbones. */
  readonly faceWidth: number;
  /** Forehead and jaw width as shares of faceWidth. */
  readonly foreheadWidth: number;
  readonly jawWidth: number;
  /** Height of the jaw's corner, and of the chin, below the eyes. */
  readonly jawHeight: number;
  readonly chinHeight: number;
  /** Half width of the chin. */
  readonly chinWidth: number;
  /** How far the cheeks bulge, as a share of faceWidth. */
  readonly cheeks: number;
  /** 0 light .. 1 dark. */
  readonly skinTone: number;
  /** -1 olive .. 1 pink. */
  readonly skinWarmth: number;
  /** Half the distance of the pupils. */
  readonly eyeDistance: number;
  readonly eyeWidth: number;
  readonly eyeHeight: number;
  /** Rise of the outer corner. */
  readonly eyeTilt: number;
  /** 0 dark brown .. 1 blue. */
  readonly eyeColour: number;
  readonly irisSize: number;
  readonly lidFold: number;
  readonly lashes: number;
  readonly browHeight: number;
  readonly browThickness: number;
  readonly browArch: number;
  readonly browTilt: number;
  readonly browLength: number;
  /** Distance of the inner ends of the brows from the middle. */
  readonly browGap: number;
  readonly browShade: number;
  readonly noseLength: number;
  readonly noseWidth: number;
  readonly noseBridge: number;
  readonly noseTip: number;
  readonly mouthHeight: number;
  readonly mouthWidth: number;
  readonly upperLip: number;
  readonly lowerLip: number;
  readonly lipColour: number;
  readonly lipCurve: number;
  readonly earSize: number;
  readonly earStand: number;
  /** 0 black .. 1 light blond. */
  readonly hairColour: number;
  readonly hairRed: number;
  readonly hairGrey: number;
  readonly hairVolume: number;
  /** Where the hair ends at the sides, below the eyes: -12 cropped .. 75 long. */
  readonly hairLength: number;
  /** Height of the hairline above the eyes. */
  readonly hairline: number;
  readonly hairRecede: number;
  /** How far a fringe hangs below the hairline. */
  readonly fringe: number;
  /** -1 parted on the left of the picture .. 1 on the right. */
  readonly parting: number;
  readonly curl: number;
  readonly beard: number;
  readonly moustache: number;
  readonly beardLength: number;
  readonly freckles: number;
  readonly wrinkles: number;
  readonly blush: number;
  /** Marks on the skin: place and radius. */
  readonly moles: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
  /** 0 = wears none. */
  readonly glasses: number;
  readonly glassesRound: number;
  readonly glassesSize: number;
  readonly glassesColour: number;
}

/** Draws person `number` of a world. Any person can be drawn alone, in any order. */
export function drawIdentity(world: World, seed: number, number: number): Identity {
  const draw = openStream("person", world, seed, number);
  // Two leanings that no field shows but many follow: faces whose parts fit look more like faces than independent draws.
  const sturdy = draw.uniform();
  const dark = draw.uniform() ** 1.15;
  return {
    ...drawShape(draw, sturdy),
    ...drawEyes(draw, sturdy, dark),
    ...drawMiddle(draw, sturdy, dark),
    ...drawHair(draw, sturdy, dark),
    ...drawMarks(draw, dark),
  };
}

const around = (draw: Stream, centre: number, spread: number): number => centre + spread * draw.normal();

const share = (value: number): number => Math.min(Math.max(value, 0), 1);

function drawShape(draw: Stream, sturdy: number) {
  return {
    faceWidth: around(draw, 38.6, 1.7),
    foreheadWidth: around(draw, 0.92, 0.035),
    jawWidth: around(draw, 0.76 + 0.08 * sturdy, 0.045),
    jawHeight: around(draw, 38, 2.4),
    chinHeight: around(draw, 60 + 3 * sturdy, 2.6),
    chinWidth: around(draw, 9 + 4 * sturdy, 1.8),
    cheeks: around(draw, 0, 0.022),
    skinWarmth: draw.between(-1, 1),
    earSize: around(draw, 1, 0.1),
    earStand: draw.uniform(),
  };
}

function drawEyes(draw: Stream, sturdy: number, dark: number) {
  return {
    skinTone: dark,
    eyeDistance: around(draw, 17.6, 0.85),
    eyeWidth: around(draw, 8.9, 0.65),
    eyeHeight: around(draw, 4.1, 0.65),
    eyeTilt: around(draw, 0.5, 0.95),
    eyeColour: share(draw.uniform() * 1.25 * (1 - 0.85 * dark)),
    irisSize: around(draw, 3.7, 0.22),
    lidFold: draw.uniform(),
    lashes: share(around(draw, 0.75 - 0.5 * sturdy, 0.16)),
    browHeight: around(draw, 11.4 - 1.2 * sturdy, 1.2),
    browThickness: around(draw, 1.9 + 1.3 * sturdy, 0.55),
    browArch: around(draw, 1.9 - 0.8 * sturdy, 0.8),
    browTilt: around(draw, 0, 0.9),
    browLength: around(draw, 19.5, 1.3),
    browGap: around(draw, 8.2, 1.2),
    browShade: draw.uniform(),
  };
}

function drawMiddle(draw: Stream, sturdy: number, dark: number) {
  return {
    noseLength: around(draw, 20.2, 1.5),
    noseWidth: around(draw, 8.2 + 1.6 * dark, 0.95),
    noseBridge: draw.uniform(),
    noseTip: draw.uniform(),
    mouthHeight: around(draw, 40.6, 1.5),
    mouthWidth: around(draw, 14.4, 1.25),
    upperLip: around(draw, 3.0 - 0.9 * sturdy + 0.9 * dark, 0.65),
    lowerLip: around(draw, 4.3 - 0.9 * sturdy + 0.9 * dark, 0.75),
    lipColour: share(around(draw, 0.7 - 0.5 * sturdy, 0.22)),
    lipCurve: around(draw, 0.1, 0.6),
  };
}

function drawHair(draw: Stream, sturdy: number, dark: number) {
  const long = draw.chance(0.85 - 0.75 * sturdy);
  const bearded = sturdy > 0.5 && draw.chance(0.55);
  return {
    hairColour: share(draw.uniform() ** 1.3 * 1.1 * (1 - 0.8 * dark)),
    hairRed: draw.chance(0.2) ? draw.uniform() * (1 - 0.7 * dark) : 0,
    hairGrey: draw.chance(0.16) ? draw.uniform() : 0,
    hairVolume: draw.between(1, long ? 9 : 7),
    hairLength: long ? draw.between(22, 75) : draw.between(-12, 14),
    hairline: around(draw, 38, 2.6),
    hairRecede: sturdy > 0.5 && draw.chance(0.35) ? draw.uniform() : 0.15 * draw.uniform(),
    fringe: draw.chance(long ? 0.5 : 0.35) ? draw.between(6, 21) : draw.between(0, 4),
    parting: draw.between(-1, 1),
    curl: draw.chance(0.3 + 0.3 * dark) ? draw.uniform() : 0,
    beard: bearded ? draw.between(0.12, 1) : 0,
    moustache: sturdy > 0.5 && draw.chance(bearded ? 0.75 : 0.12) ? draw.between(0.25, 1) : 0,
    beardLength: draw.between(0, 9),
  };
}

function drawMarks(draw: Stream, dark: number) {
  const moles = Array.from({ length: draw.pick([0, 0, 0, 1, 1, 2, 3]) }, () => ({
    x: draw.between(-28, 28),
    y: draw.between(10, 50),
    radius: draw.between(0.7, 1.6),
  }));
  return {
    freckles: draw.chance(0.2) ? draw.uniform() * (1 - 0.8 * dark) : 0,
    wrinkles: draw.uniform() ** 2 * 0.8,
    blush: draw.uniform(),
    moles,
    glasses: draw.chance(0.24) ? 1 : 0,
    glassesRound: draw.uniform(),
    glassesSize: draw.between(0.85, 1.25),
    glassesColour: draw.uniform(),
  };
}

/**
 * The same person `years` later (or earlier): a slow drift of the parameters that age moves in real faces.
 *
 * Skin folds and grey hair come, the hairline climbs, brows sink, nose and ears grow, lips thin, the jaw gets heavier.
 *
 * @param years between about -20 and 40
 */
export function aged(person: Identity, years: number): Identity {
  const step = years / 40;
  return {
    ...person,
    wrinkles: share(person.wrinkles + 0.95 * step),
    hairGrey: share(person.hairGrey + Math.max(0, 1.1 * step - 0.15)),
    hairRecede: share(person.hairRecede * (1 + 0.8 * step)),
    hairline: person.hairline + 2.5 * step,
    browHeight: person.browHeight - 1.4 * step,
    eyeHeight: person.eyeHeight * (1 - 0.16 * step),
    noseLength: person.noseLength + 1.3 * step,
    noseWidth: person.noseWidth * (1 + 0.1 * step),
    earSize: person.earSize * (1 + 0.12 * step),
    upperLip: person.upperLip * (1 - 0.3 * step),
    lowerLip: person.lowerLip * (1 - 0.2 * step),
    jawWidth: person.jawWidth + 0.05 * step,
    cheeks: person.cheeks + 0.012 * step,
    skinTone: share(person.skinTone + 0.05 * step),
  };
}
