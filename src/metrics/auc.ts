import type { Tally } from "./tally.js";

/**
 * Area under the ROC: the share of (genuine, impostor) couples whose genuine score is the higher one, equal scores
 * counting one half (Mann-Whitney). Counted in whole numbers, so exact up to the last division. NaN without both classes.
 */
export function auc({ genuine, impostor, genuineTotal, impostorTotal }: Tally): number {
  let twice = 0;
  let below = 0;
  for (let step = 0; step < genuine.length; step++) {
    twice += genuine[step] * (2 * below + impostor[step]);
    below += impostor[step];
  }
  return twice / 2 / genuineTotal / impostorTotal;
}
