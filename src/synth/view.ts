// Where a point of the face lands in the picture: a turned head of simple depth, then a similarity onto the pixels.
import type { Identity } from "./identity.js";
import type { Nuisance } from "./nuisance.js";

export type Point = readonly [number, number];

/** x' = a x - b y + shiftX, y' = b x + a y + shiftY. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export const applySimilarity = ({ a, b, shiftX, shiftY }: Similarity, [x, y]: Point): Point => [
  a * x - b * y + shiftX,
  b * x + a * y + shiftY,
];

/** A head seen from the front: all parts of the drawing pass through these three. Lengths are face units. */
export interface View {
  /** A point of the front of the face; `lift` raises it off the head's surface. */
  on(x: number, y: number, lift?: number): Point;
  /** A point of the outline, where the surface bends away; `depth` is its place in front of the ears' plane. */
  rim(x: number, y: number, depth?: number): Point;
  /** A length in pixels. */
  length(units: number): number;
  /** Degrees by which the head is turned; positive = to the right of the picture. */
  readonly yaw: number;
}

const radians = Math.PI / 180;
const depthAtMiddle = 40;
const middleHeight = 10;
const halfHeight = 82;

/** Depth of the head's surface in front of the ears' plane at a place of the face: half an ellipsoid. */
export function surfaceDepth(x: number, y: number, halfWidth: number): number {
  const across = x / (halfWidth * 1.06);
  const down = (y - middleHeight) / halfHeight;
  return depthAtMiddle * Math.sqrt(Math.max(0, 1 - across * across - down * down));
}

/** Looks at a person under the circumstances' yaw and pitch, placed in the picture by `place`. */
export function openView(person: Identity, { yaw, pitch }: Pick<Nuisance, "yaw" | "pitch">, place: Similarity): View {
  const turn = { sin: Math.sin(yaw * radians), cos: Math.cos(yaw * radians) };
  const nod = { sin: Math.sin(pitch * radians), cos: Math.cos(pitch * radians) };
  const seen = (x: number, y: number, depth: number, width: number): Point => {
    const forward = depth * turn.cos - x * turn.sin;
    const below = y - middleHeight;
    return applySimilarity(place, [x * width + depth * turn.sin, middleHeight + below * nod.cos - forward * nod.sin]);
  };
  const scale = Math.hypot(place.a, place.b);
  return {
    on: (x, y, lift = 0) => seen(x, y, surfaceDepth(x, y, person.faceWidth) + lift, turn.cos),
    // The head is about as deep as wide, so its outline keeps its width when it turns and only what lies forward shifts.
    rim: (x, y, depth = 0) => seen(x, y, depth, 1),
    length: (units) => units * scale,
    yaw,
  };
}

/** Five points x1 y1 .. x5 y5: eyes, nose tip, mouth corners, left to right as seen. */
export type Landmarks = readonly number[];

/** ArcFace's five places in the 112x112 crop (insightface, face_align.py). */
export const alignedPlaces: Landmarks = [
  38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041,
];

/**
 * The similarity that takes `from` nearest to `to` in least squares (Umeyama 1991, in the plane, where it is one
 * complex number by linear regression).
 */
export function fitSimilarity(from: Landmarks, to: Landmarks): Similarity {
  const count = from.length / 2;
  const mean = (points: Landmarks, axis: number): number => {
    let sum = 0;
    for (let i = axis; i < points.length; i += 2) sum += points[i];
    return sum / count;
  };
  const [fromX, fromY, toX, toY] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let along = 0;
  let turned = 0;
  let spread = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [x, y, u, v] = [from[i] - fromX, from[i + 1] - fromY, to[i] - toX, to[i + 1] - toY];
    along += x * u + y * v;
    turned += x * v - y * u;
    spread += x * x + y * y;
  }
  const a = along / spread;
  const b = turned / spread;
  return { a, b, shiftX: toX - a * fromX + b * fromY, shiftY: toY - b * fromX - a * fromY };
}
