// The demo's part on known degradation: by how much more does one model's magnitude follow it than another's?
import { seededRandom } from "../math/random.js";
import { spearman } from "../math/rank-correlation.js";
import { percentileInterval } from "../metrics/interval.js";
import type { Finding } from "./demo-finding.js";

/** Magnitudes of a model on the graded faces, and their correlation with the grades. */
export interface RankedModel {
  readonly model: string;
  readonly magnitudes: Float64Array;
  readonly correlation: number;
}

/** Spearman of one model's magnitudes less that of another's on the same faces; below 0 = the first follows degradation more. */
export function rankDifference(
  one: RankedModel,
  other: RankedModel,
  grades: Float64Array,
  replicates: number,
  seed: number,
): Finding {
  const random = seededRandom(seed);
  const drawn = Float64Array.from({ length: replicates }, () => {
    const from = Uint32Array.from(grades, () => random.below(grades.length));
    const pick = (values: Float64Array) => Float64Array.from(from, (i) => values[i]);
    return spearman(pick(one.magnitudes), pick(grades)) - spearman(pick(other.magnitudes), pick(grades));
  });
  return {
    what: `the same, ${one.model} less ${other.model}`,
    value: (one.correlation - other.correlation).toFixed(3),
    interval:
      percentileInterval(drawn)
        ?.map((value) => value.toFixed(3))
        .join(" to ") ?? "",
    how: "paired bootstrap over faces",
  };
}
