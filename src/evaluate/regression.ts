// Two runs of everything, figure by figure: is the second worse?
import type { CheckedFigure } from "./figure-choice.js";
import { judgeFigure, planFigure, type FigureVerdict, type Plan, type Tolerance } from "./figure-verdict.js";
import { simultaneousDifferences, type PairedDifference, type PairedScores } from "./simultaneous-differences.js";

/** The figures of one result, and the scores of its pairs in both runs where they are at hand. */
export interface CheckedResult {
  readonly figures: readonly CheckedFigure[];
  readonly pairs: PairedScores | null;
}

export interface BootstrapPlan {
  readonly replicates: number;
  readonly seed: number;
}

/**
 * A verdict on every figure, by result.
 *
 * Every judgement by an interval is a chance of a false alarm. The figures of a result that share a bootstrap are one look,
 * since their intervals hold all at once; each judged by the baseline's interval is one more. With k looks each is taken at
 * 1 - (1 - confidence) / k (Bonferroni), so that at 0.95 an equally good model is called worse in 2.5 % of checks, and better
 * in 2.5 %.
 */
export function judgeResults(
  results: readonly CheckedResult[],
  tolerances: readonly Tolerance[],
  bootstrap: BootstrapPlan,
): FigureVerdict[][] {
  const plans = results.map(({ figures, pairs }) =>
    figures.map((figure) => planFigure(figure, figures, tolerances, pairs !== null)),
  );
  const looks = Math.max(
    1,
    plans.reduce((sum, each) => sum + looksAt(each), 0),
  );
  return plans.map((each, at) => judgePlans(each, results[at].pairs, looks, bootstrap));
}

const isPlan = (plan: Plan | FigureVerdict): plan is Plan => "way" in plan;

function looksAt(plans: readonly (Plan | FigureVerdict)[]): number {
  const ways = plans.filter(isPlan).map(({ way }) => way);
  return Number(ways.includes("paired")) + ways.filter((way) => way === "interval").length;
}

function judgePlans(
  plans: readonly (Plan | FigureVerdict)[],
  pairs: PairedScores | null,
  looks: number,
  bootstrap: BootstrapPlan,
): FigureVerdict[] {
  const paired = plans.filter(isPlan).filter(({ way }) => way === "paired");
  const drawn =
    pairs && paired.length > 0
      ? simultaneousDifferences(
          pairs,
          paired.map(({ figure }) => figure),
          bootstrap,
        )
      : null;
  return plans.map((plan) => {
    if (!isPlan(plan)) return plan;
    const place = paired.indexOf(plan);
    if (drawn === null || place < 0) return judgeFigure(plan, looks);
    const differences: PairedDifference[] = drawn.at(1 - (1 - plan.tolerance.interval!) / looks);
    return judgeFigure(plan, looks, { difference: differences[place], over: drawn.over });
  });
}
