// Models held against each other, from the folders that their runs wrote to the folder of the comparison.
import { UserError } from "../errors.js";
import {
  correctedPs,
  everyTwo,
  verdictOf,
  type Correction,
  type PairedDifference,
} from "../evaluate/paired-comparison.js";
import { leastP } from "../metrics/bootstrap-test.js";
import { nodeVersion } from "../host/machine.js";
import type {
  ComparedFigure,
  ComparedPart,
  Comparison,
  Difference,
  DisagreementRow,
  Standing,
} from "../report/comparison.js";
import type { Io } from "../types.js";
import { version } from "../version.js";
import { disagreementsOf } from "./compare-disagreements.js";
import { matchFigures, type MatchedFigure } from "./compare-figures.js";
import { likenessOf, type KnownAlike } from "./compare-likeness.js";
import { readModels, type ComparedModel } from "./compare-models.js";
import { readPartPairs } from "./compare-pairs.js";
import { partsOf, type Part } from "./compare-parts.js";
import type { ComparisonRequest } from "./compare-request.js";
import { testPart } from "./compare-tests.js";
import { checkTarget, writeComparison } from "./compare-write.js";
import { withDrawing } from "./with-drawing.js";

export interface ComparisonRun {
  readonly comparison: Comparison;
  readonly disagreements: readonly DisagreementRow[];
  /** Folder the files are in; null = nothing was written. */
  readonly folder: string | null;
}

/** A part with all but what depends on the other parts. */
interface OpenPart {
  readonly part: Part;
  readonly compared: ComparedPart;
  readonly rows: readonly DisagreementRow[];
}

/**
 * Reads results, pairs them up by protocol and task, tests their differences, and writes tables, plots and disagreements.
 *
 * @throws UserError for results that are none, of one model only, or of unlike data; Interrupted
 */
export async function runComparison(request: ComparisonRequest, io: Io): Promise<ComparisonRun> {
  checkTarget(request.out);
  const models = await readModels(request.results);
  const { parts, lonely } = partsOf(models);
  checkData(request, parts);
  for (const one of lonely) io.note(`left out, of one model only: ${one}`);
  return withDrawing(request.out, async (drawing) => {
    const open = await openParts(parts, request, io);
    const comparison = comparisonOf(models, open, request);
    warnOfSteps(comparison, io);
    const folder = await writeComparison(request, comparison, open, drawing, io);
    return { comparison, disagreements: open.flatMap(({ rows }) => rows), folder };
  });
}

/** A bootstrap's p has steps: of many comparisons none may be able to come below the level. */
function warnOfSteps({ bootstrap, correction: { method, level, comparisons } }: Comparison, io: Io): void {
  if (bootstrap === 0 || method !== "holm" || leastP(bootstrap) * comparisons <= level) return;
  const needed = Math.ceil((2 * comparisons) / level);
  io.warn(
    `${bootstrap} replicates give no p below ${leastP(bootstrap).toPrecision(2)}, too much to decide one of ${comparisons} comparisons; give --bootstrap ${needed}`,
  );
}

function checkData({ data }: ComparisonRequest, parts: readonly Part[]): void {
  const names = parts.filter(({ task }) => task === "verification").map(({ protocol: { name } }) => name);
  const wrong = data.find(({ name }) => !names.includes(name));
  if (wrong !== undefined)
    throw new UserError(
      `--data ${wrong.name}: no such protocol is compared by pairs, expected ${names.length === 0 ? "none" : `one of ${names.join(", ")}`}`,
    );
}

/** Error versus reject last: whether its data are alike verification or templates may have to tell. */
async function openParts(parts: readonly Part[], request: ComparisonRequest, io: Io): Promise<OpenPart[]> {
  const known: KnownAlike = new Set();
  const open: OpenPart[] = [];
  for (const part of [...parts].sort((a, b) => Number(a.task === "erc") - Number(b.task === "erc"))) {
    io.signal.throwIfAborted();
    open.push(await openPart(part, known, request, io));
  }
  return open;
}

async function openPart(part: Part, known: KnownAlike, request: ComparisonRequest, io: Io): Promise<OpenPart> {
  const began = io.now();
  const rows = await readPartPairs(part);
  const likeness = likenessOf(part, rows, known, request.anyway);
  if (!likeness.alike) io.warn(`${part.title}: ${likeness.words}; compared all the same`);
  const tested = testPart(part, rows, likeness, request);
  const found = tested.common && disagreementsOf(part, tested.common, request);
  const { figures, ofRuns } = matchFigures(part.members.map(({ result }) => result));
  const names = part.members.map(({ name }) => name);
  for (const note of tested.notes) io.note(`${part.title}: ${note}`);
  io.detail(`${part.title}: ${((io.now() - began) / 1000).toFixed(2)} s`);
  const compared: ComparedPart = {
    ...{ title: part.title, task: part.task, protocol: part.protocol, models: names },
    ...{ data: likeness.words, options: ofRuns },
    ...(tested.tests && { tests: tested.tests }),
    figures: figures.map(figureOf),
    differences: differencesOf(figures, names, tested.differences),
    disagreements: found?.counts ?? [],
    notes: [...(likeness.alike ? [] : [likeness.words]), ...tested.notes],
  };
  return { part, compared, rows: found?.rows ?? [] };
}

const figureOf = ({ name, convention, options, figures }: MatchedFigure): ComparedFigure => ({
  ...{ name, convention, options },
  values: figures.map((figure) => (figure === undefined ? null : figure.value)),
  ...(figures.some((figure) => figure?.reason !== undefined) && {
    reasons: figures.map((figure) => figure?.reason ?? null),
  }),
});

/** Of every figure and every two models that have it and of which it is defined; tested where it could be. */
function differencesOf(
  matched: readonly MatchedFigure[],
  names: readonly string[],
  tested: readonly PairedDifference[],
): Difference[] {
  return matched.flatMap(({ name, convention, options, figures }) =>
    everyTwo(names.length).flatMap(([against, model]): Difference[] => {
      const [own, other] = [figures[model], figures[against]];
      if (own === undefined || other === undefined || Number.isNaN(own.value - other.value)) return [];
      const head = { name, convention, options, model: names[model], against: names[against] };
      const isExact = convention === "exact" && Object.keys(options).length === 0;
      const test = tested.find((one) => one.name === name && one.model === model && one.against === against);
      if (!isExact || test === undefined) return [{ ...head, difference: own.value - other.value }];
      const { difference, interval, bootstrapP, mcnemar, p } = test;
      return [{ ...head, difference, interval, bootstrapP, mcnemar, ...(!Number.isNaN(p) && { p }) }];
    }),
  );
}

function comparisonOf(
  models: readonly ComparedModel[],
  open: readonly OpenPart[],
  { correction, bootstrap, seed }: ComparisonRequest,
): Comparison {
  const tested = open.flatMap(({ compared }) => compared.differences.filter(({ p }) => p !== undefined));
  const corrected = correctedPs(
    tested.map(({ p }) => p!),
    correction,
  );
  const judged = new Map(tested.map((one, at) => [one, judge(one, corrected[at], correction)]));
  const parts = open.map(({ compared }) => ({
    ...compared,
    differences: compared.differences.map((one) => judged.get(one) ?? one),
  }));
  return {
    ...{ format: 1, task: "comparison", models: models.map(modelOf) },
    correction: { ...correction, comparisons: tested.length },
    ...{ bootstrap, seed, parts, standings: standingsOf(models, [...judged.values()]) },
    versions: { "magface-eval": version, node: nodeVersion },
  };
}

function judge(one: Difference, correctedP: number, { level }: Correction): Difference {
  const verdict = verdictOf(one.name, one.difference, correctedP, level);
  return { ...one, correctedP, ...(verdict && { verdict }) };
}

function modelOf({ name, results: [{ result }] }: ComparedModel): Comparison["models"][number] {
  const { model, preset } = result.provenance;
  return { name, ...(model !== undefined && { model }), ...(preset !== undefined && { preset }) };
}

/** A model wins where a difference speaks for it; its other side loses. */
function standingsOf(models: readonly ComparedModel[], judged: readonly Difference[]): Standing[] {
  return models.map(({ name }) => {
    const own = judged.filter(({ model, against }) => model === name || against === name);
    const won = ({ model, verdict }: Difference): boolean => verdict === (model === name ? "better" : "worse");
    const lost = ({ model, verdict }: Difference): boolean => verdict === (model === name ? "worse" : "better");
    const [wins, losses] = [own.filter(won).length, own.filter(lost).length];
    return { model: name, wins, losses, ties: own.length - wins - losses };
  });
}
