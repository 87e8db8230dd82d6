// Error versus reject: which quality knows the pairs on which a recogniser fails?
import { UserError } from "../errors.js";
import { seededRandom } from "../math/random.js";
import { spearman } from "../math/rank-correlation.js";
import { resamplePairs, resampleSubjects } from "../metrics/bootstrap.js";
import { pairQuality } from "../metrics/error-versus-reject.js";
import { percentileInterval } from "../metrics/interval.js";
import { farTooSmall, printRate } from "../metrics/operating-point.js";
import {
  areasTo,
  fnmrAt,
  imageOrder,
  pairOrder,
  sortPairs,
  StepCounter,
  weightedThreshold,
} from "../metrics/reject-steps.js";
import type { Figure } from "../types.js";
import { areaFigures, curveOf, tableFigures } from "./erc-figures.js";
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

/** @throws UserError where no pair has a quality by every method */
export function measureErc(whole: ErcInput, options: ErcOptions): ErcResult {
  const { input, dropped } = withQuality(whole);
  const methods = input.qualities.map((column) => methodOf(input, column, options));
  const sorted = sortPairs(input.distance, input.genuine);
  const work: Work = { sorted, options, over: input.subjects === null ? "pairs" : "subjects" };
  const drawn = drawAll(input, methods, work);
  const figures: Figure[] = [];
  const curves: ErcCurve[] = [];
  methods.forEach((method, m) => {
    options.fmrs.forEach((fmr, f) => {
      const own = drawn.map((replicate) => replicate[m][f]);
      for (const convention of options.conventions) figures.push(...tableFigures(method, work, fmr, convention, own));
      figures.push(...areaFigures(method, work, fmr, own));
      curves.push(curveOf(method, work, fmr, own));
    });
  });
  const comparisons = compareMethods(methods, figures, drawn, options);
  return { figures, curves, comparisons, warnings: methods.flatMap((method) => warningsOf(method, input)), dropped };
}

/** Only pairs that every method has a quality of, so that methods are compared on the same pairs. */
function withQuality(input: ErcInput): { input: ErcInput; dropped: number } {
  const { left, right, qualities } = input;
  const known = Uint32Array.from(left, (_, pair) => pair).filter((pair) =>
    qualities.every(({ values, ofPairs }) =>
      ofPairs ? !Number.isNaN(ofPairs[pair]) : !Number.isNaN(values![left[pair]] + values![right[pair]]),
    ),
  );
  if (known.length === 0)
    throw new UserError(`no pair has a quality by ${qualities.map(({ name }) => name).join(", ")}`);
  if (known.length === left.length) return { input, dropped: 0 };
  const { distance, genuine, subjects } = input;
  return {
    input: {
      ...{ distance: pick(distance, known), genuine: pick(genuine, known) },
      ...{ left: pick(left, known), right: pick(right, known) },
      subjects: subjects && { ...subjects, left: pick(subjects.left, known), right: pick(subjects.right, known) },
      qualities: qualities.map((each) => (each.ofPairs ? { ...each, ofPairs: pick(each.ofPairs, known) } : each)),
    },
    dropped: left.length - known.length,
  };
}

function pick<T extends Float64Array | Uint32Array | Uint8Array>(values: T, at: Uint32Array): T {
  const picked = values.slice(0, at.length) as T;
  at.forEach((from, to) => void (picked[to] = values[from]));
  return picked;
}

function methodOf(
  { distance, genuine, left, right }: ErcInput,
  { name, values, ofPairs }: QualityColumn,
  { combination, reject }: ErcOptions,
): Method {
  if (values === null && reject === "images")
    throw new UserError(`quality ${name} is one of pairs, expected one of images to set images aside`);
  const side = (rows: Uint32Array): Float64Array => Float64Array.from(rows, (row) => values![row]);
  const quality = ofPairs ?? pairQuality(side(left), side(right), combination);
  const order = reject === "images" ? imageOrder(values!, left, right) : pairOrder(quality);
  return { name, pairs: { quality, distance, genuine }, order, fields: { quality: name, combination, reject } };
}

/** [replicate][method][fmr]; a replicate draws the same pairs for all methods, so that differences are paired. */
function drawAll(
  { genuine, subjects }: ErcInput,
  methods: readonly Method[],
  { sorted, options: { fmrs, areas, bootstrap, seed } }: Work,
): Drawn[][][] {
  const random = seededRandom(seed);
  const resample =
    subjects === null
      ? resamplePairs(genuine, random)
      : resampleSubjects(subjects.left, subjects.right, subjects.count, random);
  const weights = new Uint32Array(genuine.length);
  const counters = methods.map(({ order }) => new StepCounter(sorted, order));
  return Array.from({ length: bootstrap }, () => {
    resample(weights);
    const thresholds = fmrs.map((fmr) =>
      farTooSmall(fmr, sorted.impostors.length) === null ? weightedThreshold(sorted, weights, fmr) : NaN,
    );
    return counters.map((counter) =>
      thresholds.map((threshold): Drawn => {
        if (Number.isNaN(threshold)) return undefinedDraw(areas.length);
        const curve = counter.count(weights, threshold);
        return { fnmr: tableRates.map((rate) => fnmrAt(curve, rate)), areas: areasTo(curve, areas) };
      }),
    );
  });
}

/** A FMR that too few impostors can't measure. */
const undefinedDraw = (areas: number): Drawn => ({
  fnmr: tableRates.map(() => NaN),
  areas: new Array<number>(areas).fill(NaN),
});

/** Every two methods at every FMR and area, on the same replicates. */
function compareMethods(
  methods: readonly Method[],
  figures: readonly Figure[],
  drawn: readonly Drawn[][][],
  { fmrs, areas }: ErcOptions,
): ErcComparison[] {
  const valueOf = (name: string, method: Method): number =>
    figures.find((figure) => figure.name === name && figure.convention === "exact" && figure.quality === method.name)!
      .value;
  return fmrs.flatMap((fmr, f) =>
    areas.flatMap((to, a) =>
      methods.flatMap((one, i) =>
        methods.slice(i + 1).map((other, gap): ErcComparison => {
          const name = `pauc@fmr=${printRate(fmr)},to=${to}`;
          const differences = drawn.map((replicate) => replicate[i][f].areas[a] - replicate[i + 1 + gap][f].areas[a]);
          const interval = drawn.length === 0 ? undefined : percentileInterval(Float64Array.from(differences));
          const difference = valueOf(name, one) - valueOf(name, other);
          return { fmr, to, one: one.name, other: other.name, difference, interval };
        }),
      ),
    ),
  );
}

/** Genuine pairs of better pictures are more alike: where they are less so, the quality is most likely upside down. */
function warningsOf({ name, pairs }: Method, { genuine }: ErcInput): string[] {
  const same = Uint32Array.from(genuine, (_, i) => i).filter((i) => genuine[i] === 1);
  const quality = Float64Array.from(same, (i) => pairs.quality[i]);
  if (pairs.quality.every((value) => value === pairs.quality[0]))
    return [`quality ${name} is the same everywhere: pairs are set aside in the order of the list`];
  const alike = spearman(
    quality,
    Float64Array.from(same, (i) => -pairs.distance[i]),
  );
  if (!(alike < -significant(same.length))) return [];
  return [
    `quality ${name} falls where genuine pairs are more alike (rank correlation ${alike.toFixed(3)}): is lower better? Turn it round with -${name}`,
  ];
}

/** Three standard errors of a rank correlation where there is none. */
const significant = (pairs: number): number => 3 / Math.sqrt(Math.max(1, pairs - 1));
