import type { Tally } from "./tally.js";

/** Error rates when all pairs up to a score are refused. */
export interface ErrorRates {
  readonly fmr: number;
  readonly fnmr: number;
  /** Highest refused score; -Infinity where none is refused. */
  readonly threshold: number;
}

/** Where FMR and FNMR meet. */
export interface EqualErrorRate {
  readonly value: number;
  /** The last step with FNMR < FMR and the first with FNMR >= FMR; the crossing lies between them. */
  readonly before: ErrorRates;
  readonly after: ErrorRates;
}

/**
 * Equal error rate: where FMR and FNMR cross as the threshold rises over the distinct scores.
 *
 * Both rates are steps. Where no step has FMR = FNMR, each is taken as linear between the neighbouring steps and the
 * crossing of the two lines is the value. Separable scores give 0. NaN without both classes.
 */
export function eer({ value, genuine, impostor, genuineTotal, impostorTotal }: Tally): EqualErrorRate {
  let missed = 0;
  let matched = impostorTotal;
  let before = rates(missed, matched);
  for (let step = 0; step < value.length; step++) {
    missed += genuine[step];
    matched -= impostor[step];
    if (missed * impostorTotal >= matched * genuineTotal) {
      const after = rates(missed, matched, step);
      if (step > 0) before = rates(missed - genuine[step], matched + impostor[step], step - 1);
      return between(before, after);
    }
  }
  return between(before, null);

  function rates(refusedGenuine: number, acceptedImpostors: number, step = -1): ErrorRates {
    return {
      fmr: acceptedImpostors / impostorTotal,
      fnmr: refusedGenuine / genuineTotal,
      threshold: step < 0 ? -Infinity : value[step],
    };
  }
}

/** The rate where the lines between two neighbouring steps cross. @param after null = no step has FNMR >= FMR */
export const between = (before: ErrorRates, after: ErrorRates | null): EqualErrorRate =>
  after === null ? { value: NaN, before, after: before } : { value: crossing(before, after), before, after };

function crossing(before: ErrorRates, after: ErrorRates): number {
  if (after.fnmr === after.fmr) return after.fnmr;
  const gap = before.fmr - before.fnmr;
  const part = gap / (gap + after.fnmr - after.fmr);
  return before.fnmr + part * (after.fnmr - before.fnmr);
}
