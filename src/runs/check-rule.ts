// Rules of a check: conditions over figures, by their names.
import { UserError } from "../errors.js";
import { chooseFigure, isInScope, splitScope, type CheckedFigure } from "../evaluate/figure-choice.js";
import { didYouMean } from "../host/nearest-name.js";
import { ExpressionFault, readCondition, type Condition } from "../math/expression.js";

/** A rule as it was given, and where. */
export interface RuleText {
  readonly text: string;
  /** `baseline.json:7` or `--rule`. */
  readonly place: string;
}

/** A figure of a check, which may belong to a result that could not be judged. */
export interface RuledFigure extends CheckedFigure {
  /** Why its result could not be judged. */
  readonly unjudged?: string;
}

/** What became of a rule. */
export interface RuleVerdict {
  readonly rule: string;
  readonly outcome: "passed" | "failed" | "not judged";
  /** Why it did not pass. */
  readonly reason?: string;
  /** The figures in it: now, and in the baseline; NaN where there is none. */
  readonly figures: readonly { readonly label: string; readonly after: number; readonly before: number }[];
}

/** A rule whose names are found. */
export interface Rule {
  readonly text: string;
  readonly figures: readonly RuledFigure[];
  judge(): RuleVerdict;
}

/** How many figures are told that a name could mean. */
const mostCandidates = 12;

/** Stands for the baseline's value of the one figure in a rule. */
const baselineWord = "baseline";

/**
 * Finds what a rule is about: `lfw/exact: accuracy >= 0.99`, `tar@far=1e-4 > baseline - 0.002`.
 *
 * @param figures all that the baseline or the results have
 * @throws UserError, one line, for a rule that can't be read, names nothing, or names what could be several figures
 */
export function readRule({ text, place }: RuleText, figures: readonly RuledFigure[]): Rule {
  const chosen = new Map<string, RuledFigure>();
  try {
    const { words, rest } = splitScope(text);
    const code = nameFigures(rest, words, figures, chosen);
    const condition = readCondition(code, new Set([...chosen.keys(), baselineWord]));
    const used = condition.symbols.filter((symbol) => symbol !== baselineWord).map((symbol) => chosen.get(symbol)!);
    if (used.length === 0) throw new ExpressionFault("names no figure");
    if (condition.symbols.includes(baselineWord) && used.length > 1)
      throw new ExpressionFault(
        `names ${used.length} figures, so that "baseline" could be any one's; expected one figure`,
      );
    return { text, figures: used, judge: () => judge(text, condition, chosen, used) };
  } catch (error) {
    if (!(error instanceof ExpressionFault || error instanceof UserError)) throw error;
    const said = sayNearest(error, figures);
    // What was typed, in place of the symbols that mathjs was given.
    throw new UserError(
      `${place}: rule "${text}" ${said.replace(/\bfigure\d+\b/g, (symbol) => chosen.get(symbol)?.name ?? symbol)}`,
    );
  }
}

function sayNearest(error: Error, figures: readonly RuledFigure[]): string {
  const [, word] = /^holds "(.+)", which is no figure$/.exec(error.message) ?? [];
  if (word === undefined) return error.message;
  const names = [...new Set(figures.map(({ name }) => name))];
  return `${error.message}${didYouMean(word, names) || `; expected one of ${names.join(", ")}`}`;
}

/** The rule with a symbol in place of each figure's name, which mathjs would take apart at its signs; fills in what they mean. */
function nameFigures(
  rest: string,
  words: readonly string[],
  figures: readonly RuledFigure[],
  chosen: Map<string, RuledFigure>,
): string {
  const symbols = new Map<string, string>();
  const names = [...new Set(figures.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  const known = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  // A name ends where no letter, digit or further option follows: rank-1 is not in rank-10, nor tar@far=1e-1 in tar@far=1e-1.5.
  const form = known === "" ? /$^/ : new RegExp(`(?<![\\w@.])(?:${known})(?![\\w@]|[.]\\d|,\\w+=)`, "g");
  const strange = /[A-Za-z][\w-]*@[\w.=,-]*|\bfigure\d+/.exec(rest.replace(form, " "));
  if (strange) throw new ExpressionFault(`holds "${strange[0]}", which is no figure`);
  return rest.replace(form, (name) => {
    const symbol = symbols.get(name) ?? `figure${symbols.size}`;
    if (!symbols.has(name)) chosen.set(symbol, oneFigure(figures, name, words));
    symbols.set(name, symbol);
    return ` ${symbol} `;
  });
}

function oneFigure(figures: readonly RuledFigure[], name: string, words: readonly string[]): RuledFigure {
  const found = chooseFigure(figures, name, words);
  if (!Array.isArray(found)) return found as RuledFigure;
  const candidates = found as readonly CheckedFigure[];
  if (candidates.length > 0) {
    const labels = candidates.slice(0, mostCandidates).map(({ label }) => label);
    if (candidates.length > mostCandidates) labels.push(`${candidates.length - mostCandidates} more`);
    throw new ExpressionFault(
      `could mean ${candidates.length} figures: ${labels.join("; ")}; choose by words before a colon, e.g. ${candidates[0].words[0]}: ${name}`,
    );
  }
  const unknown = words.find((word) => !figures.some((figure) => isInScope(figure, [word])));
  if (unknown === undefined) throw new ExpressionFault(`means no figure: there is no ${name} of ${words.join("/")}`);
  const known = [...new Set(figures.flatMap((figure) => figure.words))];
  throw new ExpressionFault(
    `means no figure: nothing is called "${unknown}"${didYouMean(unknown, known) || `; expected one of ${known.join(", ")}`}`,
  );
}

function judge(
  rule: string,
  condition: Condition,
  chosen: ReadonlyMap<string, RuledFigure>,
  used: readonly RuledFigure[],
): RuleVerdict {
  const figures = used.map(({ label, before, after }) => ({
    ...{ label, after: after?.value ?? NaN, before: before?.value ?? NaN },
  }));
  const unjudged = used.find((figure) => figure.unjudged !== undefined);
  if (unjudged) return { rule, outcome: "not judged", reason: unjudged.unjudged, figures };
  const asksBaseline = condition.symbols.includes(baselineWord);
  const reason = used.map((figure) => undefinedBecause(figure, asksBaseline)).find((each) => each !== null);
  if (reason) return { rule, outcome: "failed", reason, figures };
  const values = new Map(Array.from(chosen, ([symbol, { after }]) => [symbol, after!.value]));
  values.set(baselineWord, asksBaseline ? used[0].before!.value : NaN);
  if (condition.holds(values)) return { rule, outcome: "passed", figures };
  return { rule, outcome: "failed", reason: "does not hold", figures };
}

/** Why a figure of a rule has no number, or null. */
function undefinedBecause({ label, before, after }: RuledFigure, asksBaseline: boolean): string | null {
  if (after === undefined) return `${label}: the results lack it`;
  if (Number.isNaN(after.value)) return `${label} is undefined: ${after.reason ?? "no reason given"}`;
  if (!asksBaseline) return null;
  if (before === undefined) return `${label}: the baseline lacks it`;
  return Number.isNaN(before.value)
    ? `${label} is undefined in the baseline: ${before.reason ?? "no reason given"}`
    : null;
}
