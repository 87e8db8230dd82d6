import { UserError } from "../errors.js";

/** Rows of a 2 x 3 matrix: x' = m[0] x + m[1] y + m[2], y' = m[3] x + m[4] y + m[5]. */
export type Affine = readonly [number, number, number, number, number, number];

/** A fit of five landmarks to the template. */
export interface Alignment {
  /** From the image to the aligned crop. */
  readonly matrix: Affine;
  /** Root mean square distance of the fitted landmarks from the template, in pixels of the crop. */
  readonly residual: number;
  /**
   * True when the landmarks fit better with left and right exchanged: the eyes are in the wrong order, or
   * x and y are. The crop is then a face upside down or turned, and the embedding worthless.
   */
  readonly mirrored: boolean;
}

/** ArcFace's five points in a 112 x 112 crop, as InsightFace's face_align.py has them: eyes, nose, mouth corners. */
const arcFace = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];

/** Order of the points when left and right change places. */
const exchanged = [1, 0, 2, 4, 3];

/**
 * Where the five landmarks belong in a crop, x1 y1 .. x5 y5.
 *
 * Squares of k * 112: the ArcFace points times k. Width k * 96, height k * 112: x - 8, then times k. Other squares
 * whose side is a multiple of 32 (128, 160, 192): x + 8, then times side / 128. InsightFace knows the first and k * 128.
 *
 * @throws UserError for any other size
 */
export function templatePoints(width: number, height: number): number[] {
  const square = width === height;
  if (square && width % 112 === 0) return placed(width / 112, 0);
  if (height % 112 === 0 && width * 112 === height * 96) return placed(height / 112, -8);
  if (square && width % 32 === 0) return placed(width / 128, 8);
  throw new UserError(
    `no landmark template for ${width}x${height}, expected 112x112, 96x112, 128x128, 160x160 or a multiple`,
  );
}

const placed = (scale: number, right: number): number[] => arcFace.map((v, i) => scale * (i % 2 === 0 ? v + right : v));

/**
 * The least-squares similarity (rotation, one scale, shift; no mirroring) from landmarks to the template.
 *
 * @param landmarks x1 y1 .. x5 y5 in pixels of the image
 * @throws UserError when they are not ten finite numbers, or lie in one point
 */
export function alignLandmarks(landmarks: readonly number[], width: number, height: number): Alignment {
  if (landmarks.length !== 10)
    throw new UserError(`${landmarks.length} landmark numbers, expected 10 (x y of five points)`);
  if (!landmarks.every(Number.isFinite)) throw new UserError("a landmark is not a finite number");
  const template = templatePoints(width, height);
  const matrix = fitSimilarity(landmarks, template);
  const residual = residualOf(matrix, landmarks, template);
  const other = exchanged.flatMap((point) => landmarks.slice(2 * point, 2 * point + 2));
  return { matrix, residual, mirrored: residualOf(fitSimilarity(other, template), other, template) < residual };
}

/**
 * The similarity that minimises the sum of squared distances (Umeyama 1991, eq. 40-42).
 *
 * In the plane it needs no singular value decomposition: with points as complex numbers about their means,
 * rotation and scale are the one factor sum(conj(p) q) / sum(|p|^2).
 *
 * @param from points x1 y1 x2 y2 ...
 * @param to where they should go, as many
 */
export function fitSimilarity(from: readonly number[], to: readonly number[]): Affine {
  const [px, py] = meanPoint(from);
  const [qx, qy] = meanPoint(to);
  let real = 0;
  let imaginary = 0;
  let spread = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [x, y, u, v] = [from[i] - px, from[i + 1] - py, to[i] - qx, to[i + 1] - qy];
    real += x * u + y * v;
    imaginary += x * v - y * u;
    spread += x * x + y * y;
  }
  const [cos, sin] = [real / spread, imaginary / spread];
  if (!(Math.hypot(cos, sin) > 0) || !(Math.hypot(cos, sin) < 1e6))
    throw new UserError("the landmarks lie in one point or fit no face");
  return [cos, -sin, qx - cos * px + sin * py, sin, cos, qy - sin * px - cos * py];
}

function meanPoint(points: readonly number[]): [number, number] {
  const mean = [0, 0] as [number, number];
  points.forEach((v, i) => (mean[i % 2] += v));
  return [mean[0] / (points.length / 2), mean[1] / (points.length / 2)];
}

function residualOf(m: Affine, from: readonly number[], to: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [x, y] = [from[i], from[i + 1]];
    sum += (m[0] * x + m[1] * y + m[2] - to[i]) ** 2 + (m[3] * x + m[4] * y + m[5] - to[i + 1]) ** 2;
  }
  return Math.sqrt(sum / (from.length / 2));
}
