// Which result of a run belongs to which of the baseline, and whether the two can be compared.
import type { Baseline, BaselineResult } from "../report/baseline-json.js";
import { optionNames } from "../report/figure-fields.js";
import { withOptions } from "../report/label.js";
import type { Result } from "../report/result.js";
import type { Figure } from "../types.js";
import type { RuledFigure } from "./check-rule.js";
import { labelOfResult, type FaultyResult, type MeasuredResult } from "./measured-results.js";

/** One protocol and task: the baseline's side, the new one, or both. */
export interface Match {
  readonly label: string;
  readonly before?: BaselineResult;
  readonly after?: MeasuredResult;
  readonly unjudged?: string;
  readonly notes: readonly string[];
  readonly figures: readonly RuledFigure[];
}

/** The baseline's results in its order with their new sides, then results that it has not. */
export function matchResults(
  baseline: Baseline,
  sound: readonly MeasuredResult[],
  faulty: readonly FaultyResult[],
  anyway: boolean,
): Match[] {
  const of = (label: string) => sound.find(({ result }) => labelOfResult(result) === label);
  const old = baseline.results.map((before) => matchOf(before, of(labelOfResult(before)), faulty, anyway));
  const known = old.map(({ label }) => label);
  const fresh = sound.filter(({ result }) => !known.includes(labelOfResult(result)));
  return [...old, ...fresh.map((after) => matchOf(undefined, after, [], anyway))];
}

function matchOf(
  before: BaselineResult | undefined,
  after: MeasuredResult | undefined,
  faulty: readonly FaultyResult[],
  anyway: boolean,
): Match {
  const label = labelOfResult(before ?? after!.result);
  const difference = before && after ? unlike(before, after) : null;
  const absent =
    before && !after && faulty.length > 0 ? `no result of it, unless in ${faulty[0].file}, which can't be read` : null;
  const unjudged = (anyway ? null : difference) ?? absent ?? undefined;
  const notes = before && after ? notesOf(before, after) : [];
  if (anyway && difference !== null) notes.push(`judged all the same: ${difference}`);
  const figures = figuresOf(label, before, after?.result, unjudged);
  return { label, before, after, unjudged, notes, figures };
}

/** Why two results can't be compared, or null. */
function unlike({ protocol, data }: BaselineResult, { result, data: now }: MeasuredResult): string | null {
  if (protocol.digest !== result.protocol.digest)
    return `another protocol than the baseline's (${short(result.protocol.digest)}, expected ${short(protocol.digest)})`;
  if (data === null || now === null || data === now) return null;
  return `other data than the baseline's (${short(now)}, expected ${short(data)})`;
}

const short = (digest: string): string => `${digest.slice(0, 19)}..`;

/** What differs and is no hindrance: the model, which a check is for, and how it was run. */
function notesOf({ provenance: was, data }: BaselineResult, { result, data: now, card }: MeasuredResult): string[] {
  const is = result.provenance;
  const pairs: [string, string | null | undefined, string | null | undefined][] = [
    ["model", was.model, is.model],
    ["features", was.features, is.features as string | undefined],
    ["preset", was.preset, is.preset],
    ["card", was.card, card],
    ["provider", was.provider, is.provider],
    ...["magface-eval", "onnxruntime", "node"].map((name): [string, string | undefined, string | undefined] => [
      name,
      was.versions?.[name],
      is.versions[name],
    ]),
  ];
  const notes = pairs
    .filter(([, before, after]) => (before ?? undefined) !== (after ?? undefined))
    .map(([what, before, after]) => `${what} ${printed(before)} -> ${printed(after)}`);
  return data === null || now === null ? [...notes, "which data were measured can't be told"] : notes;
}

const printed = (value: string | null | undefined): string =>
  value?.startsWith("sha256:") ? short(value) : (value ?? "none");

/** Figures of both sides by name, convention and options: the baseline's in its order, then new ones. */
function figuresOf(
  label: string,
  before: BaselineResult | undefined,
  after: Result | undefined,
  unjudged: string | undefined,
): RuledFigure[] {
  const { protocol, task } = (before ?? after)!;
  const keyOf = (figure: Figure): string =>
    JSON.stringify([figure.name, figure.convention, optionNames(figure).map((name) => [name, figure[name]])]);
  const byKey = new Map<string, { before?: Figure; after?: Figure }>();
  for (const figure of before?.figures ?? []) byKey.set(keyOf(figure), { before: figure });
  for (const figure of after?.figures ?? []) byKey.set(keyOf(figure), { ...byKey.get(keyOf(figure)), after: figure });
  return Array.from(byKey.values(), (sides): RuledFigure => {
    const figure = (sides.before ?? sides.after)!;
    const options = optionNames(figure);
    const words = [protocol.name, task, figure.convention];
    for (const name of options) words.push(String(figure[name]), `${name}=${String(figure[name])}`);
    const full = withOptions(`${label}: ${figure.name}, ${figure.convention}`, figure, options);
    const text = options.map((name) => `${name} ${String(figure[name])}`).join(", ");
    return { name: figure.name, options: text, label: full, convention: figure.convention, words, ...sides, unjudged };
  });
}
