// Results against the baseline of an earlier run: each figure, each rule, one verdict.
import { failedOutcomes, type FigureVerdict } from "../evaluate/figure-verdict.js";
import type { PairedScores } from "../evaluate/simultaneous-differences.js";
import { judgeResults } from "../evaluate/regression.js";
import { faultsError, UserError } from "../errors.js";
import { isFile } from "../host/files.js";
import type { CheckedFigureRow, CheckedResultRow, CheckReport } from "../report/check-report.js";
import type { Io } from "../types.js";
import { readBaseline, readScores, writeBaseline, type BaselineFile } from "./baseline-file.js";
import { matchResults, type Match } from "./check-match.js";
import { readRule, type Rule, type RuleText } from "./check-rule.js";
import { verdictOf } from "./check-summary.js";
import { labelOfResult, readMeasured } from "./measured-results.js";
import { pairedScores } from "./paired-scores.js";

/** A check as a user asks for it. */
export interface CheckRequest {
  /** result.json files, or folders that hold such at any depth. */
  readonly results: readonly string[];
  readonly baseline: string;
  /** Beside those of the baseline. */
  readonly rules: readonly string[];
  /** Judge results of other data or another protocol than the baseline's too. */
  readonly anyway: boolean;
  /** Replicates of the paired bootstrap; 0 = the baseline's intervals in its place. */
  readonly replicates: number;
  readonly seed: number;
}

/**
 * Judges all results, whatever is wrong with one of them.
 *
 * @throws UserError where there is no baseline or no result, and for rules that can't be read
 */
export async function runCheck(request: CheckRequest, io: Io): Promise<CheckReport> {
  const baseline = await readBaseline(request.baseline);
  const { sound, faulty } = await readMeasured(request.results);
  const matches = matchResults(baseline, sound, faulty, request.anyway);
  const rules = readRules(rulesOf(baseline, request.rules), matches);
  const scores = request.replicates === 0 ? null : readScores(request.baseline, baseline);
  if (scores === null && request.replicates > 0 && baseline.scores !== undefined)
    io.warn(`${baseline.scores.file}: not beside ${request.baseline}; figures are judged by the baseline's intervals`);
  const judged = matches.filter(({ unjudged }) => unjudged === undefined);
  const verdicts = judgeResults(
    judged.map((match) => ({ figures: match.figures, pairs: pairsOf(match, scores) })),
    baseline.tolerances,
    request,
  );
  const results = matches.map((match) => rowOf(match, verdicts[judged.indexOf(match)] ?? []));
  const unread = faulty.map(({ file, reason }) => ({ label: file, unjudged: reason, notes: [], figures: [] }));
  const report = { results: [...results, ...unread], rules: rules.map((rule) => rule.judge()) };
  return { ...report, ...verdictOf(report.results, report.rules) };
}

/** What was written. */
export interface UpdatedBaseline {
  readonly results: number;
  readonly figures: number;
  readonly rules: number;
  /** The file of the pairs' scores; null where no result has pairs. */
  readonly scores: string | null;
  readonly pairs: number;
  /** Results that the old baseline had and the new one has not. */
  readonly dropped: readonly string[];
}

/**
 * Writes the baseline anew from results. Tolerances and rules of an old one stay, rules of the request join them.
 *
 * @throws UserError for a result or rule that can't be read: nothing is written then
 */
export async function updateBaseline(request: CheckRequest): Promise<UpdatedBaseline> {
  const old = isFile(request.baseline) ? await readBaseline(request.baseline) : null;
  const { sound, faulty } = await readMeasured(request.results);
  if (faulty.length > 0) throw new UserError(faulty.map(({ reason }) => reason).join("\n"));
  const texts = rulesOf(old, request.rules);
  readRules(texts, matchResults({ format: 1, tolerances: [], rules: [], results: [] }, sound, [], true));
  const rules = texts.map(({ text }) => text);
  const { scores, pairs } = writeBaseline(request.baseline, sound, { tolerances: old?.tolerances, rules });
  const labels = sound.map(({ result }) => labelOfResult(result));
  return {
    ...{ results: sound.length, rules: rules.length, scores, pairs },
    figures: sound.reduce((sum, { result }) => sum + result.figures.length, 0),
    dropped: (old?.results ?? []).map(labelOfResult).filter((label) => !labels.includes(label)),
  };
}

/** The baseline's rules, then those of the command line that it has not. */
function rulesOf(baseline: BaselineFile | null, added: readonly string[]): RuleText[] {
  const kept = baseline?.rules.map((text, at) => ({ text, place: baseline.placeOfRule[at] })) ?? [];
  const fresh = [...new Set(added)].filter((text) => !baseline?.rules.includes(text));
  return [...kept, ...fresh.map((text) => ({ text, place: "--rule" }))];
}

/** @throws UserError with all faults */
function readRules(texts: readonly RuleText[], matches: readonly Match[]): Rule[] {
  const figures = matches.flatMap(({ figures }) => figures);
  const faults: string[] = [];
  const rules: Rule[] = [];
  for (const text of texts) {
    try {
      rules.push(readRule(text, figures));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw faultsError(faults);
  return rules;
}

function pairsOf({ before, after }: Match, scores: Float64Array | null): PairedScores | null {
  if (!before?.pairs || !after?.pairs || scores === null || before.pairs.digest !== after.pairs.digest) return null;
  const { first, count } = before.pairs;
  return pairedScores(scores.subarray(first, first + count), after.pairs.rows);
}

function rowOf({ label, after, unjudged, notes }: Match, verdicts: readonly FigureVerdict[]): CheckedResultRow {
  const modelName = after?.result.provenance.modelName;
  return { label, modelName, unjudged, notes, figures: verdicts.map(figureRow) };
}

function figureRow({ figure, outcome, how, interval }: FigureVerdict): CheckedFigureRow {
  const [before, after] = [figure.before?.value ?? NaN, figure.after?.value ?? NaN];
  return {
    ...{ name: figure.name, convention: figure.convention, options: figure.options },
    ...{ before, after, difference: after - before, interval, outcome, how },
    failed: failedOutcomes.includes(outcome),
  };
}
