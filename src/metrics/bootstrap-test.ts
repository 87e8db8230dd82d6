/**
 * Two-sided p of "no difference" from a bootstrap's differences: the least level at which the percentile interval leaves 0
 * out, (1 + the rarer side) / (1 + replicates) doubled, where a difference of 0 counts on either side. Never below
 * 2 / (1 + replicates). A. Davison and D. Hinkley, Bootstrap Methods and their Application (1997), chapter 4.
 *
 * @param differences NaN = not defined in that replicate, left out
 * @returns NaN where fewer than half are defined, or there are none
 */
export function bootstrapP(differences: Float64Array): number {
  let [below, above, defined] = [0, 0, 0];
  for (const difference of differences) {
    if (Number.isNaN(difference)) continue;
    defined++;
    if (difference <= 0) below++;
    if (difference >= 0) above++;
  }
  if (defined === 0 || 2 * defined < differences.length) return NaN;
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + defined));
}

/** The least p that so many replicates can give. */
export const leastP = (replicates: number): number => Math.min(1, 2 / (1 + replicates));
