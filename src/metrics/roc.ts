import type { Tally } from "./tally.js";

/** Operating points from the strictest threshold (nothing accepted) to the loosest (everything), one a distinct score. */
export interface RocCurve {
  readonly far: Float64Array;
  readonly tar: Float64Array;
  /** Accept when score > threshold; the last is -Infinity. */
  readonly threshold: Float64Array;
}

/** The same points as error rates. */
export interface DetCurve {
  readonly fmr: Float64Array;
  readonly fnmr: Float64Array;
  /** As in RocCurve. */
  readonly threshold: Float64Array;
}

/** Every point of the ROC. Rates of a class without pairs are NaN. */
export function rocCurve({ value, genuine, impostor, genuineTotal, impostorTotal }: Tally): RocCurve {
  const points = value.length + 1;
  const far = new Float64Array(points);
  const tar = new Float64Array(points);
  const threshold = new Float64Array(points);
  for (let point = 0, same = 0, other = 0; point < points; point++) {
    const refused = value.length - point;
    if (point > 0) {
      same += genuine[refused];
      other += impostor[refused];
    }
    far[point] = other / impostorTotal;
    tar[point] = same / genuineTotal;
    threshold[point] = refused === 0 ? -Infinity : value[refused - 1];
  }
  return { far, tar, threshold };
}

/** Every point of the DET curve: FNMR is counted, not 1 - TAR, so that it is 0 where no genuine pair is refused. */
export function detCurve({ value, genuine, impostor, genuineTotal, impostorTotal }: Tally): DetCurve {
  const steps = genuine.length;
  const fmr = new Float64Array(steps + 1);
  const fnmr = new Float64Array(steps + 1);
  for (let point = 0, refused = genuineTotal, accepted = 0; point <= steps; point++) {
    if (point > 0) {
      refused -= genuine[steps - point];
      accepted += impostor[steps - point];
    }
    fmr[point] = accepted / impostorTotal;
    fnmr[point] = refused / genuineTotal;
  }
  const threshold = Float64Array.from(fmr, (_, point) => (point === steps ? -Infinity : value[steps - point - 1]));
  return { fmr, fnmr, threshold };
}
