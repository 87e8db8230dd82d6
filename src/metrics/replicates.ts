// Bootstrap of a ROC of millions of pairs: all genuine pairs and a choice of impostors stand for the whole.
import { poisson } from "../math/poisson.js";
import { seededRandom, uniformOf, type Random } from "../math/random.js";

/** Pairs in descending order of score, each with the subjects (numbers) of its sides; null = subjects are not known. */
export interface PairSample {
  readonly genuine: Sides;
  readonly impostor: Sides;
  /** How many impostors each one of the sample stands for. */
  readonly stands: Float64Array;
  /** Of each genuine pair: sampled impostors that score as high or higher; ascending. */
  readonly above: Uint32Array;
  /** Of each genuine pair: sampled impostors that score higher; ascending. */
  readonly higher: Uint32Array;
  readonly subjects: number;
}

interface Sides {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

/** What one replicate gives. */
export interface ReplicateFigures {
  readonly auc: number;
  readonly eer: number;
  readonly tar: readonly number[];
}

/** Fills in how often each sampled pair was drawn. */
type Draw = (genuine: Float64Array, impostor: Float64Array) => void;

/** Some replicates of a bootstrap. */
export interface ReplicateTask {
  readonly sample: PairSample;
  readonly fars: readonly number[];
  readonly count: number;
  readonly seed: number;
  /** What is drawn. */
  readonly over: "subjects" | "pairs";
}

/**
 * Replicates of AUC, EER and TAR at each FAR. With subjects the draw is that of `resampleSubjects` (metrics/bootstrap.ts),
 * without them pairs are drawn, impostors as independent Poisson counts, which is what drawing millions comes to.
 */
export function replicates({ sample, fars, count, seed, over }: ReplicateTask): ReplicateFigures[] {
  const random = seededRandom(seed);
  const draw = over === "subjects" ? drawSubjects(sample, random) : drawPairs(sample, random);
  const genuine = new Float64Array(sample.genuine.a.length);
  const impostor = new Float64Array(sample.impostor.a.length);
  return Array.from({ length: count }, () => {
    draw(genuine, impostor);
    return measureWeighted(sample, genuine, impostor, fars);
  });
}

/** Replicates that one task makes. */
const perTask = 125;

/** A bootstrap cut into tasks, each with a seed of its own: the same replicates for any number of threads. */
export function replicateTasks(whole: ReplicateTask): ReplicateTask[] {
  return Array.from({ length: Math.ceil(whole.count / perTask) }, (_, part) => ({
    ...whole,
    count: Math.min(perTask, whole.count - part * perTask),
    seed: (whole.seed + Math.imul(part, 0x9e3779b1)) | 0,
  }));
}

function drawSubjects({ genuine, impostor, stands, subjects }: PairSample, random: Random): Draw {
  const drawn = new Float64Array(subjects);
  const weigh = ({ a, b }: Sides, into: Float64Array, times: Float64Array | null): void => {
    for (let i = 0; i < into.length; i++) {
      const weight = a[i] === b[i] ? drawn[a[i]] : drawn[a[i]] * drawn[b[i]];
      into[i] = times === null ? weight : weight * times[i];
    }
  };
  return (intoGenuine, intoImpostor) => {
    drawn.fill(0);
    for (let n = 0; n < subjects; n++) drawn[random.below(subjects)]++;
    weigh(genuine, intoGenuine, null);
    weigh(impostor, intoImpostor, stands);
  };
}

/** Draws genuine pairs with replacement, and each sampled impostor as often as a Poisson count says whose mean is what it stands for. */
export function drawPairs({ stands }: Pick<PairSample, "stands">, random: Random): Draw {
  return (intoGenuine, intoImpostor) => {
    intoGenuine.fill(0);
    for (let n = 0; n < intoGenuine.length; n++) intoGenuine[random.below(intoGenuine.length)]++;
    for (let i = 0; i < intoImpostor.length; i++) intoImpostor[i] = poisson(stands[i], uniformOf(random));
  };
}

/** Figures of weighted pairs in descending order. Weights are summed up in place. */
export function measureWeighted(
  { above, higher }: Pick<PairSample, "above" | "higher">,
  genuine: Float64Array,
  impostor: Float64Array,
  fars: readonly number[],
): ReplicateFigures {
  sumUp(impostor);
  const impostors = impostor[impostor.length - 1];
  let under = 0;
  for (let g = 0; g < genuine.length; g++) {
    // Equal scores count one half.
    under += genuine[g] * (impostors - (sumOfFirst(impostor, above[g]) + sumOfFirst(impostor, higher[g])) / 2);
  }
  sumUp(genuine);
  const all = genuine[genuine.length - 1];
  /** Share of genuine pairs accepted with the first `k` impostors. */
  const tar = (k: number): number => sumOfFirst(genuine, countUpTo(above, k)) / all;
  return {
    auc: under / (all * impostors),
    eer: eerOf(
      (k) => sumOfFirst(impostor, k) / impostors,
      (k) => 1 - tar(k),
      impostor.length,
    ),
    tar: fars.map((far) => tar(countUpTo(impostor, far * impostors * (1 + 1e-12)))),
  };
}

function sumUp(weights: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
    weights[i] = sum;
  }
}

/** Sum of the first `count` weights that were summed up. */
const sumOfFirst = (sums: Float64Array, count: number): number => (count === 0 ? 0 : sums[count - 1]);

/** Where FMR, rising with k, first reaches FNMR, falling with it; the steps before and after joined by lines. */
function eerOf(fmr: (k: number) => number, fnmr: (k: number) => number, most: number): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fmr(middle) >= fnmr(middle)) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return fnmr(0);
  const gap = fnmr(low - 1) - fmr(low - 1);
  const part = gap / (gap + fmr(low) - fnmr(low));
  return fmr(low - 1) + part * (fmr(low) - fmr(low - 1));
}

/** How many ascending numbers are at most `limit`. */
function countUpTo(values: Float64Array | Uint32Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
