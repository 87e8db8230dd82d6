// TAR at FAR as the field's scripts read it off a ROC.

/** A point of the curve. */
export interface CornerPoint {
  readonly tar: number;
  readonly far: number;
  readonly genuine: number;
  readonly impostor: number;
  /** Accept when score >= threshold, as scikit-learn has it; Infinity accepts nothing. */
  readonly threshold: number;
}

export interface CornerReading {
  /** One a target, in their order. */
  readonly points: readonly CornerPoint[];
  /** Distinct scores, and how many of them scikit-learn keeps. */
  readonly steps: number;
  readonly corners: number;
}

/**
 * The `nearest-corner` rule: of the points that scikit-learn's roc_curve keeps by default, the one whose FAR is nearest to
 * the target; of two as near, the larger FAR. So read MagFace's eval_ijb.py and InsightFace's ijb_11.py.
 *
 * Kept are (0, 0), the highest and the lowest score's points, and each point after which the counts rise by other numbers
 * than before it: points inside a straight run are dropped (drop_intermediate; a second difference of either count).
 *
 * @param genuine ascending
 * @param impostor ascending
 */
export function nearestCorners(
  genuine: Float64Array | Float32Array,
  impostor: Float64Array | Float32Array,
  fars: readonly number[],
): CornerReading {
  return walk(genuine, impostor, impostor.length, fars, false)!;
}

/**
 * The same points from the highest impostor scores alone, which is all that they depend on where FARs are low.
 *
 * @param highest the highest scores of `impostorTotal`, ascending
 * @returns null where they are too few to tell
 */
export const highestCorners = (
  genuine: Float64Array | Float32Array,
  highest: Float64Array | Float32Array,
  impostorTotal: number,
  fars: readonly number[],
): readonly CornerPoint[] | null => walk(genuine, highest, impostorTotal, fars, true)?.points ?? null;

/** From the highest score down: to the end, or until no later point can be nearer to any target. */
function walk(
  genuine: Float64Array | Float32Array,
  impostor: Float64Array | Float32Array,
  impostorTotal: number,
  fars: readonly number[],
  untilDecided: boolean,
): CornerReading | null {
  const nearest = fars.map((target) => new Nearest(target, genuine.length, impostorTotal));
  const reading = (): CornerReading => {
    const points = nearest.map((one) => one.point());
    return { points, steps, corners: corners + Math.min(steps, 1) };
  };
  const offer = (same: number, other: number, threshold: number): void => {
    for (const one of nearest) one.offer(same, other, threshold);
  };
  offer(0, 0, Infinity);
  let [i, j] = [genuine.length, impostor.length];
  let [steps, corners] = [0, 0];
  let [same, other, score] = [0, 0, Infinity];
  let [sameRise, otherRise] = [-1, -1];
  while (i > 0 || j > 0) {
    const next = j === 0 || (i > 0 && genuine[i - 1] >= impostor[j - 1]) ? genuine[i - 1] : impostor[j - 1];
    const [wasSame, wasOther] = [i, j];
    while (i > 0 && genuine[i - 1] === next) i--;
    while (j > 0 && impostor[j - 1] === next) j--;
    const [moreSame, moreOther] = [wasSame - i, wasOther - j];
    // The first rise counts as a change: the highest score's own point always stays.
    if (steps > 0 && (steps === 1 || moreSame !== sameRise || moreOther !== otherRise)) {
      offer(same, other, score);
      corners++;
      // With no impostor left the equals of the last one may be cut off, and its rise with them.
      if (untilDecided && j > 0 && nearest.every((one) => one.passed)) return reading();
    }
    [sameRise, otherRise] = [moreSame, moreOther];
    same += moreSame;
    other += moreOther;
    score = next;
    steps++;
  }
  if (untilDecided) return null;
  if (steps > 0) offer(same, other, score);
  return reading();
}

class Nearest {
  #distance = Infinity;
  #same = 0;
  #other = 0;
  #threshold = Infinity;
  #passed = false;

  constructor(
    private readonly target: number,
    private readonly genuineTotal: number,
    private readonly impostorTotal: number,
  ) {}

  /** Points come with rising FAR, so that the later of two as near is the larger. */
  offer(same: number, other: number, threshold: number): void {
    const distance = Math.abs(other / this.impostorTotal - this.target);
    if (distance > this.#distance) {
      this.#passed = true;
      return;
    }
    this.#distance = distance;
    this.#same = same;
    this.#other = other;
    this.#threshold = threshold;
  }

  /** A point beyond the nearest was seen: FARs only rise, so that all later ones are further off. */
  get passed(): boolean {
    return this.#passed;
  }

  point(): CornerPoint {
    return {
      tar: this.#same / this.genuineTotal,
      far: this.#other / this.impostorTotal,
      genuine: this.#same,
      impostor: this.#other,
      threshold: this.#threshold,
    };
  }
}

/**
 * Cosines as MagFace's eval_ijb.py scores them: float32 1 - arccos(cosine) / pi. Rounding makes ties, hence other corners.
 *
 * The arccos is numpy's on processors with AVX-512, to the last bit between -0.5 and 0.5, where the many scores are;
 * elsewhere numpy takes the C library's, whose last bit differs.
 */
export function float32Angles(cosines: Float64Array): Float32Array {
  const pi = Math.fround(Math.PI);
  const angles = new Float32Array(cosines.length);
  for (let i = 0; i < cosines.length; i++) {
    const cosine = Math.min(1, Math.max(-1, Math.fround(cosines[i])));
    angles[i] = 1 - Math.fround(float32Arccos(cosine) / pi);
  }
  return angles;
}

/** Odd terms of arcsin's polynomial beyond the first, x^3 to x^11, as float32. Source: acosf of Intel's SVML, which numpy ships. */
const [x3, x5, x7, x9, x11] = [
  0.16666792333126068, 0.0749436765909195, 0.045557692646980286, 0.0238239374011755, 0.042690303176641464,
];

/** pi / 2 and pi as float32. */
const [halfPi, wholePi] = [1.5707963705062866, 3.1415927410125732];

/** Each step rounded to float32 once, like the fused operations it stands for. */
function float32Arccos(x: number): number {
  const { fround } = Math;
  const half = fround(0.5 - 0.5 * Math.abs(x));
  const squared = fround(x * x);
  const near = squared < half; // |x| below 0.5: arcsin of x; else of the half angle.
  const r = near ? squared : half;
  const high = fround(r * x11 + x9);
  const low = fround(r * x7 + x5);
  const rest = fround(r * fround(r * fround(fround(r * r) * high + low) + x3));
  if (near) return fround(halfPi + fround(-x * rest - x));
  const chord = x < 0 ? -fround(2 * Math.sqrt(half)) : fround(2 * Math.sqrt(half));
  return fround((x < 0 ? wholePi : 0) + fround(chord * rest + chord));
}
