import type { VarianceForm } from "../embed/card.js";
import type { RowHead } from "../embed/row-head.js";
import { UserError } from "../errors.js";
import { pairwiseSum } from "../math/sum.js";

/**
 * Certainty of an embedding whose numbers come with variances: minus their harmonic mean. HIGHER is better; 0 is the best.
 *
 * PFE (Y. Shi, A. K. Jain, "Probabilistic face embeddings", ICCV 2019) and DUL (J. Chang, Z. Lan, C. Cheng, Y. Wei, "Data
 * uncertainty learning in face recognition", CVPR 2020) learn the variances; the harmonic mean as the one number of an image is
 * DUL's. Public evaluations of PFE take 1 / harmonic mean, which orders images alike.
 *
 * @param values sigma^2, or log sigma^2, of each number of the embedding
 * @returns NaN where a value is
 */
export function certainty(values: Float32Array, form: VarianceForm): number {
  const inverses = Float64Array.from(values, (value) => (form === "log" ? Math.exp(-value) : 1 / value));
  return -values.length / pairwiseSum(inverses);
}

/** {@link certainty} by a model's output of variances. */
export function varianceHead(model: string, output: string, form: VarianceForm): RowHead {
  const measure = (row: Float32Array): Promise<number> => {
    const least = row.reduce((a, b) => Math.min(a, b), Infinity);
    if (form === "variance" && least < 0)
      throw new UserError(
        `${model}: output "${output}" holds ${least.toPrecision(3)}, no variance; if it is log sigma^2, its card needs "varianceForm": "log"`,
      );
    return Promise.resolve(certainty(row, form));
  };
  return {
    identity: JSON.stringify({ method: "variance", output, form }),
    tensor: () => Promise.resolve(output),
    open: () => Promise.resolve({ measure, close: () => Promise.resolve() }),
  };
}
