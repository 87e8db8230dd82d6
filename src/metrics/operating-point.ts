import type { Tally } from "./tally.js";

/** What a threshold lets through. */
export interface OperatingPoint {
  /** Accept when score > threshold. -Infinity accepts everything. */
  readonly threshold: number;
  readonly genuine: number;
  readonly impostor: number;
  readonly tar: number;
  /** The FAR reached, at most the target. */
  readonly far: number;
}

/** Whole impostors that a target FAR allows. The factor keeps 0.001 x 3000, which is 2.9999.. or 3 by luck, at 3. */
export const allowedImpostors = (far: number, impostors: number): number => Math.floor(far * impostors * (1 + 1e-12));

/**
 * The `exact` rule: as many genuine pairs as can be accepted with at most floor(far x impostors) impostors.
 *
 * The threshold is the score of the first impostor that must be refused, counted from the top; pairs with that very
 * score are refused with it. TAR or FAR is NaN where its class has no pairs.
 *
 * @param far target in [0, 1]
 */
export function operatingPoint(tally: Tally, far: number): OperatingPoint {
  const { value, genuine, impostor, genuineTotal, impostorTotal } = tally;
  const allowed = allowedImpostors(far, impostorTotal);
  let acceptedGenuine = 0;
  let acceptedImpostor = 0;
  let step = value.length - 1;
  for (; step >= 0 && acceptedImpostor + impostor[step] <= allowed; step--) {
    acceptedGenuine += genuine[step];
    acceptedImpostor += impostor[step];
  }
  return {
    threshold: step < 0 ? -Infinity : value[step],
    genuine: acceptedGenuine,
    impostor: acceptedImpostor,
    tar: acceptedGenuine / genuineTotal,
    far: acceptedImpostor / impostorTotal,
  };
}

/** Why a target FAR means nothing on so few impostors, or null: below one allowed impostor no threshold can be measured. */
export function farTooSmall(far: number, impostors: number): string | null {
  if (allowedImpostors(far, impostors) >= 1) return null;
  const needed = Math.ceil((1 / far) * (1 - 1e-12));
  return `needs ${printCount(needed)} impostors, has ${printCount(impostors)}`;
}

const printCount = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** A rate as figure names print it: 1e-4, 5e-2, 1.5e-3. */
export const printRate = (rate: number): string => rate.toExponential();
