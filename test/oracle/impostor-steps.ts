// Naive second implementation of an EER whose steps are impostors: with the k highest of them accepted, all genuine
// pairs above the next are.

export interface WeightedPair {
  readonly score: number;
  readonly genuine: number;
  readonly weight: number;
}

const weightOf = (pairs: readonly WeightedPair[]): number => pairs.reduce((sum, { weight }) => sum + weight, 0);

/** Where the lines between neighbouring points cross FMR = FNMR. Equal impostors enter one by one, each as a whole. */
export function naiveImpostorEer(pairs: readonly WeightedPair[]): number {
  const same = pairs.filter(({ genuine }) => genuine === 1);
  const falling = pairs.filter(({ genuine }) => genuine === 0).sort((a, b) => b.score - a.score);
  const points = Array.from({ length: falling.length + 1 }, (_, k) => ({
    fmr: weightOf(falling.slice(0, k)) / weightOf(falling),
    fnmr: weightOf(same.filter(({ score }) => k < falling.length && score <= falling[k].score)) / weightOf(same),
  }));
  const at = points.findIndex(({ fmr, fnmr }) => fmr >= fnmr);
  if (at === 0) return points[0].fnmr;
  const [before, after] = [points[at - 1], points[at]];
  const part = (before.fnmr - before.fmr) / (before.fnmr - before.fmr + after.fmr - after.fnmr);
  return before.fmr + part * (after.fmr - before.fmr);
}
