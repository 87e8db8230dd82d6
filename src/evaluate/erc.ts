// Error versus reject: which quality knows the pairs on which a recogniser fails?
import { UserError } from "../errors.js";
import { spearman } from "../math/rank-correlation.js";
import { imagesToPairOrder, qualityOf } from "../metrics/error-versus-reject.js";
import { percentileInterval } from "../metrics/interval.js";
import { farTooSmall, printRate } from "../metrics/operating-point.js";
import { areasTo, fnmrAt, sortPairs, StepCounter, weightedThreshold } from "../metrics/reject-steps.js";
import { imageOrder, pairOrder } from "../metrics/reject-order.js";
import type { Figure } from "../types.js";
import { areaFigures, curveOf, tableFigures, tableIntervals } from "./erc-figures.js";
import { pickPairs, resampleErc, sampleErc } from "./erc-sample.js";
import {
  tableRates,
  type Drawn,
  type ErcComparison,
  type ErcCurve,
  type ErcInput,
  type ErcOptions,
  type ErcResult,
  type Method,
  type QualityColumn,
  type Work,
} from "./erc-input.js";

/**
 * Figures, curves and comparisons of every quality. Where there are millions of impostor pairs figures are of all of them, and
 * a choice stands for them in the bootstrap.
 *
 * @throws UserError where no pair has a quality by every method
 */
export function measureErc(whole: ErcInput, options: ErcOptions): ErcResult {
  const { input, dropped } = withQuality(whole);
  const over = input.subjects === null ? "pairs" : "subjects";
  const work: Work = { sorted: sortPairs(input.distance, input.genuine), options, over };
  const drawn = drawAll(input, work);
  const figures: Figure[] = [];
  const curves: ErcCurve[] = [];
  const warnings: string[] = [];
  // One after the other: of millions of pairs each holds a quality and an order.
  input.qualities.forEach((column, m) => {
    const method = methodOf(input, column, options);
    options.fmrs.forEach((fmr, f) => {
      const own = drawn.map((replicate) => replicate[m][f]);
      const intervals = tableIntervals(own);
      for (const convention of options.conventions)
        figures.push(...tableFigures(method, work, fmr, convention, intervals));
      figures.push(...areaFigures(method, work, fmr, own));
      curves.push(curveOf(method, work, fmr, intervals));
    });
    warnings.push(...warningsOf(column, input, work));
  });
  const names = input.qualities.map(({ name }) => name);
  return { figures, curves, comparisons: compareMethods(names, figures, drawn, options), warnings, dropped };
}

/** Only pairs that every method has a quality of, so that methods are compared on the same pairs. */
function withQuality(input: ErcInput): { input: ErcInput; dropped: number } {
  const { left, right, qualities } = input;
  const incomplete = qualities.filter(({ values, ofPairs }) => (ofPairs ?? values!).some(Number.isNaN));
  if (incomplete.length === 0) return { input, dropped: 0 };
  const known = Uint32Array.from(left, (_, pair) => pair).filter((pair) =>
    incomplete.every(({ values, ofPairs }) =>
      ofPairs ? !Number.isNaN(ofPairs[pair]) : !Number.isNaN(values![left[pair]] + values![right[pair]]),
    ),
  );
  if (known.length === 0)
    throw new UserError(`no pair has a quality by ${qualities.map(({ name }) => name).join(", ")}`);
  return { input: pickPairs(input, known), dropped: left.length - known.length };
}

function methodOf(
  { left, right }: ErcInput,
  { name, values, ofPairs }: QualityColumn,
  { combination, reject }: ErcOptions,
): Method {
  const byImages = reject !== "pairs";
  if (values === null && byImages)
    throw new UserError(`quality ${name} is one of pairs, expected one of ${reject} to set ${reject} aside`);
  const ofPairsOrder = () => (ofPairs ? pairOrder(ofPairs) : imagesToPairOrder(values!, left, right, combination));
  const order = byImages ? imageOrder(values!, left, right) : ofPairsOrder();
  return { name, order, fields: { quality: name, combination, reject } };
}

/** [replicate][method][fmr]; a replicate draws the same pairs for all methods, so that differences are paired. */
function drawAll(input: ErcInput, { sorted: whole, options }: Work): Drawn[][][] {
  const { fmrs, areas, bootstrap, seed } = options;
  if (bootstrap === 0) return [];
  const sample = sampleErc(input, whole);
  const resample = resampleErc(sample, seed);
  const { distance, genuine, qualities } = sample.input;
  const sorted = sortPairs(distance, genuine);
  const weights = new Uint32Array(genuine.length);
  const counters = qualities.map((column) => new StepCounter(sorted, methodOf(sample.input, column, options).order));
  const measurable = fmrs.map((fmr) => farTooSmall(fmr, whole.impostors.length) === null);
  return Array.from({ length: bootstrap }, () => {
    resample(weights);
    const thresholds = fmrs.map((fmr, f) => (measurable[f] ? weightedThreshold(sorted, weights, fmr) : NaN));
    return counters.map((counter) => {
      counter.weigh(weights);
      return thresholds.map((threshold): Drawn => {
        if (Number.isNaN(threshold)) return undefinedDraw(areas.length);
        const curve = counter.curve(threshold);
        return { fnmr: tableRates.map((rate) => fnmrAt(curve, rate)), areas: areasTo(curve, areas) };
      });
    });
  });
}

/** A FMR that too few impostors can't measure. */
const undefinedDraw = (areas: number): Drawn => ({
  fnmr: tableRates.map(() => NaN),
  areas: new Array<number>(areas).fill(NaN),
});

/** Every two methods at every FMR and area, on the same replicates. */
function compareMethods(
  methods: readonly string[],
  figures: readonly Figure[],
  drawn: readonly Drawn[][][],
  { fmrs, areas }: ErcOptions,
): ErcComparison[] {
  const valueOf = (name: string, method: string): number =>
    figures.find((figure) => figure.name === name && figure.convention === "exact" && figure.quality === method)!.value;
  return fmrs.flatMap((fmr, f) =>
    areas.flatMap((to, a) =>
      methods.flatMap((one, i) =>
        methods.slice(i + 1).map((other, gap): ErcComparison => {
          const name = `pauc@fmr=${printRate(fmr)},to=${to}`;
          const differences = drawn.map((replicate) => replicate[i][f].areas[a] - replicate[i + 1 + gap][f].areas[a]);
          const interval = drawn.length === 0 ? undefined : percentileInterval(Float64Array.from(differences));
          const difference = valueOf(name, one) - valueOf(name, other);
          return { fmr, to, one, other, difference, interval };
        }),
      ),
    ),
  );
}

/** Genuine pairs of better pictures are more alike: where they are less so, the quality is most likely upside down. */
function warningsOf(
  { name, values, ofPairs }: QualityColumn,
  { left, right, distance }: ErcInput,
  { sorted: { genuines }, options }: Work,
): string[] {
  const of = (pair: number): number =>
    ofPairs ? ofPairs[pair] : qualityOf(options.combination, values![left[pair]], values![right[pair]]);
  const first = of(0);
  if (left.every((_, pair) => of(pair) === first))
    return [`quality ${name} is the same everywhere: pairs are set aside in the order of the list`];
  const alike = spearman(
    Float64Array.from(genuines, of),
    Float64Array.from(genuines, (pair) => -distance[pair]),
  );
  if (!(alike < -significant(genuines.length))) return [];
  return [
    `quality ${name} falls where genuine pairs are more alike (rank correlation ${alike.toFixed(3)}): is lower better? Turn it round with -${name}`,
  ];
}

/** Three standard errors of a rank correlation where there is none. */
const significant = (pairs: number): number => 3 / Math.sqrt(Math.max(1, pairs - 1));
