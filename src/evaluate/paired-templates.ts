// Several models' scores of the same template pairs, millions of them.
import { sortedFloats } from "../math/sort-floats.js";
import { printRate } from "../metrics/operating-point.js";
import { pairedReplicates, sampleFigures, type PairedSample, type RankedSample } from "../metrics/paired-replicates.js";
import { impostorsOver, mostHighest, mostOthers } from "./pair-sample.js";
import type { ReplicateFigures } from "../metrics/replicates.js";
import type { PairedFigure } from "./paired-comparison.js";

/** One model's result. */
export interface TemplateScores {
  /** Of every pair in list order. */
  readonly scores: Float64Array;
  /** AUC and EER as the result has them; NaN = undefined. */
  readonly auc: number;
  readonly eer: number;
  /** At each FAR. */
  readonly points: readonly { readonly tar: number; readonly threshold: number }[];
}

/**
 * TAR at each FAR with McNemar's decisions (genuine pairs at each model's own threshold), AUC and EER, each with a paired
 * bootstrap over pairs. Impostors enter it as in evaluate/pair-sample.ts: those that one of the models has among its
 * highest one by one, of the rest every so-manyth.
 *
 * @param genuine 1 genuine, 0 impostor, in list order
 */
export function pairedTemplates(
  genuine: Uint8Array,
  models: readonly TemplateScores[],
  { fars, bootstrap, seed }: { readonly fars: readonly number[]; readonly bootstrap: number; readonly seed: number },
): PairedFigure[] {
  const same = placesOf(genuine, 1);
  const columns = bootstrap === 0 ? () => [] : drawColumns(samplePaired(genuine, same, models), fars, bootstrap, seed);
  const accepted = ({ scores, points }: TemplateScores, f: number): Uint8Array =>
    Uint8Array.from(same, (pair) => (scores[pair] > points[f].threshold ? 1 : 0));
  const figures: PairedFigure[] = [
    ...fars.map((far, f): PairedFigure => ({
      name: `tar@far=${printRate(far)}`,
      values: models.map(({ points }) => points[f].tar),
      drawn: columns(
        models.map(({ points }) => points[f].tar),
        ({ tar }) => tar[f],
      ),
      decisions: { among: "genuine pairs", right: models.map((model) => accepted(model, f)) },
    })),
    ...(["auc", "eer"] as const).map((name): PairedFigure => {
      const values = models.map((model) => model[name]);
      return { name, values, drawn: columns(values, (one) => one[name]) };
    }),
  ];
  return figures.filter(({ values }) => values.every(Number.isFinite));
}

/**
 * Replicates of a figure, one list a model, moved so that they lie around its value: where FARs are high the sample's own
 * figure lies a little beside that of all pairs, which would show in a difference.
 */
function drawColumns(sample: PairedSample, fars: readonly number[], bootstrap: number, seed: number) {
  const drawn = pairedReplicates(sample, fars, bootstrap, seed);
  const centres = sampleFigures(sample, fars);
  return (values: readonly number[], of: (one: ReplicateFigures) => number): Float64Array[] =>
    values.map((value, m) => Float64Array.from(drawn, (replicate) => value + (of(replicate[m]) - of(centres[m]))));
}

function placesOf(genuine: Uint8Array, label: number): Uint32Array {
  let count = 0;
  for (const one of genuine) if (one === label) count++;
  const places = new Uint32Array(count);
  for (let i = 0, at = 0; i < genuine.length; i++) if (genuine[i] === label) places[at++] = i;
  return places;
}

/** All genuine pairs and a choice of the impostors, as each model ranks them. */
export function samplePaired(
  genuine: Uint8Array,
  same: Uint32Array,
  models: readonly Pick<TemplateScores, "scores">[],
): PairedSample {
  const impostors = genuine.length - same.length;
  const cuts = models.map(({ scores }) => highestFrom(scores, genuine, impostors));
  const every = Math.max(1, Math.ceil((impostors - mostHighest) / mostOthers));
  const chosen: number[] = [];
  const stands: number[] = [];
  let passed = 0;
  for (let pair = 0; pair < genuine.length; pair++) {
    if (genuine[pair] === 1) continue;
    const high = models.some(({ scores }, m) => scores[pair] >= cuts[m]);
    if (!high && ++passed % every !== 0) continue;
    chosen.push(pair);
    stands.push(high ? 1 : every);
  }
  const others = Uint32Array.from(chosen);
  return {
    stands: Float64Array.from(stands),
    genuine: same.length,
    models: models.map(({ scores }) => rankSample(scores, same, others)),
  };
}

/** The score from which on impostors are taken one by one. */
function highestFrom(scores: Float64Array, genuine: Uint8Array, impostors: number): number {
  if (impostors <= mostHighest) return -Infinity;
  const others = new Float64Array(impostors);
  for (let i = 0, at = 0; i < genuine.length; i++) if (genuine[i] === 0) others[at++] = scores[i];
  return sortedFloats(others)[impostors - mostHighest];
}

function rankSample(scores: Float64Array, same: Uint32Array, others: Uint32Array): RankedSample {
  const [genuine, impostor] = [same, others].map((places) => {
    const score = Float64Array.from(places, (pair) => scores[pair]);
    const order = Uint32Array.from(score, (_, i) => i).sort((a, b) => score[b] - score[a] || a - b);
    return { order, descending: Float64Array.from(order, (i) => score[i]) };
  });
  return {
    genuineOrder: genuine.order,
    impostorOrder: impostor.order,
    ...impostorsOver(genuine.descending, impostor.descending),
  };
}
