// Models held against each other on the same pairs, whatever the pairs are.
import { betterDirection } from "./best.js";
import { bootstrapP } from "../metrics/bootstrap-test.js";
import { percentileInterval, type Interval } from "../metrics/interval.js";
import { countDiscordant, mcnemar } from "../metrics/mcnemar.js";
import { benjaminiHochberg, holm } from "../metrics/multiple-comparisons.js";

/** A figure of several models on the same pairs. */
export interface PairedFigure {
  readonly name: string;
  /** One a model. */
  readonly values: readonly number[];
  /** The figure in every replicate, one list a model; the same replicate draws the same pairs for all of them. */
  readonly drawn: readonly Float64Array[];
  /** Whether each model decided rightly, where the figure comes of decisions. */
  readonly decisions?: Decisions;
}

export interface Decisions {
  /** Which pairs were decided on. */
  readonly among: "all pairs" | "genuine pairs";
  /** One list a model; 1 = right. */
  readonly right: readonly Uint8Array[];
}

/** Two models by one figure. `model` and `against` are places in the list of models. */
export interface PairedDifference {
  readonly name: string;
  readonly model: number;
  readonly against: number;
  /** The model's value less the other's. */
  readonly difference: number;
  /** 95 % percentile interval of the difference; absent without a bootstrap. */
  readonly interval?: Interval;
  /** See metrics/bootstrap-test.ts; absent without a bootstrap. */
  readonly bootstrapP?: number;
  readonly mcnemar?: {
    readonly among: Decisions["among"];
    readonly pairs: number;
    readonly onlyModel: number;
    readonly onlyAgainst: number;
    readonly p: number;
  };
  /**
   * What is judged by: the larger of the two p values, since a difference must hold by either. McNemar's test is exact but
   * takes thresholds as given and pairs as independent; the bootstrap finds thresholds anew and draws subjects where they
   * are known, but its p has steps. NaN where there is neither.
   */
  readonly p: number;
}

/** Every two models by every figure, the later of the list against the earlier. */
export function pairedDifferences(figures: readonly PairedFigure[], models: number): PairedDifference[] {
  return figures.flatMap((figure) => everyTwo(models).map(([against, model]) => differenceOf(figure, model, against)));
}

/** Couples of places [earlier, later], by the earlier first. */
export const everyTwo = (count: number): (readonly [earlier: number, later: number])[] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - 1 - i }, (_, gap) => [i, i + 1 + gap] as const),
  );

function differenceOf({ name, values, drawn, decisions }: PairedFigure, model: number, against: number) {
  const head = { name, model, against, difference: values[model] - values[against] };
  const differences = drawn.length === 0 ? new Float64Array(0) : drawn[model].map((one, i) => one - drawn[against][i]);
  const interval = percentileInterval(differences);
  const drawnP = bootstrapP(differences);
  const tested = decisions && testOf(decisions, model, against);
  const known = [drawnP, tested?.p ?? NaN].filter((p) => !Number.isNaN(p));
  return {
    ...head,
    ...(interval && { interval }),
    ...(!Number.isNaN(drawnP) && { bootstrapP: drawnP }),
    ...(tested && { mcnemar: tested }),
    p: known.length === 0 ? NaN : Math.max(...known),
  } satisfies PairedDifference;
}

function testOf({ among, right }: Decisions, model: number, against: number): PairedDifference["mcnemar"] {
  const { onlyFirst, onlySecond } = countDiscordant(right[model], right[against]);
  const p = mcnemar({ onlyFirst, onlySecond });
  return { among, pairs: right[model].length, onlyModel: onlyFirst, onlyAgainst: onlySecond, p };
}

/** How p values are raised for their number, and below which of them a difference counts. */
export interface Correction {
  readonly method: "holm" | "benjamini-hochberg";
  readonly level: number;
}

/** @param values no NaN */
export const correctedPs = (values: readonly number[], { method }: Correction): number[] =>
  method === "holm" ? holm(values) : benjaminiHochberg(values);

export type Verdict = "better" | "worse" | "open";

/**
 * Whether a figure's difference speaks for the model or against it.
 *
 * @returns null for a figure of which neither more nor less is better
 */
export function verdictOf(name: string, difference: number, correctedP: number, level: number): Verdict | null {
  const wanted = betterDirection(name);
  if (wanted === 0) return null;
  if (!(correctedP <= level) || difference === 0) return "open";
  return difference * wanted > 0 ? "better" : "worse";
}
