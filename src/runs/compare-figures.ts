// Figures of several results, each beside its like.
import { optionNames } from "../report/figure-fields.js";
import { sharedOptions } from "../report/label.js";
import type { Result } from "../report/result.js";
import type { Figure } from "../types.js";

type Options = Readonly<Record<string, unknown>>;

/** One figure of two results or more. */
export interface MatchedFigure {
  readonly name: string;
  readonly convention: string;
  /** Options that tell it from others of its name. */
  readonly options: Options;
  /** One a result; undefined where it has none. */
  readonly figures: readonly (Figure | undefined)[];
}

export interface MatchedFigures {
  readonly figures: readonly MatchedFigure[];
  /**
   * Options on which all figures of a result agree, in every result, are the run's: `flip none` of one model stands beside
   * `flip sum` of another. One record a result.
   */
  readonly ofRuns: readonly Options[];
}

/** Figures are alike that have a name, a convention, and the options that are not the whole run's in common. */
export function matchFigures(results: readonly Result[]): MatchedFigures {
  const shared = results.map(({ figures }) => sharedOptions(figures));
  const ofRun = shared[0].filter((key) => shared.every((keys) => keys.includes(key)));
  const found = new Map<string, { figure: Figure; options: Options; figures: (Figure | undefined)[] }>();
  results.forEach(({ figures }, at) => {
    for (const figure of figures) {
      const keys = optionNames(figure).filter((key) => !ofRun.includes(key));
      const options = Object.fromEntries(keys.map((key) => [key, figure[key]]));
      const key = JSON.stringify([figure.name, figure.convention, options]);
      const entry = found.get(key) ?? { figure, options, figures: results.map(() => undefined) };
      entry.figures[at] = figure;
      found.set(key, entry);
    }
  });
  const figures = [...found.values()]
    .filter((entry) => entry.figures.filter((figure) => figure !== undefined).length > 1)
    .map(({ figure: { name, convention }, options, figures }) => ({ name, convention, options, figures }));
  const ofRuns = results.map(({ figures: [first] }) => Object.fromEntries(ofRun.map((key) => [key, first?.[key]])));
  return { figures, ofRuns };
}
